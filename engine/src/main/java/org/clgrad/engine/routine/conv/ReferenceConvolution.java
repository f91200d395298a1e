package org.clgrad.engine.routine.conv;

import java.util.Arrays;
import org.clgrad.engine.routine.HostExec;

/** The definition of a convolution and its gradients in plain loops over dense row-major arrays. */
final class ReferenceConvolution {
    private final HostExec exec;
    private final Conv2dGeometry g;
    private final int images;
    private final int channels;
    private final int height;
    private final int width;
    private final int channelsOut;
    private final int tapRows;
    private final int tapColumns;
    private final int heightOut;
    private final int widthOut;
    private final int groupChannels;
    private final int groupChannelsOut;

    ReferenceConvolution(HostExec exec, Conv2dSizes sizes) {
        this.exec = exec;
        g = sizes.geometry();
        images = Math.toIntExact(sizes.images());
        channels = Math.toIntExact(sizes.channels());
        height = Math.toIntExact(sizes.height());
        width = Math.toIntExact(sizes.width());
        channelsOut = Math.toIntExact(sizes.channelsOut());
        tapRows = Math.toIntExact(sizes.tapRows());
        tapColumns = Math.toIntExact(sizes.tapColumns());
        heightOut = Math.toIntExact(sizes.heightOut());
        widthOut = Math.toIntExact(sizes.widthOut());
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
        int firstChannel = k / groupChannelsOut * groupChannels;
        for (int c = 0; c < groupChannels; c++) {
            int xPlane = (n * channels + firstChannel + c) * height * width;
            for (int r = 0; r < tapRows; r++) {
                for (int s = 0; s < tapColumns; s++) {
                    int wAt = ((k * groupChannels + c) * tapRows + r) * tapColumns + s;
                    for (int p = 0; p < heightOut; p++) {
                        long h = p * g.strideH() - g.padH() + r * g.dilationH();
                        if (h < 0 || h >= height) {
                            continue;
                        }
                        for (int q = 0; q < widthOut; q++) {
                            long v = q * g.strideW() - g.padW() + s * g.dilationW();
                            if (v >= 0 && v < width) {
                                int yAt = ((n * channelsOut + k) * heightOut + p) * widthOut + q;
                                term.add(xPlane + (int) h * width + (int) v, wAt, yAt);
                            }
                        }
                    }
                }
            }
        }
    }

    /** y = Σ x·w, and b in each of its channels if there is one. */
    double[] forward(double[] x, double[] w, double[] b) {
        int plane = heightOut * widthOut;
        double[] y = new double[images * channelsOut * plane];
        exec.each((long) images * channelsOut, index -> {
            int n = (int) (index / channelsOut);
            int k = (int) (index % channelsOut);
            if (b.length > 0) {
                int from = (n * channelsOut + k) * plane;
                Arrays.fill(y, from, from + plane, b[k]);
            }
            terms(n, k, (xAt, wAt, yAt) -> y[yAt] += x[xAt] * w[wAt]);
        });
        return y;
    }

    /** dx = Σ dy·w. */
    double[] inputGradient(double[] dy, double[] w) {
        double[] dx = new double[images * channels * height * width];
        exec.each(images, n -> {
            for (int k = 0; k < channelsOut; k++) {
                terms((int) n, k, (xAt, wAt, yAt) -> dx[xAt] += dy[yAt] * w[wAt]);
            }
        });
        return dx;
    }

    /** dw = Σ x·dy. */
    double[] weightGradient(double[] x, double[] dy) {
        double[] dw = new double[channelsOut * groupChannels * tapRows * tapColumns];
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
