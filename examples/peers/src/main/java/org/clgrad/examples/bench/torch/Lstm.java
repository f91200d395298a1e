package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.clgrad.examples.bench.child.Draw;
import org.clgrad.examples.bench.child.Expect;
import org.clgrad.examples.bench.child.TimedCase;
import org.clgrad.examples.bench.child.UnsupportedCaseException;

/**
 * One layer of an LSTM over 64 steps, batch 32, 128 inputs, 256 hidden: {@code aten::lstm}. Forward and backward together are
 * one function, with the gradients of x and of all weights for a given dy by {@code torch.autograd.grad}: as autograd's
 * backward pass, but that gradients are new instead of added to those of the pass before.
 */
final class Lstm {
    private static final int STEPS = 64;
    private static final int BATCH = 32;
    private static final int INPUTS = 128;
    private static final int HIDDEN = 256;
    private static final double ROUNDING = 1e-4;

    private final NDManager arrays;
    private final float[] hostX;
    private final float[] hostWeights;
    private final float[] hostBias;
    private final NDArray x;
    private final NDArray state;
    private final NDArray[] weights;

    private Lstm(NDManager arrays) {
        this.arrays = arrays;
        Draw draw = new Draw(0);
        hostX = draw.numbers(STEPS * BATCH * INPUTS);
        hostWeights = small(draw, 4 * HIDDEN * INPUTS);
        hostBias = small(draw, 4 * HIDDEN);
        x = arrays.create(hostX, new Shape(STEPS, BATCH, INPUTS));
        state = arrays.zeros(new Shape(1, BATCH, HIDDEN));
        weights = new NDArray[] {
            arrays.create(hostWeights, new Shape(4 * HIDDEN, INPUTS)),
            arrays.create(small(draw, 4 * HIDDEN * HIDDEN), new Shape(4 * HIDDEN, HIDDEN)),
            arrays.create(hostBias),
            arrays.zeros(new Shape(4 * HIDDEN))
        };
    }

    /** Numbers as small as weights are, so that gates are not all open or all closed. */
    private static float[] small(Draw draw, int count) {
        float[] numbers = draw.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] /= 16;
        }
        return numbers;
    }

    static TimedCase open(NDManager arrays, String name) {
        return switch (name) {
            case "fwd" -> new Lstm(arrays).forward();
            case "fwdbwd" -> new Lstm(arrays).forwardAndBackward();
            default -> throw new UnsupportedCaseException("libtorch has no case lstm/" + name);
        };
    }

    private TimedCase forward() {
        Script script = new Script(arrays, "x s w0 w1 b0 b1", "y, h, c = " + call(false), "return [y, h, c]");
        return new OperationCase(
                arrays,
                () -> script.call(x, state, weights[0], weights[1], weights[2], weights[3]),
                this::checkFirstStep);
    }

    private TimedCase forwardAndBackward() {
        NDArray dy = arrays.create(new Draw(4).numbers(STEPS * BATCH * HIDDEN), new Shape(STEPS, BATCH, HIDDEN));
        x.setRequiresGradient(true);
        for (NDArray weight : weights) {
            weight.setRequiresGradient(true);
        }
        Script script = new Script(
                arrays,
                "x s w0 w1 b0 b1 dy",
                "y, h, c = " + call(true),
                "gs = torch.grad([y], [x, w0, w1, b0, b1], annotate(List[Optional[Tensor]], [dy]), None, False, False)",
                "return [torch.detach(y), unchecked_cast(Tensor, gs[0]), unchecked_cast(Tensor, gs[1]), "
                        + "unchecked_cast(Tensor, gs[2]), unchecked_cast(Tensor, gs[3]), "
                        + "unchecked_cast(Tensor, gs[4])]");
        return new OperationCase(
                arrays,
                () -> script.callWithGraph(x, state, weights[0], weights[1], weights[2], weights[3], dy),
                out -> {
                    checkFirstStep(out);
                    checkGradients(out, dy.toFloatArray());
                });
    }

    private static String call(boolean training) {
        return "torch.lstm(x, [s, s], [w0, w1, b0, b1], True, 1, 0., " + (training ? "True" : "False")
                + ", False, False)";
    }

    // ---- Checking

    /** Step 0 from a state of zeros: c = σ(i)·tanh(g), h = σ(o)·tanh(c). */
    private void checkFirstStep(NDList out) {
        float[] y = out.get(0).toFloatArray();
        Draw draw = new Draw(1);
        for (int sample = 0; sample < 64; sample++) {
            int n = draw.below(BATCH);
            int unit = draw.below(HIDDEN);
            double cell = sigmoid(gate(n, unit)) * Math.tanh(gate(n, 2 * HIDDEN + unit));
            double wanted = sigmoid(gate(n, 3 * HIDDEN + unit)) * Math.tanh(cell);
            Expect.within("h", y[n * HIDDEN + unit], wanted, ROUNDING);
        }
    }

    private double gate(int n, int row) {
        double sum = hostBias[row];
        for (int i = 0; i < INPUTS; i++) {
            sum += (double) hostWeights[row * INPUTS + i] * hostX[n * INPUTS + i];
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Both biases have the same gradient, and the one of the last step's output gates is a sum of what is known by then. */
    private static void checkGradients(NDList out, float[] dy) {
        Expect.that(out.size() == 6, "there are " + out.size() + " arrays instead of y and five gradients");
        float[] first = out.get(4).toFloatArray();
        float[] second = out.get(5).toFloatArray();
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            Expect.within("the gradient of a bias", first[i], second[i], ROUNDING * (1 + Math.abs(second[i])));
            sum += Math.abs(first[i]);
        }
        Expect.that(sum > 0 && sum < dy.length, "the gradients of the bias sum up to " + sum);
        for (int i = 1; i < out.size(); i++) {
            for (float value : out.get(i).toFloatArray()) {
                Expect.that(Float.isFinite(value), "a gradient is " + value);
            }
        }
    }
}
