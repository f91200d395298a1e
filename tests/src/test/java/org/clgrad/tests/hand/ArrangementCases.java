package org.clgrad.tests.hand;

import java.util.List;
import org.clgrad.autograd.Interpolation;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorArrangements;
import org.clgrad.autograd.TensorShapes;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** Operations that move elements, or make tensors. */
final class ArrangementCases {
    private ArrangementCases() {}

    /** 1 2 3, 4 5 6. */
    private static Tensor six() {
        return Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    }

    static final List<HandCase> ALL = List.of(
            new HandCase("permute", () -> six().permute(1, 0), 1, 4, 2, 5, 3, 6),
            new HandCase("transpose", () -> six().transpose(0, 1), 1, 4, 2, 5, 3, 6),
            new HandCase("t", () -> six().t(), 1, 4, 2, 5, 3, 6),
            new HandCase("contiguous", () -> six().t().contiguous(), 1, 4, 2, 5, 3, 6),
            new HandCase("sumTo", () -> six().sumTo(Shape.of(3)), 5, 7, 9),
            new HandCase("expand", () -> Tensor.of(1, 2).expand(Shape.of(2, 2)), 1, 2, 1, 2),
            new HandCase("narrow", () -> six().narrow(1, 1, 2), 2, 3, 5, 6),
            new HandCase("slice", () -> six().slice(1, 0, 3, 2), 1, 3, 4, 6),
            new HandCase("select", () -> six().select(0, 1), 4, 5, 6),
            new HandCase("split", () -> six().split(1, 2).get(1), 3, 6),
            new HandCase("chunk", () -> six().chunk(0, 2).get(1), 4, 5, 6),
            new HandCase("concat", () -> TensorShapes.concat(0, Tensor.of(1, 2), Tensor.of(3)), 1, 2, 3),
            new HandCase("stack", () -> TensorShapes.stack(1, Tensor.of(1, 2), Tensor.of(3, 4)), 1, 3, 2, 4),
            new HandCase("reshape", () -> six().t().reshape(2, 3), 1, 4, 2, 5, 3, 6),
            new HandCase("view", () -> six().view(3, 2).select(0, 2), 5, 6),
            new HandCase("flatten", () -> six().t().flatten(0), 1, 4, 2, 5, 3, 6),
            new HandCase("squeeze", () -> six().narrow(0, 0, 1).squeeze().add(Tensor.of(10, 20, 30)), 11, 22, 33),
            new HandCase("unsqueeze", () -> Tensor.of(1, 2).unsqueeze(1).add(Tensor.of(10, 20)), 11, 21, 12, 22),
            new HandCase("flip", () -> six().flip(0, 1), 6, 5, 4, 3, 2, 1),
            new HandCase("fliplr", () -> six().fliplr(), 3, 2, 1, 6, 5, 4),
            new HandCase("flipud", () -> six().flipud(), 4, 5, 6, 1, 2, 3),
            new HandCase("roll", () -> Tensor.of(1, 2, 3).roll(0, 1), 3, 1, 2),
            new HandCase("rot90", () -> six().rot90(1, 0, 1), 3, 6, 2, 5, 1, 4),
            new HandCase("tile", () -> Tensor.of(1, 2).tile(2), 1, 2, 1, 2),
            new HandCase("repeat", () -> Tensor.of(1, 2).repeat(2, 1), 1, 2, 1, 2),
            new HandCase("repeatInterleave", () -> Tensor.of(1, 2).repeatInterleave(0, 2), 1, 1, 2, 2),
            new HandCase(
                    "meshgrid", () -> TensorArrangements.meshgrid(Tensor.of(1, 2), Tensor.of(3, 4))[0], 1, 1, 2, 2),
            new HandCase(
                    "meshgrid", () -> TensorArrangements.meshgrid(Tensor.of(1, 2), Tensor.of(3, 4))[1], 3, 4, 3, 4),
            new HandCase("tril", () -> six().tril(0), 1, 0, 0, 4, 5, 0),
            new HandCase("triu", () -> six().triu(1), 0, 2, 3, 0, 0, 6),
            new HandCase("diagonal", () -> six().diagonal(1, 0, 1), 2, 6),
            new HandCase("pad", () -> Tensor.of(1, 2).pad(new long[] {1}, new long[] {2}, 9), 9, 1, 2, 9, 9),
            new HandCase("copy", () -> six().t().copy(), 1, 4, 2, 5, 3, 6),
            new HandCase(
                    "pixelShuffle",
                    () -> Tensor.of(1, 2, 3, 4)
                            .reshape(1, 4, 1, 1)
                            .pixelShuffle(2)
                            .reshape(2, 2)
                            .select(1, 0),
                    1,
                    3),
            new HandCase(
                    "pixelUnshuffle",
                    () -> Tensor.of(1, 2, 3, 4)
                            .reshape(1, 1, 2, 2)
                            .pixelUnshuffle(2)
                            .reshape(4),
                    1,
                    2,
                    3,
                    4),
            // windows 1 2 and 2 3 side by side
            new HandCase(
                    "unfold",
                    () -> Tensor.of(1, 2, 3)
                            .reshape(1, 1, 1, 3)
                            .unfold(new int[] {1, 2}, new int[] {1, 1}, new int[] {0, 0}, new int[] {1, 1}),
                    1,
                    2,
                    2,
                    3),
            // the middle is in both windows: 1, 2 + 3, 4 of columns 1 2 and 3 4
            new HandCase(
                    "fold",
                    () -> Tensor.of(1, 3, 2, 4)
                            .reshape(1, 2, 2)
                            .fold(new int[] {1, 3}, new int[] {1, 2}, new int[] {1, 1}, new int[] {0, 0}, new int[] {
                                1, 1
                            }),
                    1,
                    5,
                    4),
            new HandCase(
                    "interpolate",
                    () -> Tensor.of(1, 3).reshape(1, 1, 2).interpolate(Interpolation.NEAREST, false, 4),
                    1,
                    1,
                    3,
                    3),
            new HandCase(
                    "interpolateBy",
                    () -> Tensor.of(1, 3).reshape(1, 1, 2).interpolateBy(Interpolation.LINEAR, true, 1.5),
                    1,
                    2,
                    3),
            // ---- making
            new HandCase("zeros", () -> Tensors.zeros(2), 0, 0),
            new HandCase("ones", () -> Tensors.ones(2), 1, 1),
            new HandCase("zerosLike", () -> Tensors.zerosLike(Tensor.of(5, 6)), 0, 0),
            new HandCase("onesLike", () -> Tensors.onesLike(Tensor.of(5, 6)), 1, 1),
            new HandCase("full", () -> Tensors.full(2.5, 2), 2.5, 2.5),
            new HandCase(
                    "arange", () -> Tensors.arange(Tensor.of(0).device(), DType.F32, 1, 2, 0.25), 1, 1.25, 1.5, 1.75),
            new HandCase(
                    "linspace", () -> Tensors.linspace(Tensor.of(0).device(), DType.F32, 1, 3, 5), 1, 1.5, 2, 2.5, 3),
            new HandCase("eye", () -> Tensors.eye(Tensor.of(0).device(), DType.F32, 2, 3), 1, 0, 0, 0, 1, 0),
            // every one of 0 … 3 once, whatever the order
            new HandCase("permutation", () -> permuted(4), 0, 1, 2, 3),
            new HandCase("randperm", () -> Tensors.randperm(4).sort(0, false).values(), 0, 1, 2, 3));

    private static Tensor permuted(long n) {
        return org.clgrad.autograd.RandomStream.draw(random -> random.permutation(n))
                .sort(0, false)
                .values();
    }
}
