package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import org.clgrad.examples.bench.child.Draw;
import org.clgrad.examples.bench.child.Expect;
import org.clgrad.examples.bench.child.TimedCase;
import org.clgrad.examples.bench.child.UnsupportedCaseException;

/**
 * The largest of each 3×3, stride 2, padding 1, of 16 × 64 × 112 × 112. Backward is {@code
 * aten::max_pool2d_with_indices_backward}, with the places of the largest as the forward pass has left them.
 */
final class MaxPool {
    private static final int PLANES = 16 * 64;
    private static final int SIZE = 112;
    private static final int OUT = SIZE / 2;
    private static final int SAMPLE_STEP = 97;
    private static final double ROUNDING = 1e-5;

    private MaxPool() {}

    static TimedCase open(NDManager arrays, String name) {
        float[] hostX = new Draw(0).numbers(PLANES * SIZE * SIZE);
        NDArray x = arrays.create(hostX, new Shape(16, 64, SIZE, SIZE));
        return switch (name) {
            case "max3x3s2_64x112/fwd" -> forward(arrays, hostX, x);
            case "max3x3s2_64x112/bwd" -> backward(arrays, hostX, x);
            default -> throw new UnsupportedCaseException("libtorch has no case pool/" + name);
        };
    }

    private static TimedCase forward(NDManager arrays, float[] hostX, NDArray x) {
        Shape kernel = new Shape(3, 3);
        Shape stride = new Shape(2, 2);
        Shape padding = new Shape(1, 1);
        return new OperationCase(arrays, () -> new NDList(Pool.maxPool2d(x, kernel, stride, padding, false)), out -> {
            float[] y = out.singletonOrThrow().toFloatArray();
            for (int at = 0; at < y.length; at += SAMPLE_STEP) {
                Expect.that(y[at] == hostX[largest(hostX, at)], "the largest of a window is " + y[at]);
            }
        });
    }

    private static TimedCase backward(NDManager arrays, float[] hostX, NDArray x) {
        float[] hostDy = new Draw(4).numbers(PLANES * OUT * OUT);
        NDArray dy = arrays.create(hostDy, new Shape(16, 64, OUT, OUT));
        String window = "[3, 3], [2, 2], [1, 1], [1, 1], False";
        NDArray places = new Script(
                        arrays, "x", "y, places = torch.max_pool2d_with_indices(x, " + window + ")", "return [places]")
                .call(x)
                .singletonOrThrow();
        Script script = new Script(
                arrays,
                "dy x places",
                "return [torch.max_pool2d_with_indices_backward(dy, x, " + window + ", places)]");
        return new OperationCase(arrays, () -> script.call(dy, x, places), out -> {
            float[] dx = out.singletonOrThrow().toFloatArray();
            double[] wanted = new double[dx.length];
            for (int at = 0; at < hostDy.length; at++) {
                wanted[largest(hostX, at)] += hostDy[at];
            }
            for (int i = 0; i < dx.length; i++) {
                Expect.within("dx", dx[i], wanted[i], ROUNDING);
            }
        });
    }

    /** Where the largest element of an output's window is; the first one of equals. */
    private static int largest(float[] x, int output) {
        int plane = output / (OUT * OUT);
        int top = output / OUT % OUT * 2 - 1;
        int left = output % OUT * 2 - 1;
        int best = -1;
        for (int row = Math.max(top, 0); row < Math.min(top + 3, SIZE); row++) {
            for (int column = Math.max(left, 0); column < Math.min(left + 3, SIZE); column++) {
                int at = (plane * SIZE + row) * SIZE + column;
                if (best < 0 || x[at] > x[best]) {
                    best = at;
                }
            }
        }
        return best;
    }
}
