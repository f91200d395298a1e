package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import org.clgrad.examples.bench.child.Draw;
import org.clgrad.examples.bench.child.TimedCase;

/**
 * Convolutions, forward and backward.
 *
 * <p>Backward is the one call {@code aten::convolution_backward} with x, w and dy given: what autograd calls, and nothing
 * beside it. A backward pass over a graph that is kept would add each gradient to that of the pass before, once more through
 * memory; forward and backward less forward would have the noise of both.
 */
final class Convolutions {
    private Convolutions() {}

    static TimedCase open(NDManager arrays, Convolution convolution, boolean backward) {
        Draw draw = new Draw(0);
        float[] hostX = draw.numbers((int) convolution.input().size());
        float[] hostW = draw.numbers((int) convolution.weight().size());
        NDArray x = arrays.create(hostX, convolution.input());
        NDArray w = arrays.create(hostW, convolution.weight());
        return backward
                ? backward(arrays, convolution, hostX, hostW, x, w)
                : forward(arrays, convolution, hostX, hostW, x, w);
    }

    private static TimedCase forward(
            NDManager arrays, Convolution convolution, float[] hostX, float[] hostW, NDArray x, NDArray w) {
        Shape stride = new Shape(convolution.stride(), convolution.stride());
        Shape padding = new Shape(convolution.padding(), convolution.padding());
        Shape dilation = new Shape(1, 1);
        return new OperationCase(
                arrays,
                () -> Conv2d.conv2d(x, w, null, stride, padding, dilation, convolution.groups()),
                y -> convolution.checkForward(hostX, hostW, y.singletonOrThrow().toFloatArray()));
    }

    private static TimedCase backward(
            NDManager arrays, Convolution convolution, float[] hostX, float[] hostW, NDArray x, NDArray w) {
        float[] hostDy = new Draw(4).numbers((int) convolution.output().size());
        NDArray dy = arrays.create(hostDy, convolution.output());
        int stride = convolution.stride();
        int padding = convolution.padding();
        Script script = new Script(
                arrays,
                "dy x w",
                "dx, dw, db = torch.convolution_backward(dy, x, w, None, [" + stride + ", " + stride + "], [" + padding
                        + ", " + padding + "], [1, 1], False, [0, 0], " + convolution.groups()
                        + ", [True, True, False])",
                "return [dx, dw]");
        return new OperationCase(
                arrays, () -> script.call(dy, x, w), gradients -> check(convolution, hostX, hostW, hostDy, gradients));
    }

    private static void check(Convolution convolution, float[] x, float[] w, float[] dy, NDList gradients) {
        convolution.checkInputGradient(w, dy, gradients.get(0).toFloatArray());
        convolution.checkWeightGradient(x, dy, gradients.get(1).toFloatArray());
    }
}
