package org.clgrad.engine.routine.conv;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;

/** The definition of a convolution and its gradients in plain loops over dense row-major arrays. */
final class ReferenceConvolution {
    private final HostExec exec;
    private final ConvGeometry g;
    private final int images;
    private final int channels;
    private final int depth;
    private final int height;
    private final int width;
    private final int channelsOut;
    private final int tapLayers;
    private final int tapRows;
    private final int tapColumns;
    private final int depthOut;
    private final int heightOut;
    private final int widthOut;
    private final int groupChannels;
    private final int groupChannelsOut;

    ReferenceConvolution(HostExec exec, ConvSizes sizes) {
        this.exec = exec;
        g = sizes.geometry();
        images = Math.toIntExact(sizes.images());
        channels = Math.toIntExact(sizes.channels());
        depth = Math.toIntExact(sizes.in().depth());
        height = Math.toIntExact(sizes.in().height());
        width = Math.toIntExact(sizes.in().width());
        channelsOut = Math.toIntExact(sizes.channelsOut());
        tapLayers = Math.toIntExact(sizes.taps().depth());
        tapRows = Math.toIntExact(sizes.taps().height());
        tapColumns = Math.toIntExact(sizes.taps().width());
        depthOut = Math.toIntExact(sizes.out().depth());
        heightOut = Math.toIntExact(sizes.out().height());
        widthOut = Math.toIntExact(sizes.out().width());
        groupChannels = Math.toIntExact(sizes.groupChannels());
        groupChannelsOut = Math.toIntExact(sizes.groupChannelsOut());
    }

    /** What to do with a product x[xAt]·w[wAt] that is a term of y[yAt]. */
    @FunctionalInterface
    private interface Term {
        void add(int xAt, int wAt, int yAt);
    }

    /** All terms of image n and output channel k. */
    private void terms(int n, int k, Term term) {
        for (int c = 0; c < groupChannels; c++) {
            for (int t = 0; t < tapLayers; t++) {
                for (int r = 0; r < tapRows; r++) {
                    for (int s = 0; s < tapColumns; s++) {
                        terms(n, k, c, t, r, s, term);
                    }
                }
            }
        }
    }

    /** The terms of one weight: layer t, row r and column s of its taps. */
    private void terms(int n, int k, int c, int t, int r, int s, Term term) {
        int channel = n * channels + k / groupChannelsOut * groupChannels + c;
        int wAt = (((k * groupChannels + c) * tapLayers + t) * tapRows + r) * tapColumns + s;
        for (int o = 0; o < depthOut; o++) {
            int d = source(g.depth(), o, t);
            for (int p = 0; p < heightOut; p++) {
                int h = source(g.height(), p, r);
                if (d < 0 || d >= depth || h < 0 || h >= height) {
                    continue;
                }
                for (int q = 0; q < widthOut; q++) {
                    int v = source(g.width(), q, s);
                    if (v >= 0 && v < width) {
                        int xAt = ((channel * depth + d) * height + h) * width + v;
                        int yAt = (((n * channelsOut + k) * depthOut + o) * heightOut + p) * widthOut + q;
                        term.add(xAt, wAt, yAt);
                    }
                }
            }
        }
    }

    private static int source(ConvAxis axis, int output, int tap) {
        return Math.toIntExact(output * axis.stride() - axis.before() + tap * axis.dilation());
    }

    /** The bias among the inputs; empty if there is none. */
    static double[] bias(List<HostArray> in, Ending ending) {
        return in.size() > Added.leastInputs(ending) ? in.get(2).doubles() : new double[0];
    }

    /** The same values, plus |r| if there is a residual. */
    static double[] plusResidual(double[] values, List<HostArray> in, Ending ending) {
        if (ending.adds()) {
            double[] residual = in.get(in.size() - 1).doubles();
            Arrays.setAll(values, i -> values[i] + Math.abs(residual[i]));
        }
        return values;
    }

    /** Zeros, or the bias in each of its channels. */
    private double[] filled(int channelCount, int plane, double[] bias) {
        double[] values = new double[images * channelCount * plane];
        for (int i = 0; bias.length > 0 && i < images * channelCount; i++) {
            Arrays.fill(values, i * plane, (i + 1) * plane, bias[i % channelCount]);
        }
        return values;
    }

    /** y = Σ x·w, and b in each of its channels if there is one. */
    double[] forward(double[] x, double[] w, double[] b) {
        double[] y = filled(channelsOut, depthOut * heightOut * widthOut, b);
        exec.each((long) images * channelsOut, index -> {
            int n = (int) (index / channelsOut);
            int k = (int) (index % channelsOut);
            terms(n, k, (xAt, wAt, yAt) -> y[yAt] += x[xAt] * w[wAt]);
        });
        return y;
    }

    /** dx = Σ dy·w, and b in each of its channels if there is one. */
    double[] inputGradient(double[] dy, double[] w, double[] b) {
        double[] dx = filled(channels, depth * height * width, b);
        exec.each(images, n -> {
            for (int k = 0; k < channelsOut; k++) {
                terms((int) n, k, (xAt, wAt, yAt) -> dx[xAt] += dy[yAt] * w[wAt]);
            }
        });
        return dx;
    }

    /** dw = Σ x·dy. */
    double[] weightGradient(double[] x, double[] dy) {
        double[] dw = new double[channelsOut * groupChannels * tapLayers * tapRows * tapColumns];
        exec.each(channelsOut, k -> {
            for (int n = 0; n < images; n++) {
                terms(n, (int) k, (xAt, wAt, yAt) -> dw[wAt] += x[xAt] * dy[yAt]);
            }
        });
        return dw;
    }

    /** The absolute values, for the sums of magnitudes that bound the error. */
    static double[] magnitudes(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }
}
