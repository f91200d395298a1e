package org.clgrad.tests.hand;

import static org.clgrad.autograd.Tensor.of;

import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** Operations on each element, reductions, and what makes conditions of them. */
final class NumberCases {
    private NumberCases() {}

    private static Tensor truth(double... values) {
        return of(DType.BOOL, Shape.of(values.length), values);
    }

    static final List<HandCase> ALL = List.of(
            new HandCase("abs", () -> of(-2, 0, 0.5).abs(), 2, 0, 0.5),
            new HandCase("where", () -> truth(1, 0).where(of(1, 2), of(3, 4)), 1, 4),
            new HandCase("maskedFill", () -> of(1, 2, 3).maskedFill(truth(0, 1, 0), 9), 1, 9, 3),
            new HandCase("to", () -> of(1.75, -1.75).to(DType.I32), 1, -1),
            new HandCase("clampMin", () -> of(1, 3).clampMin(2), 2, 3),
            new HandCase("clampMax", () -> of(1, 3).clampMax(2), 1, 2),
            new HandCase("subFrom", () -> of(1, 3).subFrom(2), 1, -1),
            new HandCase("divInto", () -> of(1, 4).divInto(2), 2, 0.5),
            new HandCase("powOf", () -> of(1, 3).powOf(2), 2, 8),
            new HandCase("bitwiseNot", () -> Tensor.ofIntegers(0, 5).bitwiseNot(), -1, -6),
            new HandCase("multinomial", () -> of(0, 1).multinomial(2, true), 1, 1),
            // ---- gradients; that of equal elements is shared
            HandCase.gradient(
                    "maximum", () -> of(1, 3, 2), x -> x.maximum(of(2, 2, 2)).mul(4), 0, 4, 2),
            HandCase.gradient("relu", () -> of(-1, 0, 2), Tensor::relu, 0, 0, 1),
            HandCase.gradient("mul", () -> of(1, 3), x -> x.mul(of(2, 5)), 2, 5),
            // ---- reductions
            new HandCase("mean", () -> of(1, 2, 6).mean(), 3),
            new HandCase("variance", () -> of(1, 2, 3).variance(1, false, 0), 1),
            new HandCase("deviation", () -> of(1, 3, 5).deviation(1, false, 0), 2),
            new HandCase("norm", () -> of(3, -4).norm(2, false, 0), 5),
            new HandCase("norm", () -> of(3, -4).norm(1, false, 0), 7),
            new HandCase("logSumExp", () -> of(0, 0).logSumExp(false, 0), Math.log(2)),
            new HandCase("all", () -> truth(1, 0).all(false, 0), 0),
            new HandCase("any", () -> truth(1, 0).any(false, 0), 1),
            // ---- in place
            new HandCase("addInPlace", () -> of(1, 2).addInPlace(of(3, 4)), 4, 6),
            new HandCase("addProductInPlace", () -> of(1, 2).addProductInPlace(of(3, 4), of(5, 6), 2), 31, 50),
            new HandCase("powInPlace", () -> of(2, 3).powInPlace(2), 4, 9),
            new HandCase("fillInPlace", () -> of(1, 2).fillInPlace(3), 3, 3),
            new HandCase("zeroInPlace", () -> of(1, 2).zeroInPlace(), 0, 0),
            new HandCase("lerpInPlace", () -> of(1, 2).lerpInPlace(of(3, 6), 0.5), 2, 4),
            new HandCase("maskedFillInPlace", () -> of(1, 2).maskedFillInPlace(truth(1, 0), 5), 5, 2),
            new HandCase("absInPlace", () -> of(-1, 2).absInPlace(), 1, 2));
}
