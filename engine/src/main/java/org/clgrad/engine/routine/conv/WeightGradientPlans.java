package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.StridedCopy;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Plans the gradient by the weight, as long dot products on CPUs and as a matrix product on GPUs. In both, the terms of
 * the sum are cut into slices where the elements of dw alone would leave the device idle; a second pass adds the slices
 * in order. Inputs are x and dy.
 */
final class WeightGradientPlans {
    /** The kernel for CPUs. */
    static final String DOTS = "conv_weight_gradient_dots";

    /** The kernel for CPUs and one channel in a group. */
    static final String PLANES = "conv_weight_gradient_planes";

    /** The kernel for GPUs. */
    static final String GEMM = "conv_weight_gradient_gemm";

    /** The kernel for GPUs and few output channels in a group. */
    static final String GROUP = "conv_weight_gradient_group";

    /** Taps along an axis up to which the sums of all of {@link #PLANES} are kept in registers. */
    private static final long MOST_TAPS = 5;

    /** Rows of dy of a tile of {@link #PLANES}, where rows of taps are rows of x that follow one another. */
    private static final long ROWS_OF_PLANES = 4;

    /** Elements of dy of a slice of {@link #PLANES} at least. */
    private static final long LEAST_ELEMENTS = 4096;

    /** Lanes of the vectors of {@link #DOTS}. */
    private static final long VECTOR = 16;

    /** Work-items, or work-groups on a GPU, wanted for each compute unit, so that none ends long after the others. */
    private static final long SHARES = 8;

    /** Columns of dw, each of which reads dy once, from which on a copy of dy is a small part. */
    private static final long FEW_COLUMNS = 64;

    /**
     * Pixels of a slice of {@link #DOTS} at most: half a MiB of dy in the 32 channels of a band, which a CPU's second cache
     * holds. Each element of dw costs 16 bytes of traffic for so many products, which is nothing.
     */
    private static final long CACHED_PIXELS = 4096;

    /** Pixels of a slice of {@link #GEMM} at least: fewer are not worth the second pass. */
    private static final long LEAST_PIXELS = 256;

    private final PlanBuilder plan;
    private final ConvSizes s;
    private final ConvGeometry g;
    private final DType dtype;

    /**
     * Segments of neighbours that meet at every tap, in x and dy.
     *
     * @param x where x is, and its strides by plane, segment, layer and row
     * @param dy where dy is, and its strides by plane and segment
     * @param perImage segments of an image
     * @param length elements of a segment
     * @param steps by whose remainders x is split
     * @param remainder elements of x of one remainder
     */
    private record Segments(Strided x, Strided dy, long perImage, long length, Volume steps, long remainder) {}

    /** A buffer and its strides in elements. */
    private record Strided(Slot slot, long plane, long segment, long layer, long row) {}

    private static final Volume ONE = new Volume(1, 1, 1);
    private static final Volume NOTHING = new Volume(0, 0, 0);

    private WeightGradientPlans(PlanBuilder plan, ConvSizes sizes) {
        this.plan = plan;
        this.s = sizes;
        this.g = sizes.geometry();
        this.dtype = plan.in(0).dtype();
    }

    /** Adds the launches of the kernel for CPUs. */
    static void addDots(PlanBuilder plan, ConvSizes sizes) {
        WeightGradientPlans plans = new WeightGradientPlans(plan, sizes);
        plans.addDots(plans.segments());
    }

    /** Whether the kernel for one channel in a group can do it. */
    static boolean suitsPlanes(ConvSizes s) {
        return s.groupChannels() == 1
                && s.groupChannelsOut() == 1
                && !s.isDeep()
                && s.geometry().width().stride() == 1
                && s.taps().height() <= MOST_TAPS
                && s.taps().width() <= MOST_TAPS;
    }

    /** Adds the launches of the kernel for one channel in a group. */
    static void addPlanes(PlanBuilder plan, ConvSizes sizes) {
        new WeightGradientPlans(plan, sizes).addPlanes();
    }

    /** Adds the launches of the kernel for GPUs. */
    static void addGemm(PlanBuilder plan, ConvSizes sizes) {
        WeightGradientPlans plans = new WeightGradientPlans(plan, sizes);
        KernelFile tiling = plan.open(GEMM, plans.dims(1)).real(plans.dtype);
        plans.addGathered(GEMM, plans.tiles(tiling.tunable("TILE_M"), tiling.tunable("TILE_N")));
    }

    /** Adds the launches of the kernel for GPUs and few output channels in a group. */
    static void addGroup(PlanBuilder plan, ConvSizes sizes) {
        WeightGradientPlans plans = new WeightGradientPlans(plan, sizes);
        plans.addGathered(GROUP, plans.tiles(1, 1));
    }

    private long columns() {
        return s.groupChannels() * s.taps().product();
    }

    // ---- Dot products

