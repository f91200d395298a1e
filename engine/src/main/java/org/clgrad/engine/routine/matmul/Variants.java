package org.clgrad.engine.routine.matmul;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.StridedCopy;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;

/** The ways of multiplying matrices on OpenCL devices. */
final class Variants {
    private Variants() {}

    static List<Variant> of(MatMul routine) {
        return List.of(new KernelVariant("matmul_tiled", plan -> tiled(plan, Product.of(routine, plan))));
    }

    private static void tiled(PlanBuilder plan, Product given) {
        Product product = given.withDenseLines(plan);
        Operand a = product.a();
        Operand b = product.b();
        boolean transA = !a.isDenseAlongRows();
        boolean transB = !b.isDenseAlongRows();
        Slot c = beginResult(plan);
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
        launch.buffer(c, product.dtype()).int64(product.m()).int64(product.n()).int64(product.k());
        addBatch(launch, product.batch());
        launch.add();
        endResult(plan, c);
    }

    /** The sizes that BATCH_AXES takes. */
    private static void addBatch(LaunchBuilder launch, List<Long> sizes) {
        launch.int64(sizes.get(1)).int64(sizes.get(2));
    }

    /** Where C is to be written densely: the output, or workspace if the output has strides of its own. */
    private static Slot beginResult(PlanBuilder plan) {
        return plan.out(0).isContiguous()
                ? new Slot.Out(0)
                : plan.work(plan.out(0).sizeBytes());
    }

    /** Copies C to an output that has strides of its own. */
    private static void endResult(PlanBuilder plan, Slot c) {
        if (c instanceof Slot.Work) {
            TensorSpec out = plan.out(0);
            StridedCopy.add(plan, c, TensorSpec.of(out.dtype(), out.shape()), new Slot.Out(0), out);
        }
    }
}
