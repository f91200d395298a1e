package org.clgrad.engine.routine.softmax;

import java.util.List;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The variants that softmax and log-softmax share: the kernels take dense tensors, and a flag says which it is.
 *
 * @param operation the routine's name
 * @param axis the axis it works along
 * @param log whether it is log-softmax
 */
record SoftmaxKernels(String operation, int axis, boolean log) {
    /** Variants of y from x. */
    List<Variant> forward() {
        return variants("softmax");
    }

    /** Variants of dx from dy and y. */
    List<Variant> backward() {
        return variants("softmax_backward");
    }

    private List<Variant> variants(String family) {
        return List.of(
                variant(family + "_rows", true), variant(family + "_group", true), variant(family + "_columns", false));
    }

    private Variant variant(String kernel, boolean innermost) {
        return new KernelVariant(
                kernel, in -> (view(in.get(0)).inner() == 1) == innermost, plan -> launch(plan, kernel));
    }

    private AlongAxis view(TensorSpec spec) {
        return AlongAxis.of(operation, spec.shape(), axis);
    }

    private void launch(PlanBuilder plan, String kernel) {
        AlongAxis view = view(plan.in(0));
        DType dtype = plan.in(0).dtype();
        KernelFile.LaunchBuilder launch =
                plan.open(kernel, view.dims()).real(dtype).define("LOG", log).launch();
        for (int i = 0; i < plan.inputs().size(); i++) {
            launch.buffer(plan.dense(i), dtype);
        }
        launch.buffer(plan.denseOut(0), dtype);
        if (view.inner() == 1) {
            launch.int64(view.outer()).int64(view.n());
        } else {
            launch.int64(view.n()).int64(view.inner());
        }
        launch.add();
    }
}
