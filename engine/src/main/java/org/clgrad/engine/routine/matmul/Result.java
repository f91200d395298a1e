package org.clgrad.engine.routine.matmul;

import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.StridedCopy;
import org.clgrad.engine.tensor.TensorSpec;

/** Where kernels write C densely: the output itself, or workspace that is copied to an output with strides of its own. */
record Result(PlanBuilder plan, Slot slot) {
    static Result of(PlanBuilder plan) {
        TensorSpec out = plan.out(0);
        return new Result(plan, out.isContiguous() ? new Slot.Out(0) : plan.work(out.sizeBytes()));
    }

    /** Adds the copy, after the launches that write C. */
    void finish() {
        if (slot instanceof Slot.Work) {
            TensorSpec out = plan.out(0);
            StridedCopy.add(plan, slot, TensorSpec.of(out.dtype(), out.shape()), new Slot.Out(0), out);
        }
    }
}
