package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.tensor.DType;

/**
 * Plans a {@link Correlation} of one tap as a product of the weight and each image, which is a matrix as it lies, or, with a stride,
 * every so manieth of its columns. Inputs are the source, the weight and what is {@link Added}.
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
     * take 16 to 21 ms, by {@link DirectConvolution#PIXELS} 37 to 47; 64 to 256 take 9.0 and 13.8 ms.
     */
    private static final long LEAST_CHANNELS = 64;

    /** The same with a stride, where the others read or write all of the larger image for each of its parts. */
    private static final long LEAST_CHANNELS_SPACED = 32;

    /** Whether it is the one to do it. */
    static boolean suits(Correlation c) {
        long least = c.isPointwise() ? LEAST_CHANNELS : LEAST_CHANNELS_SPACED;
        return c.isSpaced() && c.tapped().outputs().product() >= VECTOR && c.channels() >= least;
    }

    static void add(PlanBuilder plan, Correlation c) {
        DType dtype = plan.in(0).dtype();
        Correlation.Phase phase = c.tapped();
        Volume outputs = phase.outputs();
        boolean gathered = phase.row().step() * phase.column().step() > 1;
        Volume large = gathered ? c.in() : c.out();
        long pixels = outputs.product();
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
                .buffer(WeightPacking.add(plan, c, phase, block), dtype)
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
                .int64(matrices * c.channelsOut() * pixels)
                .int32(Added.hasBias(plan, c) ? 1 : 0)
                .int32(outputs.width())
                .int32(large.height())
                .int32(large.width())
                .int32(phase.row().step() * phase.row().outputStep())
                .int32(phase.column().step() * phase.column().outputStep())
                .add();
    }

    private static KernelFile open(PlanBuilder plan, Correlation c, long parts) {
        Correlation.Phase phase = c.tapped();
        KernelFile file = plan.open(
                KERNEL,
                Map.of(
                        "pixels",
                        phase.outputs().product(),
                        "matrices",
                        c.images() * c.groups(),
                        "channels",
                        c.channels(),
                        "parts",
                        parts));
        return c.ending()
                .define(file)
                .define("GATHERED", phase.row().step() * phase.column().step() > 1)
                .define(
                        "SPREAD",
                        phase.row().outputStep() * phase.column().outputStep() > 1
                                ? phase.column().outputStep()
                                : 0);
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
