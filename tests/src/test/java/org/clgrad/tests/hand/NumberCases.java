package org.clgrad.tests.hand;

import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** Operations on each element, reductions, and what makes conditions of them. */
final class NumberCases {
    private NumberCases() {}

    private static Tensor truth(double... values) {
        return Tensor.of(DType.BOOL, Shape.of(values.length), values);
    }

    static final List<HandCase> ALL = List.of(
            new HandCase("abs", () -> Tensor.of(-2, 0, 0.5).abs(), 2, 0, 0.5),
            new HandCase("where", () -> truth(1, 0).where(Tensor.of(1, 2), Tensor.of(3, 4)), 1, 4),
            new HandCase("maskedFill", () -> Tensor.of(1, 2, 3).maskedFill(truth(0, 1, 0), 9), 1, 9, 3),
            new HandCase("to", () -> Tensor.of(1.75, -1.75).to(DType.I32), 1, -1),
            new HandCase("clampMin", () -> Tensor.of(1, 3).clampMin(2), 2, 3),
            new HandCase("clampMax", () -> Tensor.of(1, 3).clampMax(2), 1, 2),
            new HandCase("subFrom", () -> Tensor.of(1, 3).subFrom(2), 1, -1),
            new HandCase("divInto", () -> Tensor.of(1, 4).divInto(2), 2, 0.5),
            // Of integers the whole part: 1/2 and 1/4 have none.
            new HandCase(
                    "pow",
                    () -> Tensor.ofIntegers(1, -1, -1, 2, -2, 0).pow(Tensor.ofIntegers(-3, -3, -2, -1, -2, -1)),
                    1,
                    -1,
                    1,
                    0,
                    0,
                    0),
            new HandCase("pow", () -> Tensor.ofIntegers(1, -1, 2).pow(-1), 1, -1, 0),
            new HandCase("powOf", () -> Tensor.of(1, 3).powOf(2), 2, 8),
            new HandCase("bitwiseNot", () -> Tensor.ofIntegers(0, 5).bitwiseNot(), -1, -6),
            new HandCase("multinomial", () -> Tensor.of(0, 1).multinomial(2, true), 1, 1),
            // ---- gradients; that of equal elements is shared
            HandCase.gradient(
                    "maximum",
                    () -> Tensor.of(1, 3, 2),
                    x -> x.maximum(Tensor.of(2, 2, 2)).mul(4),
                    0,
                    4,
                    2),
            HandCase.gradient("relu", () -> Tensor.of(-1, 0, 2), Tensor::relu, 0, 0, 1),
            HandCase.gradient("mul", () -> Tensor.of(1, 3), x -> x.mul(Tensor.of(2, 5)), 2, 5),
            // ---- reductions
            new HandCase("mean", () -> Tensor.of(1, 2, 6).mean(), 3),
            new HandCase("variance", () -> Tensor.of(1, 2, 3).variance(1, false, 0), 1),
            new HandCase("deviation", () -> Tensor.of(1, 3, 5).deviation(1, false, 0), 2),
            new HandCase("norm", () -> Tensor.of(3, -4).norm(2, false, 0), 5),
            new HandCase("norm", () -> Tensor.of(3, -4).norm(1, false, 0), 7),
            new HandCase("logSumExp", () -> Tensor.of(0, 0).logSumExp(false, 0), Math.log(2)),
            new HandCase("all", () -> truth(1, 0).all(false, 0), 0),
            new HandCase("any", () -> truth(1, 0).any(false, 0), 1),
            // ---- in place
            new HandCase("addInPlace", () -> Tensor.of(1, 2).addInPlace(Tensor.of(3, 4)), 4, 6),
            new HandCase(
                    "addProductInPlace",
                    () -> Tensor.of(1, 2).addProductInPlace(Tensor.of(3, 4), Tensor.of(5, 6), 2),
                    31,
                    50),
            new HandCase("powInPlace", () -> Tensor.of(2, 3).powInPlace(2), 4, 9),
            new HandCase("fillInPlace", () -> Tensor.of(1, 2).fillInPlace(3), 3, 3),
            new HandCase("zeroInPlace", () -> Tensor.of(1, 2).zeroInPlace(), 0, 0),
            new HandCase("lerpInPlace", () -> Tensor.of(1, 2).lerpInPlace(Tensor.of(3, 6), 0.5), 2, 4),
            new HandCase("maskedFillInPlace", () -> Tensor.of(1, 2).maskedFillInPlace(truth(1, 0), 5), 5, 2),
            new HandCase("absInPlace", () -> Tensor.of(-1, 2).absInPlace(), 1, 2));
}
