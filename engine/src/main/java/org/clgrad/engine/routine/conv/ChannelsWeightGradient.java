package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.tensor.DType;

/**
 * Plans the gradient by the weight of a convolution of many channels, in vectors of input channels: x is packed chunk by
 * chunk by who multiplies it, so that nothing of it goes through memory. Inputs are x and dy.
 */
final class ChannelsWeightGradient {
    /** The kernel. */
    static final String KERNEL = "conv_weight_gradient_channels";

    /** Lanes of the vectors. */
    private static final long VECTOR = 16;

    /** Output channels from which on a vector of x is used often enough. */
    private static final long LEAST_CHANNELS_OUT = 8;

    /** Work-items wanted for each compute unit, so that none ends long after the others. */
    private static final long SHARES = 8;

    /** Pixels of a chunk: so many vectors of one tap, and as many of dy in a tile's channels, stay in a first cache. */
    private static final long PIXELS = 256;

    /** Bytes of x that is packed at most: a part of a second cache. */
    private static final long MOST_BYTES = 128 << 10;

    /** Bytes of the smallest chunk at most, which local memory of all but narrowed devices holds. */
    private static final long LEAST_BYTES = 16 << 10;

    /** Bytes of dy of a slice, which a second cache holds while the blocks of channels pass by. */
    private static final long CACHED_BYTES = 1 << 20;

    /** Pixels of a slice at least: each costs a copy of dw, written and read. */
    private static final long LEAST_PIXELS = 512;

    private final PlanBuilder plan;
    private final ConvSizes s;
    private final DType dtype;
    private final Axis row;
    private final Axis column;

    /**
     * An axis, along which only those places of x are packed that a tap sees.
     *
     * @param in of x
     * @param out of dy
     * @param taps of w
     * @param line places of x from one that is packed to the next
     * @param step packed places from one of dy to the next
     * @param dilation packed places from one tap to the next
     * @param before zeros before x
     */
    private record Axis(long in, long out, long taps, long line, long step, long dilation, long before) {
        static Axis of(ConvAxis axis, long in, long out, long taps) {
            long line = taps == 1 ? axis.stride() : AxisPhase.gcd(axis.stride(), axis.dilation());
            return new Axis(
                    in, out, taps, line, axis.stride() / line, taps == 1 ? 0 : axis.dilation() / line, axis.before());
        }

        /** Packed places that so many of dy see. */
        long lines(long places) {
            return (places - 1) * step + (taps - 1) * dilation + 1;
        }
    }

    private ChannelsWeightGradient(PlanBuilder plan, ConvSizes sizes) {
        this.plan = plan;
        this.s = sizes;
        this.dtype = plan.in(0).dtype();
        ConvGeometry g = sizes.geometry();
        // Pixels by themselves: an image is one row.
        boolean whole = sizes.taps().product() == 1
                && sizes.in().equals(sizes.out())
                && g.strides().product() == 1
                && g.before().equals(new Volume(0, 0, 0));
        this.row = whole ? new Axis(1, 1, 1, 1, 1, 0, 0) : row(sizes);
        this.column = whole ? new Axis(sizes.in().product(), sizes.in().product(), 1, 1, 1, 0, 0) : column(sizes);
    }

    private static Axis row(ConvSizes s) {
        return Axis.of(
                s.geometry().height(),
                s.in().height(),
                s.out().height(),
                s.taps().height());
    }

    private static Axis column(ConvSizes s) {
        return Axis.of(
                s.geometry().width(), s.in().width(), s.out().width(), s.taps().width());
    }

    /** Whether it is the one to do it: as many channels as a vector has lanes, and a window that is not far apart. */
    static boolean suits(ConvSizes s) {
        return !s.isDeep()
                && s.groupChannels() >= VECTOR
                && s.groupChannelsOut() >= LEAST_CHANNELS_OUT
                && row(s).lines(1) * up(column(s).lines(1)) * 2 * VECTOR * Double.BYTES <= LEAST_BYTES;
    }

    static void add(PlanBuilder plan, ConvSizes sizes) {
        new ChannelsWeightGradient(plan, sizes).add();
    }

    /**
     * What is packed at once.
     *
     * @param images of it; one, unless it is whole images
     * @param rows of dy
     * @param columns of dy
     * @param bytes of packed x
     */
    private record Chunk(long images, long rows, long columns, long bytes) {
        long pixels() {
            return images * rows * columns;
        }
    }

