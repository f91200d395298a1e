package org.clgrad.engine.routine.matmul;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Variant;

/**
 * The ways of multiplying matrices on OpenCL devices, those for special cases first.
 *
 * <p>Times are in ms, measured with PoCL 3.1 on 2 cores with AVX-512, in f32, as the best of many short runs beside other work.
 */
final class Variants {
    /**
     * Rows or columns up to which dot products of unpacked lines win: packing costs as much as so few multiplications.
     * {@code matmul_dots} against {@code matmul_packed}: 64×10×5408 0.07 to 0.53, 16×512×512 0.09 to 0.24, 64×64×1024
     * 0.09 to 0.13, 512×48×512 0.24 to 0.37; at 1024×1024×1024 the packed one needs a fifth less processor time. That was
     * before the packed one had a single pass: the limit may have moved down.
     */
    private static final long FEW_LINES = 64;

    /** The inner size from which lanes of a dot product are worth adding up: four vectors of AVX-512. Not measured. */
    private static final long LONG_DOT = 64;

    private Variants() {}

    static List<Variant> of(MatMul routine) {
        return List.of(
                new KernelVariant(
                        "matmul_dots",
                        in -> isForDots(Product.of(routine, in)),
                        plan -> CpuProduct.dots(plan, routine)),
                new KernelVariant("matmul_packed", plan -> CpuProduct.packed(plan, routine)),
                new KernelVariant("matmul_tiled", plan -> tiled(plan, routine)));
    }

    private static boolean isForDots(Product p) {
        return p.a().isDenseAlongRows()
                && p.b().isDenseAlongColumns()
                && Math.min(p.m(), p.n()) <= FEW_LINES
                && p.k() >= LONG_DOT;
    }

    private static void tiled(PlanBuilder plan, MatMul routine) {
        Product product = Product.of(routine, plan).withDenseLines(plan);
        Operand a = product.a();
        Operand b = product.b();
        boolean transA = !a.isDenseAlongRows();
        boolean transB = !b.isDenseAlongRows();
        Result c = Result.of(plan);
        LaunchBuilder launch = plan.open(
                        "matmul_tiled", Map.of("m", product.m(), "n", product.n(), "batch", product.matrices()))
                .real(product.dtype())
                .define("TRANS_A", transA)
                .define("TRANS_B", transB)
                .define("BIAS", routine.ending().adds())
                .define("RELU", routine.ending().rectifies())
                .launch();
        launch.buffer(a.slot(), product.dtype()).int64(transA ? a.columnStride() : a.rowStride());
        a.batchStrides().forEach(launch::int64);
        launch.buffer(b.slot(), product.dtype()).int64(transB ? b.columnStride() : b.rowStride());
        b.batchStrides().forEach(launch::int64);
        launch.buffer(c.slot(), product.dtype())
                .int64(product.m())
                .int64(product.n())
                .int64(product.k());
        launch.int64(product.batch().get(1)).int64(product.batch().get(2));
        if (routine.ending().adds()) {
            launch.buffer(plan.dense(2), product.dtype());
        }
        launch.add();
        c.finish();
    }
}
