package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.types.Shape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clgrad.examples.bench.child.Draw;
import org.clgrad.examples.bench.child.Expect;
import org.clgrad.examples.bench.child.UnsupportedCaseException;

/**
 * A convolution of 16 square images without a bias, padded by kernel / 2; x is N × channels × size × size.
 *
 * @param depthwise whether each channel has a kernel of its own; there are as many outputs as channels then
 */
record Convolution(int kernel, int stride, int channels, int outputs, int size, boolean depthwise) {
    private static final Pattern ID =
            Pattern.compile("(dw)?(\\d+)x\\2(?:s(\\d+))?_(\\d+)(?:-(\\d+))?_(\\d+)/(?:fwd|bwd)");
    private static final int BATCH = 16;
    private static final int SAMPLES = 64;

    /** A sum of products: its value, Σ|aᵢ·bᵢ|, and of how many. */
    private static final class Sum {
        double value;
        double magnitude;
        int terms;

        void add(double a, double b) {
            value += a * b;
            magnitude += Math.abs(a * b);
            terms++;
        }

        void expect(String what, float got) {
            Expect.sum(what, got, value, terms, magnitude);
        }
    }

    /**
     * The convolution that a name names, such as {@code 7x7s2_3-64_224/fwd} or {@code dw3x3_144_56/bwd}.
     *
     * @throws UnsupportedCaseException if it names none
     */
    static Convolution of(String name) {
        Matcher matcher = ID.matcher(name);
        if (!matcher.matches()) {
            throw new UnsupportedCaseException("libtorch has no case conv/" + name);
        }
        int channels = Integer.parseInt(matcher.group(4));
        return new Convolution(
                Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3)),
                channels,
                matcher.group(5) == null ? channels : Integer.parseInt(matcher.group(5)),
                Integer.parseInt(matcher.group(6)),
                matcher.group(1) != null);
    }

    int padding() {
        return kernel / 2;
    }

    int groups() {
        return depthwise ? channels : 1;
    }

    private int outputSize() {
        return (size + 2 * padding() - kernel) / stride + 1;
    }

    private int kernelChannels() {
        return depthwise ? 1 : channels;
    }

    Shape input() {
        return new Shape(BATCH, channels, size, size);
    }

    Shape weight() {
        return new Shape(outputs, kernelChannels(), kernel, kernel);
    }

    Shape output() {
        return new Shape(BATCH, outputs, outputSize(), outputSize());
    }

    // ---- Checking; o and c are channels of output and input, i and j rows and columns, u and v those of the kernel

    /** Compares sampled elements of y with sums in double precision. */
    void checkForward(float[] x, float[] w, float[] y) {
        Draw draw = new Draw(1);
        int out = outputSize();
        for (int sample = 0; sample < SAMPLES; sample++) {
            int n = draw.below(BATCH);
            int o = draw.below(outputs);
            int i = draw.below(out);
            int j = draw.below(out);
            Sum sum = new Sum();
            for (int c = 0; c < kernelChannels(); c++) {
                for (int u = 0; u < kernel; u++) {
                    for (int v = 0; v < kernel; v++) {
                        addProduct(
                                sum,
                                x,
                                n,
                                depthwise ? o : c,
                                i * stride + u - padding(),
                                j * stride + v - padding(),
                                w[weightAt(o, c, u, v)]);
                    }
                }
            }
            sum.expect("y", y[outputAt(n, o, i, j)]);
        }
    }

    private void addProduct(Sum sum, float[] x, int n, int c, int row, int column, double factor) {
        if (row >= 0 && row < size && column >= 0 && column < size) {
            sum.add(x[((n * channels + c) * size + row) * size + column], factor);
        }
    }

    private int weightAt(int o, int c, int u, int v) {
        return ((o * kernelChannels() + c) * kernel + u) * kernel + v;
    }

    private int outputAt(int n, int o, int i, int j) {
        return ((n * outputs + o) * outputSize() + i) * outputSize() + j;
    }

    /** Compares sampled elements of dw with sums in double precision. */
    void checkWeightGradient(float[] x, float[] dy, float[] dw) {
        Draw draw = new Draw(2);
        int out = outputSize();
        for (int sample = 0; sample < SAMPLES; sample++) {
            int o = draw.below(outputs);
            int c = draw.below(kernelChannels());
            int u = draw.below(kernel);
            int v = draw.below(kernel);
            Sum sum = new Sum();
            for (int n = 0; n < BATCH; n++) {
                for (int i = 0; i < out; i++) {
                    for (int j = 0; j < out; j++) {
                        addProduct(
                                sum,
                                x,
                                n,
                                depthwise ? o : c,
                                i * stride + u - padding(),
                                j * stride + v - padding(),
                                dy[outputAt(n, o, i, j)]);
                    }
                }
            }
            sum.expect("dw", dw[weightAt(o, c, u, v)]);
        }
    }

    /** Compares sampled elements of dx with sums in double precision. */
    void checkInputGradient(float[] w, float[] dy, float[] dx) {
        Draw draw = new Draw(3);
        for (int sample = 0; sample < SAMPLES; sample++) {
            int n = draw.below(BATCH);
            int c = draw.below(channels);
            int row = draw.below(size);
            int column = draw.below(size);
            Sum sum = new Sum();
            for (int o = depthwise ? c : 0; o < (depthwise ? c + 1 : outputs); o++) {
                for (int u = 0; u < kernel; u++) {
                    for (int v = 0; v < kernel; v++) {
                        addGradient(
                                sum,
                                dy,
                                n,
                                o,
                                row + padding() - u,
                                column + padding() - v,
                                w[weightAt(o, depthwise ? 0 : c, u, v)]);
                    }
                }
            }
            sum.expect("dx", dx[((n * channels + c) * size + row) * size + column]);
        }
    }

    /** The output whose window has the kernel's element there, if there is one. */
    private void addGradient(Sum sum, float[] dy, int n, int o, int rows, int columns, double factor) {
        int out = outputSize();
        boolean whole = rows >= 0 && rows % stride == 0 && columns >= 0 && columns % stride == 0;
        if (whole && rows / stride < out && columns / stride < out) {
            sum.add(dy[outputAt(n, o, rows / stride, columns / stride)], factor);
        }
    }
}
