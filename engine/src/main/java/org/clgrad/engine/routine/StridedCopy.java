package org.clgrad.engine.routine;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Launches that copy a tensor from one layout to another; the copy routine's kernels, and what plans use to make an
 * input dense. Source and target have one shape and one element type.
 */
public final class StridedCopy {
    private static final String BLOCKED = "copy_blocked";
    private static final String TILED = "copy_tiled";

    /** Axes that remain after merging; the kernel is compiled for each number of them. */
    private static final int MAX_RANK = 8;

    /** The kernels that transpose take two axes of their own and these. */
    private static final int OUTER_AXES = 6;

    /** Shorter axes than this do not fill the squares that are transposed. */
    private static final long LEAST_SIZE = 8;

    private StridedCopy() {}

    /** Adds the copy to a plan, by the kernel made for such layouts on such a machine. */
    public static void add(PlanBuilder plan, Slot from, TensorSpec source, Slot to, TensorSpec target) {
        List<Layout> layouts = Layout.collapse(List.of(source.layout(), target.layout()));
        String transposition =
                switch (plan.capabilities().machine()) {
                    case CPU -> BLOCKED;
                    case GPU -> TILED;
                };
        if (isTransposition(layouts.get(0), layouts.get(1)) && plan.mayOpen(transposition)) {
            transposition(transposition, plan, from, source, to, target);
        } else {
            strided(plan, from, source, to, target);
        }
    }

    /** Adds it as walks along the innermost axis, which any layouts can be copied by. */
    public static void strided(PlanBuilder plan, Slot from, TensorSpec source, Slot to, TensorSpec target) {
        List<Layout> layouts = Layout.collapse(List.of(target.layout(), source.layout()));
        Shape shape = layouts.get(0).shape();
        int rank = shape.rank();
        if (rank > MAX_RANK) {
            throw new UnfitException("copy_strided: " + rank + " axes that do not merge, at most " + MAX_RANK);
        }
        long columns = shape.size(-1);
        Map<String, Long> dims = Map.of("columns", columns, "rows", shape.elements() / Math.max(1, columns));
        KernelFile file = plan.open("copy_strided", dims).define("RANK", rank).real(source.dtype());
        KernelFile.LaunchBuilder launch =
                file.launch().buffer(from, source.dtype()).buffer(to, target.dtype());
        for (int axis = 0; axis < MAX_RANK; axis++) {
            int real = axis - (MAX_RANK - rank);
            launch.int64(real < 0 ? 1 : shape.size(real));
            launch.int64(real < 0 ? 0 : layouts.get(1).stride(real));
            launch.int64(real < 0 ? 0 : layouts.get(0).stride(real));
        }
        launch.add();
    }

    /**
     * Adds it as squares transposed in registers.
     *
     * @throws UnfitException unless source and target are dense along different axes of 8 elements at least
     */
    public static void blocked(PlanBuilder plan, Slot from, TensorSpec source, Slot to, TensorSpec target) {
        transposition(BLOCKED, plan, from, source, to, target);
    }

    /**
     * Adds it as tiles transposed in local memory.
     *
     * @throws UnfitException unless source and target are dense along different axes of 8 elements at least
     */
    public static void tiled(PlanBuilder plan, Slot from, TensorSpec source, Slot to, TensorSpec target) {
        transposition(TILED, plan, from, source, to, target);
    }

    private static boolean isTransposition(Layout source, Layout target) {
        int row = denseAxis(source);
        int column = denseAxis(target);
        return row >= 0
                && column >= 0
                && row != column
                && source.shape().size(row) >= LEAST_SIZE
                && source.shape().size(column) >= LEAST_SIZE
                && source.shape().rank() <= OUTER_AXES + 2;
    }

    /** The axis along which neighbours are neighbours in memory, or −1. */
    private static int denseAxis(Layout layout) {
        return IntStream.range(0, layout.shape().rank())
                .filter(axis -> layout.stride(axis) == 1)
                .findFirst()
                .orElse(-1);
    }

    private static void transposition(
            String kernel, PlanBuilder plan, Slot from, TensorSpec source, Slot to, TensorSpec target) {
        List<Layout> layouts = Layout.collapse(List.of(source.layout(), target.layout()));
        Layout x = layouts.get(0);
        Layout y = layouts.get(1);
        if (!isTransposition(x, y)) {
            throw new UnfitException(kernel + ": " + source + " and " + target
                    + " are not dense along two different axes of at least " + LEAST_SIZE);
        }
        int row = denseAxis(x);
        int column = denseAxis(y);
        long rows = x.shape().size(row);
        long columns = x.shape().size(column);
        long batch = x.shape()
                .without(Math.max(row, column))
                .without(Math.min(row, column))
                .elements();
        KernelFile.LaunchBuilder launch = plan.open(kernel, Map.of("rows", rows, "columns", columns, "batch", batch))
                .real(source.dtype())
                .launch()
                .buffer(from, source.dtype())
                .buffer(to, target.dtype())
                .int64(rows)
                .int64(y.stride(row))
                .int64(columns)
                .int64(x.stride(column));
        for (int missing = x.shape().rank(); missing < OUTER_AXES + 2; missing++) {
            launch.int64(1).int64(0).int64(0);
        }
        for (int axis = 0; axis < x.shape().rank(); axis++) {
            if (axis != row && axis != column) {
                launch.int64(x.shape().size(axis)).int64(x.stride(axis)).int64(y.stride(axis));
            }
        }
        launch.add();
    }
}
