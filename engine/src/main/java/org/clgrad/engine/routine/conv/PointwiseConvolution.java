package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.tensor.DType;

/**
 * Plans a {@link Correlation} of one tap and stride 1 as a product of the weight and each image, which is a matrix as it lies.
 * Inputs are the source, the weight and what is {@link Added}.
 */
final class PointwiseConvolution {
    /** The kernel. */
    static final String KERNEL = "conv_pointwise";

    /** Lanes of the vectors. */
    private static final long VECTOR = 16;

    /** Work-items wanted for each compute unit, so that none ends long after the others. */
    private static final long SHARES = 8;

    private PointwiseConvolution() {}

    /**
     * Channels from which on gathering them once is worth it. Measured with AVX-512, 16 images of 56×56 pixels: 256 channels to 64
     * take 16 to 21 ms, by {@link DirectConvolution#PIXELS} 37 to 47; 64 to 256 take 19 to 24 and 19 to 23 ms, and for one image
     * 2.4 and 1.8 ms, since writing y costs the most there.
     */
    private static final long LEAST_CHANNELS = 128;

    /** Whether it is the one to do it. */
    static boolean suits(Correlation c) {
        return c.isPointwise() && c.in().product() >= VECTOR && c.channels() >= LEAST_CHANNELS;
    }

    static void add(PlanBuilder plan, Correlation c) {
        DType dtype = plan.in(0).dtype();
        long pixels = c.in().product();
        long matrices = c.images() * c.groups();
        KernelFile tiling = open(plan, c, 1).real(dtype);
        long block = tiling.tunable("CHANNELS");
        long width = VECTOR * tiling.tunable("VECTORS");
        long tiles = ceil(c.channelsOut(), block);
        long wanted = ceil(SHARES * plan.capabilities().computeUnits(), Math.max(1, matrices * ceil(pixels, width)));
        long tilesOfPart = ceil(tiles, Math.min(tiles, wanted));
        open(plan, c, ceil(tiles, tilesOfPart))
                .real(dtype)
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(WeightPacking.add(plan, c, c.phases().get(0), block), dtype)
                .buffer(Added.bias(plan, c), dtype)
                .buffer(Added.residual(plan, c), dtype)
                .buffer(plan.denseOut(0), dtype)
                .local(c.channels() * width * dtype.accumulator().sizeBytes())
                .int32(c.groups())
                .int32(c.channels())
                .int32(c.channelsOut())
                .int32(tiles)
                .int32(tilesOfPart)
                .int32(pixels)
                .int32(Added.hasBias(plan, c) ? 1 : 0)
                .add();
    }

    private static KernelFile open(PlanBuilder plan, Correlation c, long parts) {
        KernelFile file = plan.open(
                KERNEL,
                Map.of(
                        "pixels",
                        c.in().product(),
                        "matrices",
                        c.images() * c.groups(),
                        "channels",
                        c.channels(),
                        "parts",
                        parts));
        return c.ending().define(file);
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
