package org.clgrad.tests.hand;

import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** Operations that read or write at places, or order. */
final class IndexCases {
    private IndexCases() {}

    private static Tensor four() {
        return Tensor.of(new double[][] {{1, 2}, {3, 4}});
    }

    static final List<HandCase> ALL = List.of(
            new HandCase("index", () -> four().index(Tensor.ofIntegers(0, 1), Tensor.ofIntegers(1, 1)), 2, 4),
            new HandCase("indexSelect", () -> four().indexSelect(1, 1, 0), 2, 1, 4, 3),
            new HandCase("gather", () -> Tensor.of(5, 6, 7).gather(0, Tensor.ofIntegers(2, 0)), 7, 5),
            new HandCase("take", () -> four().take(Tensor.ofIntegers(3, 0)), 4, 1),
            new HandCase("takeAlongDim", () -> Tensor.of(5, 6, 7).takeAlongDim(Tensor.ofIntegers(1), 0), 6),
            new HandCase("embedding", () -> Tensor.ofIntegers(1, 1).embedding(four()), 3, 4, 3, 4),
            new HandCase("scatter", () -> Tensor.of(5, 6, 7).scatter(0, Tensor.ofIntegers(2), Tensor.of(1)), 5, 6, 1),
            new HandCase(
                    "scatterAdd", () -> Tensor.of(5, 6).scatterAdd(0, Tensor.ofIntegers(1, 1), Tensor.of(1, 2)), 5, 9),
            new HandCase("indexAdd", () -> Tensor.of(5, 6).indexAdd(0, Tensor.ofIntegers(1, 1), Tensor.of(1, 2)), 5, 9),
            new HandCase("indexCopy", () -> Tensor.of(5, 6).indexCopy(0, Tensor.ofIntegers(1), Tensor.of(1)), 5, 1),
            new HandCase("indexFill", () -> Tensor.of(5, 6).indexFill(0, Tensor.ofIntegers(0), 9), 9, 6),
            new HandCase(
                    "indexPut",
                    () -> Tensor.of(5, 6).indexPut(List.of(Tensor.ofIntegers(1, 1)), Tensor.of(1, 2), true),
                    5,
                    9),
            new HandCase("put", () -> four().put(Tensor.ofIntegers(2), Tensor.of(9), false), 1, 2, 9, 4),
            new HandCase("oneHot", () -> Tensor.ofIntegers(1, 0).oneHot(2), 0, 1, 1, 0),
            new HandCase(
                    "maskedSelect",
                    () -> Tensor.of(5, 6, 7).maskedSelect(Tensor.of(DType.BOOL, Shape.of(3), 1, 0, 1)),
                    5,
                    7),
            new HandCase("nonzero", () -> Tensor.of(0, 6, 7).nonzero(), 1, 2),
            new HandCase("unique", () -> Tensor.of(3, 1, 3).unique().counts(), 1, 2),
            new HandCase("argsort", () -> Tensor.of(3, 1, 2).argsort(0, false), 1, 2, 0),
            new HandCase("cummax", () -> Tensor.of(1, 3, 2).cummax(0).values(), 1, 3, 3),
            new HandCase("cummin", () -> Tensor.of(2, 3, 1).cummin(0).values(), 2, 2, 1));
}
