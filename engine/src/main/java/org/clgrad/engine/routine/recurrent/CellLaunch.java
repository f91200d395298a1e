package org.clgrad.engine.routine.recurrent;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The one launch of a cell kernel. A matrix is passed where it lies if its rows are dense, which those of a step's view of
 * a larger buffer are, with the distance from row to row; vectors are made dense.
 */
final class CellLaunch {
    private final PlanBuilder plan;
    private final CellSizes sizes;
    private final LaunchBuilder launch;

    private CellLaunch(PlanBuilder plan, CellSizes sizes, LaunchBuilder launch) {
        this.plan = plan;
        this.sizes = sizes;
        this.launch = launch;
    }

    /** Opens the file of the variant that is planned, specialised by one flag. */
    static CellLaunch open(PlanBuilder plan, CellSizes sizes, String macro, boolean flag) {
        KernelFile file = plan.open(plan.variant(), Map.of("rows", sizes.rows(), "hidden", sizes.hidden()))
                .real(sizes.dtype())
                .define(macro, flag);
        return new CellLaunch(plan, sizes, file.launch());
    }

    CellLaunch matrices(int... inputs) {
        for (int index : inputs) {
            TensorSpec spec = plan.in(index);
            boolean lies = hasDenseRows(spec);
            add(lies ? new Slot.In(index) : plan.dense(index), lies ? spec.stride(0) : spec.size(1));
        }
        return this;
    }

    CellLaunch vectors(int... inputs) {
        for (int index : inputs) {
            launch.buffer(plan.dense(index), sizes.dtype());
        }
        return this;
    }

    CellLaunch outputs(int count) {
        for (int index = 0; index < count; index++) {
            TensorSpec spec = plan.out(index);
            boolean lies = hasDenseRows(spec);
            add(lies ? new Slot.Out(index) : plan.denseOut(index), lies ? spec.stride(0) : spec.size(1));
        }
        return this;
    }

    private static boolean hasDenseRows(TensorSpec spec) {
        return spec.size(1) <= 1 || spec.stride(1) == 1;
    }

    private void add(Slot slot, long stride) {
        DType dtype = sizes.dtype();
        launch.buffer(slot, dtype).int64(stride);
    }

    void add() {
        launch.int64(sizes.hidden()).add();
    }
}
