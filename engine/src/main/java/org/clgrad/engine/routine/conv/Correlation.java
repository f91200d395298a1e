package org.clgrad.engine.routine.conv;

import java.util.List;

/**
 * What a convolution and the gradient by its input are to kernels: for each group, image, output channel k and each pair
 * of phases of rows and columns,
 *
 * <pre>{@code out[n, k, row.output(a), column.output(b)] =
 *     Σ source[n, c, row.start + a·row.step + i·row.tapStep, column.start + b·column.step + j·column.tapStep] · w[k, c, i, j]}</pre>
 *
 * over input channels c and taps i, j. For the gradient, the roles of k and c in the weight are exchanged and taps run
 * backwards.
 *
 * @param images N
 * @param groups parts of the channels
 * @param channels of a group in the source
 * @param channelsOut of a group in the output
 * @param height rows of the source
 * @param width columns of the source
 * @param heightOut rows of the output
 * @param widthOut columns of the output
 * @param taps rows and columns of taps in the weight
 * @param weightStrides of the weight by group, output channel and input channel, in elements
 * @param rows phases of the rows
 * @param columns phases of the columns
 */
record Correlation(
        long images,
        long groups,
        long channels,
        long channelsOut,
        long height,
        long width,
        long heightOut,
        long widthOut,
        Taps taps,
        WeightStrides weightStrides,
        List<AxisPhase> rows,
        List<AxisPhase> columns) {

    /** Taps of the weight. */
    record Taps(long rows, long columns) {}

    /** Strides of the weight by group, output channel and input channel, in elements. */
    record WeightStrides(long group, long out, long in) {}

    static Correlation forward(Conv2dSizes s) {
        Conv2dGeometry g = s.geometry();
        long in = s.taps();
        long out = s.groupChannels() * in;
        return new Correlation(
                        s.images(),
                        s.groups(),
                        s.groupChannels(),
                        s.groupChannelsOut(),
                        s.height(),
                        s.width(),
                        s.heightOut(),
                        s.widthOut(),
                        new Taps(s.tapRows(), s.tapColumns()),
                        new WeightStrides(s.groupChannelsOut() * out, out, in),
                        List.of(AxisPhase.forward(s.tapRows(), g.strideH(), g.padH(), g.dilationH(), s.heightOut())),
                        List.of(AxisPhase.forward(s.tapColumns(), g.strideW(), g.padW(), g.dilationW(), s.widthOut())))
                .flattened();
    }

    static Correlation inputGradient(Conv2dSizes s) {
        Conv2dGeometry g = s.geometry();
        long out = s.taps();
        long in = s.groupChannels() * out;
        return new Correlation(
                        s.images(),
                        s.groups(),
                        s.groupChannelsOut(),
                        s.groupChannels(),
                        s.heightOut(),
                        s.widthOut(),
                        s.height(),
                        s.width(),
                        new Taps(s.tapRows(), s.tapColumns()),
                        new WeightStrides(s.groupChannelsOut() * in, out, in),
                        AxisPhase.gradient(s.tapRows(), g.strideH(), g.padH(), g.dilationH(), s.height()),
                        AxisPhase.gradient(s.tapColumns(), g.strideW(), g.padW(), g.dilationW(), s.width()))
                .flattened();
    }

    /** A 1×1 convolution of stride 1 does not see rows: the image as one long row, so that tiles are filled. */
    private Correlation flattened() {
        boolean pointwise = rows.size() == 1
                && columns.size() == 1
                && rows.get(0).isIdentity(height)
                && columns.get(0).isIdentity(width);
        if (!pointwise) {
            return this;
        }
        long pixels = height * width;
        return new Correlation(
                images,
                groups,
                channels,
                channelsOut,
                1,
                pixels,
                1,
                pixels,
                taps,
                weightStrides,
                List.of(AxisPhase.forward(1, 1, 0, 1, 1)),
                List.of(AxisPhase.forward(1, 1, 0, 1, pixels)));
    }
}
