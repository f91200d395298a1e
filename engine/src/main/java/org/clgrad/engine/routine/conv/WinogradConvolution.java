package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;

/**
 * Plans a {@link Correlation} of 3×3 taps as products of transformed tiles, F(4×4, 3×3): the weights and the source are
 * transformed into workspace, then one launch multiplies and transforms back. Inputs are the source, the weight and
 * what is {@link Added}.
 */
final class WinogradConvolution {
    /** The kernel. */
    static final String KERNEL = "conv_winograd";

    /** Taps along an axis. */
    private static final long TAPS = 3;

    /** Outputs of a tile along an axis. */
    static final long TILE = 4;

    /** Elements of a tile in the transformed space. */
    static final long PLACES = 36;

    /** Lanes of the vectors. */
    static final long VECTOR = 16;

    private WinogradConvolution() {}

    /**
     * Tiles from which on the transformed weights, four times the given ones, are used often enough. Measured with AVX-512, 256
     * channels to 256 on 14×14 pixels of one image (16 tiles): 3.6 ms against 3.7 ms by {@link DirectConvolution#CHANNELS}; 512
     * to 512 on 7×7, 4 tiles: 12.3 against 7.9 ms; the same on 4 images: 9.3 against 10.1 ms.
     */
    private static final long LEAST_TILES = 16;

    /** Work-items for each processor, so that none waits long for the last. */
    private static final long SHARES = 2;

    /**
     * Whether it is the one to do it: 3×3 neighbours of one group, of as many channels as a vector has lanes (16 to 16 channels on
     * 28×28 pixels are a draw, 32 to 32 take 2.8 ms against 5.3).
     */
    static boolean suits(Correlation c) {
        return !c.isDeep()
                && c.groups() == 1
                && c.phases().size() == 1
                && suits(c.phases().get(0).row())
                && suits(c.phases().get(0).column())
                && c.channels() >= VECTOR
                && c.channelsOut() >= VECTOR
                && tiles(c) >= LEAST_TILES;
    }

    /** Tiles of all images. */
    static long tiles(Correlation c) {
        Volume outputs = c.phases().get(0).outputs();
        return c.images() * ceil(outputs.height(), TILE) * ceil(outputs.width(), TILE);
    }

    private static boolean suits(AxisPhase axis) {
        return axis.taps() == TAPS && axis.step() == 1 && Math.abs(axis.tapStep()) == 1 && axis.outputStep() == 1;
    }

    static void add(PlanBuilder plan, Correlation c) {
        DType dtype = plan.in(0).dtype();
        DType computed = dtype.accumulator();
        // What is made of weight and source is the same for all endings, and so is its program.
        KernelFile file = open(plan, c, Ending.NONE, 1);
        long outputs = VECTOR * file.tunable("VECTORS");
        long panels = ceil(c.channelsOut(), outputs);
        long items = panels * ceil(tiles(c), block(file));
        long panelsOfItem = Math.max(
                1,
                Math.min(
                        file.tunable("PANELS"),
                        items / (SHARES * plan.capabilities().computeUnits())));
        Slot weights = addWeights(plan, c, file, elements(panels, outputs, c.channels()));
        Slot source = addSource(plan, c, file);
        Volume out = c.phases().get(0).outputs();
        open(plan, c, c.ending(), ceil(panels, panelsOfItem))
                .launch()
                .buffer(source, computed)
                .buffer(weights, computed)
                .buffer(Added.bias(plan, c), dtype)
                .buffer(Added.residual(plan, c), dtype)
                .buffer(plan.denseOut(0), dtype)
                .int32(c.channels())
                .int32(c.channelsOut())
                .int32(out.height())
                .int32(out.width())
                .int32(Added.hasBias(plan, c) ? 1 : 0)
                .int32(tiles(c))
                .int32(ceil(out.height(), TILE))
                .int32(ceil(out.width(), TILE))
                .int32(panelsOfItem)
                .add();
    }

    /** The kernel's file, for such sizes. */
    static KernelFile open(PlanBuilder plan, Correlation c, Ending ending, long parts) {
        KernelFile file = plan.open(
                KERNEL,
                Map.of("tiles", tiles(c), "channels", c.channels(), "group_channels", c.channelsOut(), "parts", parts));
        return ending.define(file).real(plan.in(0).dtype());
    }

    /** Tiles of a block, which lie beside each other. */
    static long block(KernelFile file) {
        return (long) file.tunable("TILES") * file.tunable("BLOCKS");
    }

    /** Adds the launch that transforms the source, input number 0. */
    static Slot addSource(PlanBuilder plan, Correlation c, KernelFile file) {
        DType dtype = plan.in(0).dtype();
        DType computed = dtype.accumulator();
        AxisPhase row = c.phases().get(0).row();
        AxisPhase column = c.phases().get(0).column();
        Slot source =
                plan.work(elements(ceil(tiles(c), block(file)), block(file), c.channels()) * computed.sizeBytes());
        file.launch("conv_winograd_input")
                .buffer(plan.dense(0), dtype)
                .buffer(source, computed)
                .int32(c.channels())
                .int32(c.in().height())
                .int32(c.in().width())
                .int32(-row.leastSource())
                .int32(-column.leastSource())
                .int32(tiles(c))
                .int32(ceil(row.outputs(), TILE))
                .int32(ceil(column.outputs(), TILE))
                .add();
        return source;
    }

    /** Elements of blocks of lines that have a vector for each 16 channels, in all places, a vector more for each. */
    static long elements(long blocks, long lines, long channels) {
        return blocks * PLACES * (lines * ceil(channels, VECTOR) + 1) * VECTOR;
    }

    /**
     * Derives the transformed weights, the taps in the order in which they see the source ascending.
     *
     * @param elements how many there are of them
     */
    private static Slot addWeights(PlanBuilder plan, Correlation c, KernelFile file, long elements) {
        DType dtype = plan.in(1).dtype();
        DType computed = dtype.accumulator();
        Correlation.Phase phase = c.phases().get(0);
        long stepRow =
                phase.row().tapStride() * phase.row().tapStep() * c.taps().width();
        long stepColumn = phase.column().tapStride() * phase.column().tapStep();
        return plan.derived(1, elements * computed.sizeBytes(), (own, target) -> file.within(own)
                .launch("conv_winograd_weights")
                .buffer(own.dense(0), dtype)
                .buffer(target, computed)
                .int32(c.channels())
                .int32(c.channelsOut())
                .int64(c.weightStrides().out())
                .int64(c.weightStrides().in())
                .int64(stepRow)
                .int64(stepColumn)
                .int64(phase.firstTap(c.taps()) - (TAPS - 1) * (Math.min(0, stepRow) + Math.min(0, stepColumn)))
                .add());
    }

    static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
