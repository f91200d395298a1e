package org.clgrad.engine.routine.conv;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;

/**
 * Plans a {@link Correlation} as a direct convolution: the source is padded where a tap leaves it, the weight is packed
 * in blocks of output channels, and one launch for each phase computes register tiles. Inputs are the source,
 * the weight and what is {@link Added}.
 */
final class DirectConvolution {
    /** The kernel whose vectors run along output channels. */
    static final String CHANNELS = "conv_channels";

    /** The kernel whose vectors run along pixels. */
    static final String PIXELS = "conv_pixels";

    /** Pixels of a vector of {@link #PIXELS}, output channels of one of {@link #CHANNELS}. */
    private static final long VECTOR = 16;

    /**
     * Terms of a sum from which on storing a transposed tile is a small part of {@link #CHANNELS}. Measured with AVX-512, 1×1
     * from 64 to 256 channels: 1.1 ms along pixels, 3.2 ms along channels.
     */
    private static final long LONG_SUM = 128;

    /**
     * The same where vectors of pixels are filled. Measured on two cores of Zen 4 by the tuner, 16 images: 147 terms, 7×7 of 3 channels of 224×224
     * to 64, 40.3 ms along pixels, 51.7 along channels; 256, 1×1 from 256 channels of 56×56 to 64, 10.6 and 11.8; 576, 3×3 of 64 channels of 56×56, 42.7
     * and 41.5; 1152 and 2304 40.0 and 38.7, 20.5 and 20.1.
     */
    private static final long LONGER_SUM = 512;

    /** Work-items of {@link #PIXELS} wanted for each compute unit at least, before one has several tiles. */
    private static final long ITEMS_OF_UNIT = 8;

    /** Products that take as long as to load a vector of {@link #PIXELS} that lies across two lines; its header says it too. */
    private static final long LOAD_COST = 3;

    private final PlanBuilder plan;
    private final Correlation c;
    private final String kernel;
    private final DType dtype;
    private final List<Pass> passes;

    /** One launch of the main kernel. */
    private record Pass(Correlation.Phase phase, KernelFile file) {}

    /** The source as the kernel reads it: where it is, its size, and how much of that is before the first element. */
    private record Source(Slot slot, Volume size, Volume before) {}

    private DirectConvolution(PlanBuilder plan, String kernel, Correlation c) {
        this.plan = plan;
        this.c = c;
        this.kernel = kernel;
        this.dtype = plan.in(0).dtype();
        this.passes = passes();
    }

    /** Adds the launches of one of the two kernels. */
    static void add(PlanBuilder plan, String kernel, Correlation correlation) {
        new DirectConvolution(plan, kernel, correlation).add();
    }

    /**
     * Whether vectors should run along output channels: three quarters of the lanes work, and a sum has so many terms that
     * transposing the tile when it is stored is a small part.
     */
    static boolean suitsChannels(Correlation c) {
        boolean pixelsFill = c.phases().stream()
                .allMatch(phase -> fillsVectors(phase.column().outputs()));
        return fillsVectors(c.channelsOut())
                && c.channels() * c.taps().product() >= (pixelsFill ? LONGER_SUM : LONG_SUM);
    }

    /** Whether so many elements in vectors leave a quarter of the lanes idle at most. */
    private static boolean fillsVectors(long elements) {
        return 4 * elements >= 3 * ((elements + VECTOR - 1) / VECTOR * VECTOR);
    }

    private List<Pass> passes() {
        List<Pass> result = new ArrayList<>();
        long leastCost = leastCost();
        for (Correlation.Phase phase : c.phases()) {
            Volume outputs = phase.outputs();
            Map<String, Long> dims = Map.of(
                    "width", outputs.width(),
                    "height", outputs.height(),
                    "layers", outputs.depth(),
                    "images", c.images(),
                    "group_count", c.groups(),
                    "group_channels", c.channelsOut(),
                    "least_cost", leastCost,
                    "least_pixels", leastPixels(outputs.width()),
                    "wanted_items", ITEMS_OF_UNIT * plan.capabilities().computeUnits(),
                    "register_bytes", plan.capabilities().registerBytes());
            KernelFile file = c.ending()
                    .define(plan.open(kernel, dims))
                    .define("STRIDE", phase.column().step())
                    .define("DEEP", c.isDeep())
                    .real(dtype);
            result.add(new Pass(phase, file));
        }
        return result;
    }

    /**
     * What all output channels cost for a vector of pixels, in tiles of as many as cost least, of those that {@link #PIXELS} has
     * registers for: a product for each channel of a tile, and a load that takes as long as {@value #LOAD_COST} of them.
     */
    private long leastCost() {
        long most = plan.capabilities().registerBytes() / (2 * VECTOR * Float.BYTES);
        return values(PIXELS, "CHANNELS")
                .filter(channels -> channels <= most)
                .map(channels -> (c.channelsOut() + channels - 1) / channels * (channels + LOAD_COST))
                .min()
                .orElseThrow();
    }

