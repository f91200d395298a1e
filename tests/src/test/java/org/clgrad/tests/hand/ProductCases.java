package org.clgrad.tests.hand;

import java.util.List;
import org.clgrad.autograd.Nonlinearity;
import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.RecurrentWeights;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorLinearAlgebra;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.tensor.Shape;

/** Products, convolutions, pooling and normalisation. */
final class ProductCases {
    private static final int[] ONE = {1, 1};
    private static final int[] NONE = {0, 0};

    private static final int[] ONES = {1, 1, 1};
    private static final int[] NONES = {0, 0, 0};

    private ProductCases() {}

    private static Tensor square() {
        return Tensor.of(new double[][] {{1, 2}, {3, 4}});
    }

    private static Tensor image(long height, long width, double... values) {
        return Tensor.of(values).reshape(1, 1, height, width);
    }

    /** 1 and 1, one after the other. */
    private static Tensor steps() {
        return Tensor.of(1, 1).reshape(2, 1, 1);
    }

    /** Of a cell with parts: 2 for what comes in, 3 for the state, and a bias of 1. */
    private static List<RecurrentWeights> weights(int parts) {
        return List.of(new RecurrentWeights(
                Tensor.of(2).reshape(parts, 1), Tensor.of(3).reshape(parts, 1), Tensor.of(1), Tensors.zeros(parts)));
    }

    private static List<RecurrentWeights> zeros(int parts) {
        return List.of(new RecurrentWeights(Tensors.zeros(parts, 1), Tensors.zeros(parts, 1), null, null));
    }

