package org.clgrad.engine.routine.matmul;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Variant;

/** The ways of multiplying matrices on OpenCL devices. */
final class Variants {
    private Variants() {}

    static List<Variant> of(MatMul routine) {
        return List.of(
                new KernelVariant("matmul_packed", plan -> Packed.plan(plan, Product.of(routine, plan))),
                new KernelVariant("matmul_tiled", plan -> tiled(plan, Product.of(routine, plan))));
    }

    private static void tiled(PlanBuilder plan, Product given) {
        Product product = given.withDenseLines(plan);
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
        launch.add();
        c.finish();
    }
}