    /** Pixels that are computed of a row in tiles of {@link #CHANNELS} which waste least, of those that leave a register. */
    private long leastPixels(long width) {
        long most = plan.capabilities().registerBytes() / (VECTOR * Float.BYTES) - 1;
        long least = values(CHANNELS, "PIXELS").min().orElseThrow();
        return values(CHANNELS, "PIXELS")
                .filter(pixels -> pixels <= Math.max(most, least))
                .map(pixels -> (width + pixels - 1) / pixels * pixels)
                .min()
                .orElseThrow();
    }

    private LongStream values(String file, String name) {
        return plan.target().kernels().source(file).tunables().stream()
                .filter(tunable -> tunable.name().equals(name))
                .flatMapToLong(tunable -> tunable.values().stream().mapToLong(Long::longValue));
    }

    /** Pixels that a tile reads, whether or not the row has so many. */
    private long tilePixels(Pass pass) {
        return kernel.equals(PIXELS) ? VECTOR : pass.file().tunable("PIXELS");
    }

    /** Output channels that a work-item owns. */
    private long block(Pass pass) {
        return kernel.equals(PIXELS)
                ? pass.file().tunable("CHANNELS")
                : 16L * pass.file().tunable("VECTORS");
    }

    private void add() {
        Source source = source();
        Slot out = plan.denseOut(0);
        for (Pass pass : passes) {
            add(pass, source, WeightPacking.add(plan, c, pass.phase(), block(pass)), out);
        }
    }

    /** The source itself where no tile of any pass reads outside of it, else a padded copy. */
    private Source source() {
        Volume in = c.in();
        long front = 0;
        long back = in.depth();
        long above = 0;
        long below = in.height();
        long left = 0;
        long right = in.width();
        for (Pass pass : passes) {
            AxisPhase depth = pass.phase().depth();
            AxisPhase row = pass.phase().row();
            AxisPhase column = pass.phase().column();
            front = Math.max(front, -depth.leastSource());
            back = Math.max(back, 1 + depth.greatestSource(depth.outputs()));
            above = Math.max(above, -row.leastSource());
            below = Math.max(below, 1 + row.greatestSource(row.outputs()));
            left = Math.max(left, -column.leastSource());
            // A strided vector is the even lanes of two, which reach one element further.
            long slack = column.step() > 1 ? 1 : 0;
            long pixels = Math.max(column.outputs(), tilePixels(pass));
            right = Math.max(right, 1 + slack + column.greatestSource(pixels));
        }
        Volume before = new Volume(front, above, left);
        Volume size = new Volume(front + back, above + below, left + right);
        Slot given = plan.dense(0);
        if (size.equals(in)) {
            return new Source(given, size, before);
        }
        long planes = c.images() * c.groups() * c.channels();
        Slot padded = plan.work(planes * size.product() * dtype.sizeBytes());
        InputPacking.addPadded(plan, given, padded, dtype, planes, in, before, size);
        return new Source(padded, size, before);
    }

    private long tiles(Pass pass) {
        return (c.channelsOut() + block(pass) - 1) / block(pass);
    }

    private void add(Pass pass, Source source, Slot weight, Slot slotOut) {
        AxisPhase depth = pass.phase().depth();
        AxisPhase row = pass.phase().row();
        AxisPhase column = pass.phase().column();
        Volume before = source.before();
        long width = source.size().width();
        long layer = source.size().height() * width;
        long plane = source.size().product();
        Volume out = c.out();
        pass.file()
                .launch()
                .buffer(source.slot(), dtype)
                .buffer(weight, dtype)
                .buffer(Added.bias(plan, c), dtype)
                .buffer(Added.residual(plan, c), dtype)
                .buffer(slotOut, dtype)
                .int32(c.channels())
                .int32(c.channelsOut())
                .int32(tiles(pass))
                .int32(depth.taps())
                .int32(row.taps())
                .int32(column.taps())
                .int32(depth.outputs())
                .int32(row.outputs())
                .int32(column.outputs())
                .int32(Added.hasBias(plan, c) ? 1 : 0)
                .int64((depth.start() + before.depth()) * layer
                        + (row.start() + before.height()) * width
                        + column.start()
                        + before.width())
                .int64(c.groups() * c.channels() * plane)
                .int64(plane)
                .int64(depth.step() * layer)
                .int64(row.step() * width)
                .int64(depth.tapStep() * layer)
                .int64(row.tapStep() * width)
                .int64(column.tapStep())
                .int64(pass.phase().firstOutput(out))
                .int64(c.groups() * c.channelsOut() * out.product())
                .int64(out.product())
                .int64(depth.outputStep() * out.height() * out.width())
                .int64(row.outputStep() * out.width())
                .int64(column.outputStep())
                .add();
    }
}
