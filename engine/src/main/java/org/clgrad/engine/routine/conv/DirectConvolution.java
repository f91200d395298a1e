package org.clgrad.engine.routine.conv;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.StridedCopy;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Plans a {@link Correlation} as a direct convolution: the source is padded where a tap leaves it, the weight is packed
 * in blocks of output channels, and one launch for each pair of phases computes register tiles. Inputs are the source,
 * the weight and perhaps a bias.
 */
final class DirectConvolution {
    /** The kernel whose vectors run along output channels. */
    static final String CHANNELS = "conv2d_channels";

    /** The kernel whose vectors run along pixels. */
    static final String PIXELS = "conv2d_pixels";

    /** Pixels of a vector of {@link #PIXELS}, output channels of one of {@link #CHANNELS}. */
    private static final long VECTOR = 16;

    /**
     * Terms of a sum from which on storing a transposed tile is a small part of {@link #CHANNELS}. Measured with AVX-512, 1×1
     * from 64 to 256 channels: 1.1 ms along pixels, 3.2 ms along channels.
     */
    private static final long LONG_SUM = 128;

    private final PlanBuilder plan;
    private final Correlation c;
    private final String kernel;
    private final DType dtype;
    private final List<Pass> passes;

    /** One launch of the main kernel. */
    private record Pass(AxisPhase row, AxisPhase column, KernelFile file) {}

    /** The source as the kernel reads it: where it is, its rows and columns, and those of them before the first. */
    private record Source(Slot slot, long height, long width, long before, long left) {}

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
        long lanes = (c.channelsOut() + VECTOR - 1) / VECTOR * VECTOR;
        long terms = c.channels() * c.taps().rows() * c.taps().columns();
        return 4 * c.channelsOut() >= 3 * lanes && terms >= LONG_SUM;
    }

    private List<Pass> passes() {
        List<Pass> result = new ArrayList<>();
        for (AxisPhase row : c.rows()) {
            for (AxisPhase column : c.columns()) {
                Map<String, Long> dims = Map.of(
                        "width", column.outputs(),
                        "height", row.outputs(),
                        "images", c.images(),
                        "group_count", c.groups(),
                        "group_channels", c.channelsOut());
                KernelFile file =
                        plan.open(kernel, dims).define("STRIDE", column.step()).real(dtype);
                result.add(new Pass(row, column, file));
            }
        }
        return result;
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
        TensorSpec target = TensorSpec.of(dtype, plan.out(0).shape());
        boolean dense = plan.out(0).isContiguous();
        Slot out = dense ? new Slot.Out(0) : plan.work(target.sizeBytes());
        for (Pass pass : passes) {
            add(pass, source, packWeight(pass), out);
        }
        if (!dense) {
            StridedCopy.add(plan, out, target, new Slot.Out(0), plan.out(0));
        }
    }

    /** The source itself where no tile of any pass reads outside of it, else a padded copy. */
    private Source source() {
        long before = 0;
        long below = c.height();
        long left = 0;
        long right = c.width();
        for (Pass pass : passes) {
            before = Math.max(before, -pass.row().leastSource());
            below = Math.max(below, 1 + pass.row().greatestSource(pass.row().outputs()));
            left = Math.max(left, -pass.column().leastSource());
            // A strided vector is the even lanes of two, which reach one element further.
            long slack = pass.column().step() > 1 ? 1 : 0;
            long pixels = Math.max(pass.column().outputs(), tilePixels(pass));
            right = Math.max(right, 1 + slack + pass.column().greatestSource(pixels));
        }
        Slot given = plan.dense(0);
        long height = before + below;
        long width = left + right;
        if (height == c.height() && width == c.width()) {
            return new Source(given, height, width, 0, 0);
        }
        long planes = c.images() * c.groups() * c.channels();
        Slot padded = plan.work(planes * height * width * dtype.sizeBytes());
        InputPacking.add(plan, given, padded, dtype, planes, c.height(), c.width(), 1, 1, before, left, height, width);
        return new Source(padded, height, width, before, left);
    }

    private Slot packWeight(Pass pass) {
        long block = block(pass);
        long taps = pass.row().taps() * pass.column().taps();
        long tiles = tiles(pass);
        Slot packed = plan.work(c.groups() * tiles * block * c.channels() * taps * dtype.sizeBytes());
        Map<String, Long> dims = Map.of(
                "planes", 0L,
                "rows", 0L,
                "channels", c.channels(),
                "group_count", c.groups(),
                "group_channels", c.channelsOut());
        long columns = c.taps().columns();
        plan.open(InputPacking.KERNELS, dims)
                .define("BLOCK", block)
                .real(dtype)
                .launch("conv2d_pack_weights")
                .buffer(plan.dense(1), dtype)
                .buffer(packed, dtype)
                .int32(c.channelsOut())
                .int32(tiles)
                .int32(pass.row().taps())
                .int32(pass.column().taps())
                .int64(c.weightStrides().group())
                .int64(c.weightStrides().out())
                .int64(c.weightStrides().in())
                .int64(pass.row().tapStride() * columns)
                .int64(pass.column().tapStride())
                .int64(pass.row().firstTap() * columns + pass.column().firstTap())
                .add();
        return packed;
    }

    private long tiles(Pass pass) {
        return (c.channelsOut() + block(pass) - 1) / block(pass);
    }

    private void add(Pass pass, Source source, Slot weight, Slot out) {
        AxisPhase row = pass.row();
        AxisPhase column = pass.column();
        boolean hasBias = plan.inputs().size() > 2;
        long plane = source.height() * source.width();
        long planeOut = c.heightOut() * c.widthOut();
        pass.file()
                .launch()
                .buffer(source.slot(), dtype)
                .buffer(weight, dtype)
                .buffer(hasBias ? plan.dense(2) : weight, dtype)
                .buffer(out, dtype)
                .int32(c.channels())
                .int32(c.channelsOut())
                .int32(tiles(pass))
                .int32(row.taps())
                .int32(column.taps())
                .int32(row.outputs())
                .int32(column.outputs())
                .int32(hasBias ? 1 : 0)
                .int64((row.start() + source.before()) * source.width() + column.start() + source.left())
                .int64(c.groups() * c.channels() * plane)
                .int64(plane)
                .int64(row.step() * source.width())
                .int64(row.tapStep() * source.width())
                .int64(column.tapStep())
                .int64(row.firstOutput() * c.widthOut() + column.firstOutput())
                .int64(c.groups() * c.channelsOut() * planeOut)
                .int64(planeOut)
                .int64(row.outputStep() * c.widthOut())
                .int64(column.outputStep())
                .add();
    }
}