    /**
     * Rows of dy are segments as they are if dy is read only a few times; then x needs a copy only for pads and strides.
     * Else, or where a row does not fill a vector, or where there are layers, both are padded to one size of rows and
     * layers, so that an image is one segment, in which a row of dy is followed by zeros: no vector is left half empty but
     * the last. A convolution of one tap and stride 1 has such images to begin with.
     */
    private Segments segments() {
        boolean inside = g.strides().equals(ONE) && g.before().equals(NOTHING) && fitsInside();
        long pixels = s.out().product();
        if (inside && s.taps().product() == 1 && s.out().equals(s.in()) && pixels >= VECTOR) {
            Strided x = new Strided(plan.dense(0), pixels, 0, 0, 0);
            return new Segments(x, new Strided(plan.dense(1), pixels, 0, 0, 0), 1, pixels, ONE, 0);
        }
        Volume reach = reach();
        long width = s.out().width() + reach.width();
        long height = s.out().height() + reach.height();
        if (!s.isDeep() && s.out().width() >= VECTOR && columns() < FEW_COLUMNS) {
            long widthIn = s.in().width();
            Strided x = inside
                    ? new Strided(plan.dense(0), s.in().product(), widthIn, 0, widthIn)
                    : packed(new Volume(1, height, width), width);
            Strided dy = new Strided(plan.dense(1), pixels, s.out().width(), 0, 0);
            return new Segments(x, dy, s.out().height(), s.out().width(), g.strides(), height * width);
        }
        return wholeImages(reach, height, width);
    }

    /** Taps beyond the first, in steps of the stride. */
    private Volume reach() {
        Volume taps = s.taps();
        Volume strides = g.strides();
        Volume dilations = g.dilations();
        return new Volume(
                (taps.depth() - 1) * dilations.depth() / strides.depth(),
                (taps.height() - 1) * dilations.height() / strides.height(),
                (taps.width() - 1) * dilations.width() / strides.width());
    }

    /** Whether no window leaves x behind its end. */
    private boolean fitsInside() {
        return g.axes().stream().allMatch(axis -> axis.after() <= 0);
    }

    private Segments wholeImages(Volume reach, long height, long width) {
        long layer = height * width;
        long length = up((s.out().depth() - 1) * layer
                + (s.out().height() - 1) * width
                + s.out().width());
        // The last vector of dy, and the same of x at the last tap, must be in the plane and zero.
        Volume sizeDy =
                s.isDeep() ? new Volume(ceil(length, layer), height, width) : new Volume(1, ceil(length, width), width);
        Volume sizeX = s.isDeep()
                ? new Volume(sizeDy.depth() + reach.depth() + 1, height, width)
                : new Volume(1, sizeDy.height() + reach.height() + 1, width);
        long planes = s.images() * s.channelsOut();
        Slot dy = plan.work(planes * sizeDy.product() * dtype.sizeBytes());
        InputPacking.addPadded(plan, plan.dense(1), dy, dtype, planes, s.out(), NOTHING, sizeDy);
        return new Segments(
                packed(sizeX, 0), new Strided(dy, sizeDy.product(), 0, 0, 0), 1, length, g.strides(), sizeX.product());
    }

    /** x padded and split by the strides' remainders, each of the given size. */
    private Strided packed(Volume size, long segment) {
        long planes = s.images() * s.channels();
        long plane = g.strides().product() * size.product();
        Slot work = plan.work(planes * plane * dtype.sizeBytes());
        InputPacking.addSplit(plan, plan.dense(0), work, dtype, planes, s.in(), g.strides(), g.before(), size);
        return new Strided(work, plane, segment, size.height() * size.width(), size.width());
    }

    private static long up(long elements) {
        return (elements + VECTOR - 1) / VECTOR * VECTOR;
    }

    private void addDots(Segments segments) {
        long all = s.images() * segments.perImage();
        KernelFile tiling = plan.open(DOTS, dims(1)).real(dtype);
        long cached = Math.max(1, CACHED_PIXELS / segments.length());
        long perSlice =
                Math.min(cached, perSlice(all, tiles(tiling.tunable("CHANNELS"), tiling.tunable("COLUMNS")), 1));
        long slices = Math.max(1, ceil(all, perSlice));
        KernelFile file = plan.open(DOTS, dims(slices))
                .define("DEEP", s.isDeep())
                .real(dtype)
                .type("TO", partial(slices));
        Slot out = target(slices);
        file.launch()
                .buffer(segments.x().slot(), dtype)
                .buffer(segments.dy().slot(), dtype)
                .buffer(out, partial(slices))
                .int32(columns())
                .int32(s.groups())
                .int32(s.groupChannels())
                .int32(s.groupChannelsOut())
                .int32(s.taps().depth())
                .int32(s.taps().height())
                .int32(s.taps().width())
                .int64(s.images())
                .int32(segments.perImage())
                .int32(segments.length())
                .int64(perSlice)
                .int64(s.channels() * segments.x().plane())
                .int64(segments.x().plane())
                .int64(segments.x().segment())
                .int32(segments.steps().depth())
                .int32(segments.steps().height())
                .int32(segments.steps().width())
                .int32(g.depth().dilation())
                .int32(g.height().dilation())
                .int32(g.width().dilation())
                .int64(segments.remainder())
                .int64(segments.x().layer())
                .int64(segments.x().row())
                .int64(s.channelsOut() * segments.dy().plane())
                .int64(segments.dy().plane())
                .int64(segments.dy().segment())
                .add();
        finish(out, slices);
    }