    /** As many pixels as wanted, or as their x fits. */
    private Chunk chunk(long bytesOfPlace) {
        long most = Math.min(MOST_BYTES, plan.capabilities().localMemoryBytes()) / bytesOfPlace;
        if (row.lines(1) * up(column.lines(1)) > most) {
            throw new UnfitException(KERNEL + ": one pixel sees more of x than local memory holds");
        }
        long columns = Math.min(column.out(), PIXELS);
        while (columns > 1 && row.lines(1) * up(column.lines(columns)) > most) {
            columns = ceil(columns, 2);
        }
        long rows = Math.min(row.out(), Math.max(1, PIXELS / columns));
        while (rows > 1 && row.lines(rows) * up(column.lines(columns)) > most) {
            rows = ceil(rows, 2);
        }
        long lines = row.lines(rows) * up(column.lines(columns));
        long images = rows == row.out() && columns == column.out()
                ? Math.max(1, Math.min(s.images(), Math.min(PIXELS / (rows * columns), most / lines)))
                : 1;
        return new Chunk(images, rows, columns, images * lines * bytesOfPlace);
    }

    private void add() {
        DType computed = dtype.accumulator();
        KernelFile tiling = open(1, 0);
        long lanes = VECTOR * tiling.tunable("VECTORS");
        long bytes = lanes * computed.sizeBytes();
        Chunk chunk = chunk(bytes);
        long chunks =
                ceil(s.images(), chunk.images()) * ceil(row.out(), chunk.rows()) * ceil(column.out(), chunk.columns());
        long blocks = ceil(s.groupChannels(), lanes);
        long taps = row.taps() * column.taps();
        long rowsOfPart = ceil(s.groupChannelsOut(), tiling.tunable("ROWS")) * tiling.tunable("ROWS");
        long part = s.groups() * blocks * taps * rowsOfPart * bytes;
        long perSlice = perSlice(chunks, chunk.pixels(), blocks * s.groups(), part);
        long slices = ceil(chunks, perSlice); // none without images
        KernelFile file = open(Math.max(1, slices), chunk.bytes());
        Slot parts = plan.work(Math.max(1, slices) * part);
        addProducts(
                file.launch()
                        .buffer(plan.dense(0), dtype)
                        .buffer(plan.dense(1), dtype)
                        .buffer(parts, computed)
                        .local(chunk.bytes()),
                chunk,
                perSlice);
        file.launch(KERNEL + "_sum")
                .buffer(parts, computed)
                .buffer(plan.denseOut(0), dtype)
                .int32(s.groupChannels())
                .int32(s.groupChannelsOut())
                .int32(s.groups())
                .int32(taps)
                .int32(slices)
                .add();
    }

    private void addProducts(LaunchBuilder launch, Chunk chunk, long perSlice) {
        launch.int32(s.groupChannels())
                .int32(s.groupChannelsOut())
                .int32(s.groups())
                .int32(s.images())
                .int32(row.in())
                .int32(column.in())
                .int32(row.out())
                .int32(column.out())
                .int32(row.taps())
                .int32(column.taps())
                .int32(row.line())
                .int32(column.line())
                .int32(row.step())
                .int32(column.step())
                .int32(row.dilation())
                .int32(column.dilation())
                .int32(row.before())
                .int32(column.before())
                .int32(chunk.images())
                .int32(chunk.rows())
                .int32(chunk.columns())
                .int32(perSlice)
                .add();
    }

    /**
     * Chunks of a slice: so few that all processors have work and dy stays in a cache, but for {@link #LEAST_PIXELS}, and so many
     * that all copies of dw have no more elements than x and dy.
     *
     * @param part bytes of a slice's copy of dw
     */
    private long perSlice(long chunks, long pixels, long items, long part) {
        long wanted = ceil(SHARES * plan.capabilities().computeUnits(), Math.max(1, items));
        long cached = CACHED_BYTES / (s.groupChannelsOut() * dtype.sizeBytes() * pixels);
        long operands = plan.in(0).sizeBytes() + plan.in(1).sizeBytes();
        long least = Math.max(ceil(LEAST_PIXELS, pixels), ceil(chunks, Math.max(1, operands / part)));
        return Math.max(least, Math.min(cached, ceil(chunks, wanted)));
    }

    private KernelFile open(long slices, long linesBytes) {
        return plan.open(
                        KERNEL,
                        Map.of(
                                "channels", s.groupChannels(),
                                "group_channels", s.groupChannelsOut(),
                                "group_count", s.groups(),
                                "slices", slices,
                                "register_bytes", plan.capabilities().registerBytes(),
                                "lines_bytes", linesBytes))
                .real(dtype);
    }

    /** Columns in whole quads. */
    private static long up(long columns) {
        return ceil(columns, 4) * 4;
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
