package org.clgrad.engine.routine.conv;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Ending;

/**
 * What a convolution and the gradient by its input are to kernels: for each group, image, output channel k and each phase,
 *
 * <pre>{@code out[n, k, depth.output(z), row.output(a), column.output(b)] =
 *     Σ source[n, c, depth.start + z·depth.step + d·depth.tapStep, row.start + a·row.step + i·row.tapStep,
 *              column.start + b·column.step + j·column.tapStep] · w[k, c, d, i, j]}</pre>
 *
 * over input channels c and taps d, i, j, and then what the ending says. For the gradient, the roles of k and c in the weight are exchanged and taps run
 * backwards.
 *
 * @param images N
 * @param groups parts of the channels
 * @param channels of a group in the source
 * @param channelsOut of a group in the output
 * @param in size of the source
 * @param out size of the output
 * @param taps of the weight
 * @param weightStrides of the weight by group, output channel and input channel, in elements
 * @param phases parts of the output that are computed each by itself
 * @param ending what becomes of each output
 */
record Correlation(
        long images,
        long groups,
        long channels,
        long channelsOut,
        Volume in,
        Volume out,
        Volume taps,
        WeightStrides weightStrides,
        List<Phase> phases,
        Ending ending) {

    /** Strides of the weight by group, output channel and input channel, in elements. */
    record WeightStrides(long group, long out, long in) {}

    /** Outputs that see the same taps, as a grid in the output. */
    record Phase(AxisPhase depth, AxisPhase row, AxisPhase column) {
        /** How many outputs. */
        Volume outputs() {
            return new Volume(depth.outputs(), row.outputs(), column.outputs());
        }

        /** Whether its outputs are sums of something. */
        boolean hasTaps() {
            return depth.taps() > 0 && row.taps() > 0 && column.taps() > 0;
        }

        /** Where the first output is in one channel of the output. */
        long firstOutput(Volume out) {
            return (depth.firstOutput() * out.height() + row.firstOutput()) * out.width() + column.firstOutput();
        }

        /** Where the first tap is in one channel pair of the weight. */
        long firstTap(Volume taps) {
            return (depth.firstTap() * taps.height() + row.firstTap()) * taps.width() + column.firstTap();
        }
    }

    static Correlation forward(ConvSizes s, Ending ending) {
        ConvGeometry g = s.geometry();
        long in = s.taps().product();
        long out = s.groupChannels() * in;
        Phase all = new Phase(
                AxisPhase.forward(s.taps().depth(), g.depth(), s.out().depth()),
                AxisPhase.forward(s.taps().height(), g.height(), s.out().height()),
                AxisPhase.forward(s.taps().width(), g.width(), s.out().width()));
        return new Correlation(
                        s.images(),
                        s.groups(),
                        s.groupChannels(),
                        s.groupChannelsOut(),
                        s.in(),
                        s.out(),
                        s.taps(),
                        new WeightStrides(s.groupChannelsOut() * out, out, in),
                        List.of(all),
                        ending)
                .flattened();
    }

    static Correlation inputGradient(ConvSizes s) {
        return places(s).flattened();
    }

    /** The gradient by the input, with all axes as they are. */
    static Correlation places(ConvSizes s) {
        ConvGeometry g = s.geometry();
        long out = s.taps().product();
        long in = s.groupChannels() * out;
        List<Phase> phases = new ArrayList<>();
        for (AxisPhase depth : AxisPhase.gradient(s.taps().depth(), g.depth(), s.in().depth())) {
            for (AxisPhase row : AxisPhase.gradient(s.taps().height(), g.height(), s.in().height())) {
                for (AxisPhase column : AxisPhase.gradient(s.taps().width(), g.width(), s.in().width())) {
                    phases.add(new Phase(depth, row, column));
                }
            }
        }
        return new Correlation(
                s.images(),
                s.groups(),
                s.groupChannelsOut(),
                s.groupChannels(),
                s.out(),
                s.in(),
                s.taps(),
                new WeightStrides(s.groupChannelsOut() * in, out, in),
                phases,
                Ending.NONE);
    }

    /** A convolution of one tap and stride 1 does not see rows: the image as one long row, so that tiles are filled. */
    private Correlation flattened() {
        if (!isPointwise()) {
            return this;
        }
        Volume row = new Volume(1, 1, in.product());
        Phase all = new Phase(
                AxisPhase.forward(1, ConvAxis.PLAIN, 1),
                AxisPhase.forward(1, ConvAxis.PLAIN, 1),
                AxisPhase.forward(1, ConvAxis.PLAIN, row.width()));
        return new Correlation(
                images, groups, channels, channelsOut, row, row, taps, weightStrides, List.of(all), ending);
    }

    /** Whether each output sees the same place of the source and no other. */
    boolean isPointwise() {
        return phases.size() == 1
                && phases.get(0).depth().isIdentity(in.depth())
                && phases.get(0).row().isIdentity(in.height())
                && phases.get(0).column().isIdentity(in.width());
    }

    /**
     * Whether it has one tap and one layer, and its outputs and the places in the source that they see are grids from the first
     * on: a convolution of one tap without padding, or the gradient by its input.
     */
    boolean isSpaced() {
        return phases.stream().filter(Phase::hasTaps).count() == 1
                && in.depth() == 1
                && tapped().depth().isIdentity(1)
                && tapped().row().isSpaced(in.height())
                && tapped().column().isSpaced(in.width());
    }

    /** The first phase that has taps, of which there must be one. */
    Phase tapped() {
        return phases.stream().filter(Phase::hasTaps).findFirst().orElseThrow();
    }

    /** Whether kernels have to look at layers: not if each phase sees the one layer there is. */
    boolean isDeep() {
        return in.depth() > 1
                || !phases.stream().allMatch(phase -> phase.depth().isIdentity(1));
    }
}