    // ---- Planes

    /** 16 partial sums of each tap where rows are as long, and all of them take three quarters of the registers at most; else 8. */
    private long lanesOfPlanes() {
        long bytes =
                s.taps().height() * s.taps().width() * 16 * dtype.accumulator().sizeBytes();
        return s.out().width() >= 16 && bytes * 4 <= plan.capabilities().registerBytes() * 3 ? 16 : 8;
    }

    private void addPlanes() {
        long rows = s.images() * s.out().height();
        long perSlice =
                perSlice(rows, s.channels(), ceil(LEAST_ELEMENTS, s.out().width()));
        long slices = Math.max(1, ceil(rows, perSlice));
        KernelFile file = plan.open(PLANES, Map.of("channels", s.channels(), "slices", slices))
                .define("LANES", lanesOfPlanes())
                .define("ROWS", g.height().stride() == 1 && g.height().dilation() == 1 ? ROWS_OF_PLANES : 1)
                .define("TAP_ROWS", s.taps().height())
                .define("TAP_COLUMNS", s.taps().width())
                .real(dtype)
                .type("TO", partial(slices));
        Slot out = target(slices);
        file.launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), dtype)
                .buffer(out, partial(slices))
                .int32(s.channels())
                .int64(s.images())
                .int32(s.in().height())
                .int32(s.in().width())
                .int32(s.out().height())
                .int32(s.out().width())
                .int32(g.height().before())
                .int32(g.height().stride())
                .int32(g.height().dilation())
                .int32(g.width().before())
                .int32(g.width().dilation())
                .int64(perSlice)
                .add();
        finish(out, slices);
    }

    // ---- Kernels that gather x

    private void addGathered(String kernel, long tiles) {
        long pixels = s.images() * s.out().product();
        long perSlice = perSlice(pixels, tiles, LEAST_PIXELS);
        long slices = Math.max(1, ceil(pixels, perSlice));
        KernelFile file = plan.open(kernel, dims(slices)).real(dtype).type("TO", partial(slices));
        if (kernel.equals(GEMM)) {
            file.define("DEEP", s.isDeep());
        }
        Slot out = target(slices);
        file.launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), dtype)
                .buffer(out, partial(slices))
                .int32(columns())
                .int32(s.groups())
                .int32(s.groupChannels())
                .int32(s.groupChannelsOut())
                .int32(s.in().depth())
                .int32(s.in().height())
                .int32(s.in().width())
                .int32(s.taps().depth())
                .int32(s.taps().height())
                .int32(s.taps().width())
                .int32(s.out().depth())
                .int32(s.out().height())
                .int32(s.out().width())
                .int64(pixels)
                .int64(perSlice)
                .int32(g.depth().before())
                .int32(g.depth().stride())
                .int32(g.depth().dilation())
                .int32(g.height().before())
                .int32(g.height().stride())
                .int32(g.height().dilation())
                .int32(g.width().before())
                .int32(g.width().stride())
                .int32(g.width().dilation())
                .add();
        finish(out, slices);
    }

    // ---- Slices

    /** Tiles of so many output channels and columns that cover dw; the same for any number of slices. */
    private long tiles(long channelsOut, long columns) {
        return s.groups() * ceil(s.groupChannelsOut(), channelsOut) * ceil(columns(), columns);
    }

    /** How many of the terms make a slice, so that tiles × slices keep all compute units busy. */
    private long perSlice(long terms, long tiles, long least) {
        long wanted = ceil(SHARES * plan.capabilities().computeUnits(), Math.max(1, tiles));
        return Math.max(least, ceil(terms, wanted));
    }

    private Map<String, Long> dims(long slices) {
        return Map.of(
                "columns", columns(),
                "slices", slices,
                "group_count", s.groups(),
                "group_channels", s.groupChannelsOut());
    }

    /** Where the slices go: into the output itself if there is one only, and the output is dense. */
    private Slot target(long slices) {
        boolean direct = slices == 1 && plan.out(0).isContiguous();
        return direct
                ? new Slot.Out(0)
                : plan.work(slices * s.w(partial(slices)).sizeBytes());
    }

    /** The type of the slices: they are sums on their way if there are several. */
    private DType partial(long slices) {
        return slices > 1 ? dtype.accumulator() : dtype;
    }

    private void finish(Slot slicesSlot, long slices) {
        if (slicesSlot instanceof Slot.Out) {
            return;
        }
        TensorSpec dense = s.w(dtype);
        Slot sum = slicesSlot;
        if (slices > 1) {
            sum = plan.out(0).isContiguous() ? new Slot.Out(0) : plan.work(dense.sizeBytes());
            plan.open("conv_sum_slices", Map.of("elements", dense.elements()))
                    .real(dtype)
                    .launch()
                    .buffer(slicesSlot, partial(slices))
                    .buffer(sum, dtype)
                    .int64(dense.elements())
                    .int64(slices)
                    .add();
        }
        if (!(sum instanceof Slot.Out)) {
            StridedCopy.add(plan, sum, dense, new Slot.Out(0), plan.out(0));
        }
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
