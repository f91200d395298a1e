package org.clgrad.engine.routine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Launches that copy a tensor from one layout to another; the copy routine's kernels, and what plans use to make an
 * input dense.
 */
public final class StridedCopy {
    /** Axes that remain after merging; the kernel is compiled for each number of them. */
    private static final int MAX_RANK = 8;

    private StridedCopy() {}

    /** Adds the copy to a plan. Source and target have one shape and one element type. */
    public static void add(PlanBuilder plan, Slot from, TensorSpec source, Slot to, TensorSpec target) {
        List<Layout> layouts = Layout.collapse(List.of(target.layout(), source.layout()));
        int rank = layouts.get(0).shape().rank();
        if (rank > MAX_RANK) {
            throw new UnfitException("copy_strided: " + rank + " axes that do not merge, at most " + MAX_RANK);
        }
        Map<String, Long> dims = new HashMap<>();
        dims.put(
                "rows",
                layouts.get(0).shape().elements()
                        / Math.max(1, layouts.get(0).shape().size(-1)));
        dims.put("columns", layouts.get(0).shape().size(-1));
        KernelFile file = plan.open("copy_strided", dims).define("RANK", rank).real(source.dtype());
        KernelFile.LaunchBuilder launch =
                file.launch().buffer(from, source.dtype()).buffer(to, target.dtype());
        for (int axis = 0; axis < MAX_RANK; axis++) {
            int real = axis - (MAX_RANK - rank);
            launch.int64(real < 0 ? 1 : layouts.get(0).shape().size(real));
            launch.int64(real < 0 ? 0 : layouts.get(1).stride(real));
            launch.int64(real < 0 ? 0 : layouts.get(0).stride(real));
        }
        launch.add();
    }
}
