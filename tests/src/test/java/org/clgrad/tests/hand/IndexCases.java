package org.clgrad.tests.hand;

import static org.clgrad.autograd.Tensor.of;
import static org.clgrad.autograd.Tensor.ofIntegers;

import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** Operations that read or write at places, or order. */
final class IndexCases {
    private IndexCases() {}

    private static Tensor four() {
        return of(new double[][] {{1, 2}, {3, 4}});
    }

    static final List<HandCase> ALL = List.of(
            new HandCase("index", () -> four().index(ofIntegers(0, 1), ofIntegers(1, 1)), 2, 4),
            new HandCase("indexSelect", () -> four().indexSelect(1, 1, 0), 2, 1, 4, 3),
            new HandCase("gather", () -> of(5, 6, 7).gather(0, ofIntegers(2, 0)), 7, 5),
            new HandCase("take", () -> four().take(ofIntegers(3, 0)), 4, 1),
            new HandCase("takeAlongDim", () -> of(5, 6, 7).takeAlongDim(ofIntegers(1), 0), 6),
            new HandCase("embedding", () -> ofIntegers(1, 1).embedding(four()), 3, 4, 3, 4),
            new HandCase("scatter", () -> of(5, 6, 7).scatter(0, ofIntegers(2), of(1)), 5, 6, 1),
            new HandCase("scatterAdd", () -> of(5, 6).scatterAdd(0, ofIntegers(1, 1), of(1, 2)), 5, 9),
            new HandCase("indexAdd", () -> of(5, 6).indexAdd(0, ofIntegers(1, 1), of(1, 2)), 5, 9),
            new HandCase("indexCopy", () -> of(5, 6).indexCopy(0, ofIntegers(1), of(1)), 5, 1),
            new HandCase("indexFill", () -> of(5, 6).indexFill(0, ofIntegers(0), 9), 9, 6),
            new HandCase("indexPut", () -> of(5, 6).indexPut(List.of(ofIntegers(1, 1)), of(1, 2), true), 5, 9),
            new HandCase("put", () -> four().put(ofIntegers(2), of(9), false), 1, 2, 9, 4),
            new HandCase("oneHot", () -> ofIntegers(1, 0).oneHot(2), 0, 1, 1, 0),
            new HandCase("maskedSelect", () -> of(5, 6, 7).maskedSelect(of(DType.BOOL, Shape.of(3), 1, 0, 1)), 5, 7),
            new HandCase("nonzero", () -> of(0, 6, 7).nonzero(), 1, 2),
            new HandCase("unique", () -> of(3, 1, 3).unique().counts(), 1, 2),
            new HandCase("argsort", () -> of(3, 1, 2).argsort(0, false), 1, 2, 0),
            new HandCase("cummax", () -> of(1, 3, 2).cummax(0).values(), 1, 3, 3),
            new HandCase("cummin", () -> of(2, 3, 1).cummin(0).values(), 2, 2, 1));
}
