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
    static final String DOTS = "conv2d_weight_gradient_dots";

    /** The kernel for GPUs. */
    static final String GEMM = "conv2d_weight_gradient_gemm";

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
    private final Conv2dSizes s;
    private final Conv2dGeometry g;
    private final DType dtype;

    /**
     * Segments of neighbours that meet at every tap, in x and dy.
     *
     * @param x where x is, and its strides by plane, segment and row
     * @param dy where dy is, and its strides by plane and segment
     * @param perImage segments of an image
     * @param length elements of a segment
     * @param stepH by whose remainders rows of x are split
     * @param stepW by whose remainders columns of x are split
     * @param remainder elements of x of one pair of remainders
     */
    private record Segments(
            Strided x, Strided dy, long perImage, long length, long stepH, long stepW, long remainder) {}

    /** A buffer and its strides in elements. */
    private record Strided(Slot slot, long plane, long segment, long row) {}

    private WeightGradientPlans(PlanBuilder plan, Conv2dSizes sizes) {
        this.plan = plan;
        this.s = sizes;
        this.g = sizes.geometry();
        this.dtype = plan.in(0).dtype();
    }

    /** Adds the launches of the kernel for CPUs. */
    static void addDots(PlanBuilder plan, Conv2dSizes sizes) {
        WeightGradientPlans plans = new WeightGradientPlans(plan, sizes);
        plans.addDots(plans.segments());
    }

    /** Adds the launches of the kernel for GPUs. */
    static void addGemm(PlanBuilder plan, Conv2dSizes sizes) {
        new WeightGradientPlans(plan, sizes).addGemm();
    }

    private long columns() {
        return s.groupChannels() * s.taps();
    }

    // ---- Dot products

    /**
     * Rows of dy are segments as they are if dy is read only a few times; then x needs a copy only for pads and strides.
     * Else, or where a row does not fill a vector, both are padded to one width, so that an image is one segment, in which
     * a row of dy is followed by zeros: no vector is left half empty but the last. A 1×1 convolution of stride 1 has such
     * images to begin with.
     */
    private Segments segments() {
        boolean splits = g.strideH() > 1 || g.strideW() > 1;
        boolean inside = !splits && g.padH() == 0 && g.padW() == 0;
        long pixels = s.heightOut() * s.widthOut();
        if (inside && s.taps() == 1 && pixels >= VECTOR) {
            Strided x = new Strided(plan.dense(0), pixels, 0, s.width());
            return new Segments(x, new Strided(plan.dense(1), pixels, 0, s.widthOut()), 1, pixels, 1, 1, 0);
        }
        boolean rows = s.widthOut() >= VECTOR && columns() < FEW_COLUMNS;
        long reachH = (s.tapRows() - 1) * g.dilationH() / g.strideH();
        long reachW = (s.tapColumns() - 1) * g.dilationW() / g.strideW();
        long width = s.widthOut() + reachW;
        long height = s.heightOut() + reachH;
        if (rows) {
            Strided x = inside
                    ? new Strided(plan.dense(0), s.height() * s.width(), s.width(), s.width())
                    : packed(height, width, width);
            Strided dy = new Strided(plan.dense(1), pixels, s.widthOut(), s.widthOut());
            return new Segments(x, dy, s.heightOut(), s.widthOut(), g.strideH(), g.strideW(), height * width);
        }
        long length = up((s.heightOut() - 1) * width + s.widthOut());
        // The last vector of dy, and the same of x at the last tap, must be in the plane and zero.
        long heightDy = (length + width - 1) / width;
        long heightX = heightDy + reachH + 1;
        Slot dy = plan.work(s.images() * s.channelsOut() * heightDy * width * dtype.sizeBytes());
        InputPacking.add(
                plan,
                plan.dense(1),
                dy,
                dtype,
                s.images() * s.channelsOut(),
                s.heightOut(),
                s.widthOut(),
                1,
                1,
                0,
                0,
                heightDy,
                width);
        return new Segments(
                packed(heightX, width, 0),
                new Strided(dy, heightDy * width, 0, width),
                1,
                length,
                g.strideH(),
                g.strideW(),
                heightX * width);
    }

    /** x padded and split by the strides' remainders. */
    private Strided packed(long height, long width, long segment) {
        long planes = s.images() * s.channels();
        long plane = g.strideH() * g.strideW() * height * width;
        Slot work = plan.work(planes * plane * dtype.sizeBytes());
        InputPacking.add(
                plan,
                plan.dense(0),
                work,
                dtype,
                planes,
                s.height(),
                s.width(),
                g.strideH(),
                g.strideW(),
                g.padH(),
                g.padW(),
                height,
                width);
        return new Strided(work, plane, segment, width);
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
        KernelFile file = plan.open(DOTS, dims(slices)).real(dtype);
        Slot out = target(slices);
        file.launch()
                .buffer(segments.x().slot(), dtype)
                .buffer(segments.dy().slot(), dtype)
                .buffer(out, dtype)
                .int32(columns())
                .int32(s.groups())
                .int32(s.groupChannels())
                .int32(s.groupChannelsOut())
                .int32(s.tapRows())
                .int32(s.tapColumns())
                .int64(s.images())
                .int32(segments.perImage())
                .int32(segments.length())
                .int64(perSlice)
                .int64(s.channels() * segments.x().plane())
                .int64(segments.x().plane())
                .int64(segments.x().segment())
                .int32(segments.stepH())
                .int32(segments.stepW())
                .int32(g.dilationH())
                .int32(g.dilationW())
                .int64(segments.remainder())
                .int64(segments.x().row())
                .int64(s.channelsOut() * segments.dy().plane())
                .int64(segments.dy().plane())
                .int64(segments.dy().segment())
                .add();
        finish(out, slices);
    }

    // ---- Matrix product

    private void addGemm() {
        long pixels = s.images() * s.heightOut() * s.widthOut();
        KernelFile tiling = plan.open(GEMM, dims(1)).real(dtype);
        long perSlice = perSlice(pixels, tiles(tiling.tunable("TILE_M"), tiling.tunable("TILE_N")), LEAST_PIXELS);
        long slices = Math.max(1, ceil(pixels, perSlice));
        KernelFile file = plan.open(GEMM, dims(slices)).real(dtype);
        Slot out = target(slices);
        file.launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), dtype)
                .buffer(out, dtype)
                .int32(columns())
                .int32(s.groups())
                .int32(s.groupChannels())
                .int32(s.groupChannelsOut())
                .int32(s.height())
                .int32(s.width())
                .int32(s.tapRows())
                .int32(s.tapColumns())
                .int32(s.heightOut())
                .int32(s.widthOut())
                .int64(pixels)
                .int64(perSlice)
                .int32(g.padH())
                .int32(g.strideH())
                .int32(g.dilationH())
                .int32(g.padW())
                .int32(g.strideW())
                .int32(g.dilationW())
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
        return direct ? new Slot.Out(0) : plan.work(slices * s.w(dtype).sizeBytes());
    }

    private void finish(Slot slicesSlot, long slices) {
        if (slicesSlot instanceof Slot.Out) {
            return;
        }
        TensorSpec dense = s.w(dtype);
        Slot sum = slicesSlot;
        if (slices > 1) {
            sum = plan.out(0).isContiguous() ? new Slot.Out(0) : plan.work(dense.sizeBytes());
            plan.open("conv2d_sum_slices", Map.of("elements", dense.elements()))
                    .real(dtype)
                    .launch()
                    .buffer(slicesSlot, dtype)
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
