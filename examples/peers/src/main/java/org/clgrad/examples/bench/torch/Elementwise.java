package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.LayerNorm;
import org.clgrad.examples.bench.child.Draw;
import org.clgrad.examples.bench.child.Expect;
import org.clgrad.examples.bench.child.TimedCase;
import org.clgrad.examples.bench.child.UnsupportedCaseException;

/**
 * Operations that are limited by memory. Where DJL takes two operations, the second is done in place: one array less to
 * allocate, which is the faster way.
 */
final class Elementwise {
    private static final int ELEMENTS = 16 << 20;
    private static final int SAMPLES = 1000;
    private static final double ROUNDING = 1e-5;
    private static final float EPSILON = 1e-5f;

    private Elementwise() {}

    static TimedCase open(NDManager arrays, String name) {
        return switch (name) {
            case "axpb16M" -> axpb(arrays);
            case "relu_add16M" -> reluAdd(arrays);
            case "sum16M" -> sum(arrays);
            case "softmax4096x1000" -> softmax(arrays, 4096, 1000);
            case "layernorm8192x768" -> layerNorm(arrays, 8192, 768);
            default -> throw new UnsupportedCaseException("libtorch has no case ew/" + name);
        };
    }

    private static TimedCase axpb(NDManager arrays) {
        float[] host = new Draw(0).numbers(ELEMENTS);
        NDArray x = arrays.create(host);
        return new OperationCase(arrays, () -> new NDList(x.mul(1.5f).addi(0.5f)), out -> {
            float[] y = out.singletonOrThrow().toFloatArray();
            for (int i = 0; i < y.length; i += y.length / SAMPLES) {
                Expect.within("1.5x + 0.5", y[i], 1.5 * host[i] + 0.5, ROUNDING);
            }
        });
    }

    private static TimedCase reluAdd(NDManager arrays) {
        Draw draw = new Draw(0);
        float[] hostX = draw.numbers(ELEMENTS);
        float[] hostY = draw.numbers(ELEMENTS);
        NDArray x = arrays.create(hostX);
        NDArray y = arrays.create(hostY);
        return new OperationCase(arrays, () -> new NDList(Activation.relu(x).addi(y)), out -> {
            float[] z = out.singletonOrThrow().toFloatArray();
            for (int i = 0; i < z.length; i += z.length / SAMPLES) {
                Expect.within("relu(x) + y", z[i], (double) Math.max(hostX[i], 0) + hostY[i], ROUNDING);
            }
        });
    }

    private static TimedCase sum(NDManager arrays) {
        float[] host = new Draw(0).numbers(ELEMENTS);
        NDArray x = arrays.create(host);
        return new OperationCase(
                arrays,
                () -> {
                    NDArray sum = x.sum();
                    sum.getFloat();
                    return new NDList(sum);
                },
                out -> {
                    double sum = 0;
                    double magnitude = 0;
                    for (float value : host) {
                        sum += value;
                        magnitude += Math.abs(value);
                    }
                    Expect.within("sum", out.singletonOrThrow().getFloat(), sum, ROUNDING * magnitude);
                });
    }

    private static TimedCase softmax(NDManager arrays, int rows, int columns) {
        float[] host = new Draw(0).numbers(rows * columns);
        NDArray x = arrays.create(host, new Shape(rows, columns));
        return new OperationCase(arrays, () -> new NDList(x.softmax(-1)), out -> {
            float[] y = out.singletonOrThrow().toFloatArray();
            for (int row = 0; row < rows; row += 97) {
                double sum = 0;
                for (int i = 0; i < columns; i++) {
                    sum += Math.exp(host[row * columns + i]);
                }
                for (int i = 0; i < columns; i++) {
                    int at = row * columns + i;
                    Expect.within("softmax", y[at], Math.exp(host[at]) / sum, ROUNDING);
                }
            }
        });
    }

    private static TimedCase layerNorm(NDManager arrays, int rows, int columns) {
        Draw draw = new Draw(0);
        float[] host = draw.numbers(rows * columns);
        float[] hostGain = draw.numbers(columns);
        float[] hostBias = draw.numbers(columns);
        Shape last = new Shape(columns);
        NDArray x = arrays.create(host, new Shape(rows, columns));
        NDArray gain = arrays.create(hostGain);
        NDArray bias = arrays.create(hostBias);
        return new OperationCase(arrays, () -> LayerNorm.layerNorm(x, last, gain, bias, EPSILON), out -> {
            float[] y = out.singletonOrThrow().toFloatArray();
            for (int row = 0; row < rows; row += 97) {
                checkNormalised(host, row * columns, hostGain, hostBias, y);
            }
        });
    }

    private static void checkNormalised(float[] x, int from, float[] gain, float[] bias, float[] y) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < gain.length; i++) {
            sum += x[from + i];
            squares += (double) x[from + i] * x[from + i];
        }
        double mean = sum / gain.length;
        double deviation = Math.sqrt(squares / gain.length - mean * mean + EPSILON);
        for (int i = 0; i < gain.length; i++) {
            double wanted = (x[from + i] - mean) / deviation * gain[i] + bias[i];
            Expect.within("layer norm", y[from + i], wanted, ROUNDING);
        }
    }
}