    static final List<HandCase> ALL = List.of(
            new HandCase("dot", () -> Tensor.of(1, 2).dot(Tensor.of(3, 4)), 11),
            new HandCase("mv", () -> square().mv(Tensor.of(1, -1)), -1, -1),
            new HandCase("mm", () -> square().mm(square()), 7, 10, 15, 22),
            new HandCase("bmm", () -> square().unsqueeze(0).bmm(square().unsqueeze(0)), 7, 10, 15, 22),
            new HandCase("outer", () -> Tensor.of(1, 2).outer(Tensor.of(3, 4)), 3, 4, 6, 8),
            new HandCase("einsum", () -> TensorLinearAlgebra.einsum("ij,j->i", square(), Tensor.of(1, -1)), -1, -1),
            new HandCase(
                    "linear", () -> Tensor.of(new double[][] {{1, 1}}).linear(square(), Tensor.of(10, 20)), 13, 27),
            // [3, 7] + [10, −20]
            new HandCase(
                    "linearRelu",
                    () -> Tensor.of(new double[][] {{1, 1}}).linearRelu(square(), Tensor.of(10, -20)),
                    13,
                    0),
            // 1·2·3 + 10
            new HandCase(
                    "bilinear",
                    () -> Tensor.of(new double[][] {{1}})
                            .bilinear(
                                    Tensor.of(new double[][] {{2}}),
                                    Tensor.of(3).reshape(1, 1, 1),
                                    Tensor.of(10)),
                    16),
            new HandCase(
                    "conv1d",
                    () -> Tensor.of(1, 2, 4)
                            .reshape(1, 1, 3)
                            .conv1d(Tensor.of(1, 10).reshape(1, 1, 2), null, 1, 0, 1, 1),
                    21,
                    42),
            new HandCase(
                    "conv2d",
                    () -> image(2, 2, 1, 2, 3, 4).conv2d(image(2, 2, 1, 10, 100, 1000), null, ONE, NONE, ONE, 1),
                    4321),
            // [21, 42] − [100, 2]
            new HandCase(
                    "convolutionRelu",
                    () -> image(1, 3, 1, 2, 4)
                            .convolutionRelu(image(1, 2, 1, 10), null, ONE, NONE, ONE, 1, image(1, 2, -100, -2)),
                    0,
                    40),
            new HandCase(
                    "maxPoolRelu",
                    () -> image(1, 4, -3, -1, -4, 3).maxPoolRelu(new int[] {1, 2}, new int[] {1, 2}, NONE, ONE, false),
                    0,
                    3),
            new HandCase(
                    "conv3d",
                    () -> Tensor.of(2, 3)
                            .reshape(1, 1, 2, 1, 1)
                            .conv3d(
                                    Tensor.of(1, 10).reshape(1, 1, 2, 1, 1),
                                    null,
                                    new int[] {1, 1, 1},
                                    new int[] {0, 0, 0},
                                    new int[] {1, 1, 1},
                                    1),
                    32),
            // 1·(1, 10) and 2·(1, 10), one further
            new HandCase(
                    "convTranspose1d",
                    () -> Tensor.of(1, 2)
                            .reshape(1, 1, 2)
                            .convTranspose1d(
                                    Tensor.of(1, 10).reshape(1, 1, 2),
                                    null,
                                    new int[] {1},
                                    new int[] {0},
                                    new int[] {0},
                                    1,
                                    new int[] {1}),
                    1,
                    12,
                    20),
            new HandCase(
                    "convTranspose2d",
                    () -> image(1, 2, 1, 2).convTranspose2d(image(1, 2, 1, 10), null, ONE, NONE, NONE, 1, ONE),
                    1,
                    12,
                    20),
            new HandCase(
                    "convTranspose3d",
                    () -> Tensor.of(1, 2)
                            .reshape(1, 1, 1, 1, 2)
                            .convTranspose3d(
                                    Tensor.of(1, 10).reshape(1, 1, 1, 1, 2), null, ONES, NONES, NONES, 1, ONES),
                    1,
                    12,
                    20),
            new HandCase(
                    "transposedConvolution",
                    () -> image(1, 2, 1, 2)
                            .transposedConvolution(image(1, 2, 1, 10), null, ConvGeometry.plain(2), NONE),
                    1,
                    12,
                    20),
            new HandCase(
                    "convolution",
                    () -> image(1, 3, 1, 2, 4).convolution(image(1, 2, 1, 10), Tensor.of(100), ConvGeometry.plain(2)),
                    121,
                    142),
            new HandCase(
                    "maxPoolWithIndices",
                    () -> image(1, 4, 1, 2, 4, 3)
                            .maxPoolWithIndices(new int[] {1, 2}, new int[] {1, 2}, NONE, ONE, false)
                            .indices(),
                    1,
                    2),
            // both keys weigh a half
            new HandCase(
                    "scaledDotProductAttention",
                    () -> Tensor.of(new double[][] {{0}})
                            .scaledDotProductAttention(
                                    Tensor.of(new double[][] {{1}, {2}}), Tensor.of(new double[][] {{3, 4}, {5, 8}})),
                    4,
                    6),
            new HandCase("lpPool", () -> image(1, 2, 3, 4).lpPool(2, new int[] {1, 2}, new int[] {1, 2}, false), 5),
            new HandCase("adaptiveAvgPool", () -> image(1, 4, 1, 2, 3, 4).adaptiveAvgPool(1, 2), 1.5, 3.5),
            new HandCase("adaptiveMaxPool", () -> image(1, 4, 1, 2, 3, 4).adaptiveMaxPool(1, 2), 2, 4),
            new HandCase(
                    "adaptiveMaxPoolWithIndices",
                    () -> image(1, 4, 1, 2, 3, 4)
                            .adaptiveMaxPoolWithIndices(1, 2)
                            .indices(),
                    1,
                    3),
            new HandCase(
                    "batchNorm",
                    () -> Tensor.of(new double[][] {{1}, {3}}).batchNorm(Tensor.of(2), Tensor.of(1), 0, null),
                    -1,
                    3),
            // n = ∓1, as the mean is 2 and the deviation 1; dx = dy − 1 − n·(−1), 1 and −1 the means of dy and n·dy
            HandCase.gradient(
                    "batchNorm",
                    () -> Tensor.of(new double[][] {{1}, {1}, {3}, {3}}),
                    x -> x.batchNorm(null, null, 0, null).narrow(0, 0, 1).mul(4),
                    2,
                    -2,
                    0,
                    0),
            // As above, with −4 and 1 added; what is below 0 is 0.
            new HandCase(
                    "batchNormRelu",
                    () -> Tensor.of(new double[][] {{1}, {3}})
                            .batchNormRelu(Tensor.of(2), Tensor.of(1), 0, null, Tensor.of(new double[][] {{0.5}, {1}})),
                    0,
                    4),
            // n = ∓1 is cut off at −1, so dy is 0, 0, 1, 0 and dx = dy − ¼ − n·¼.
            HandCase.gradient(
                    "batchNormRelu",
                    () -> Tensor.of(new double[][] {{1}, {1}, {3}, {3}}),
                    x -> x.batchNormRelu(null, null, 0, null, null).mul(Tensor.of(new double[][] {{7}, {7}, {1}, {0}})),
                    0,
                    0,
                    0.5,
                    -0.5),
            new HandCase(
                    "normaliseRelu",
                    () -> Tensor.of(new double[][] {{5}, {9}})
                            .normaliseRelu(
                                    Tensor.of(1),
                                    Tensor.of(4),
                                    Tensor.of(10),
                                    Tensor.of(1),
                                    0,
                                    Tensor.of(new double[][] {{-22}, {-40}})),
                    0,
                    1),
            new HandCase(
                    "normalise",
                    () -> Tensor.of(new double[][] {{5}, {9}})
                            .normalise(Tensor.of(1), Tensor.of(4), Tensor.of(10), Tensor.of(1), 0),
                    21,
                    41),
            // x/(1 + 3·x²)
            new HandCase("localResponseNorm", () -> image(1, 1, 1).localResponseNorm(1, 3, 1, 1), 0.25),
            new HandCase(
                    "layerNorm", () -> Tensor.of(new double[][] {{1, 3}}).layerNorm(Shape.of(2), null, null, 0), -1, 1),
            new HandCase("rmsNorm", () -> Tensor.of(new double[][] {{7, 1}}).rmsNorm(Shape.of(2), null, 0), 1.4, 0.2),
            new HandCase("instanceNorm", () -> image(1, 2, 1, 3).instanceNorm(null, null, 0, null), -1, 1),
            // h = max(0, 2·1 + 3·h + 1) from 0: 3, then 12
            new HandCase(
                    "rnn",
                    () -> steps().rnn(weights(1), RecurrentStack.single(), Nonlinearity.RELU, null)
                            .output(),
                    3,
                    12),
            // without weights each gate is a half and the candidate 0: the state halves
            new HandCase(
                    "gru",
                    () -> steps().mul(0)
                            .gru(
                                    zeros(3),
                                    RecurrentStack.single(),
                                    true,
                                    Tensor.of(8).reshape(1, 1, 1))
                            .output(),
                    4,
                    2),
            // the cell halves likewise; h = ½·tanh(c)
            new HandCase(
                    "lstm",
                    () -> steps().mul(0)
                            .lstm(
                                    zeros(4),
                                    RecurrentStack.single(),
                                    Tensor.of(0).reshape(1, 1, 1),
                                    Tensor.of(8).reshape(1, 1, 1))
                            .output(),
                    Math.tanh(4) / 2,
                    Math.tanh(2) / 2),
            new HandCase(
                    "affineGrid",
                    () -> Tensor.of(new double[][] {{1, 0, 0}, {0, 1, 0}})
                            .unsqueeze(0)
                            .affineGrid(true, 1, 2),
                    -1,
                    0,
                    1,
                    0));
}
