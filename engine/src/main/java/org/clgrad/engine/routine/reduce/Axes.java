package org.clgrad.engine.routine.reduce;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.StridedCopy;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A tensor seen as x[o1,o2,r1,r2]: two axes that stay and two that are merged away, each with a stride, which is what
 * the reduction kernels take. Most layouts are of this kind once neighbouring axes are joined; others are copied.
 *
 * @param slot where the elements are
 * @param o1 size of the outer axis that stays
 * @param o2 size of the inner axis that stays
 * @param n1 size of the outer axis merged away
 * @param n2 size of the inner axis merged away
 */
record Axes(Slot slot, long o1, long o2, long os1, long os2, long n1, long n2, long rs1, long rs2) {
    long outputs() {
        return o1 * o2;
    }

    long elements() {
        return n1 * n2;
    }

    /** Sees input 0 of a plan so; adds a copy to the plan where strides cannot say it. */
    static Axes of(PlanBuilder plan, List<Integer> axes) {
        TensorSpec x = plan.in(0);
        Layout kept = part(x.layout(), axes, false);
        Layout merged = part(x.layout(), axes, true);
        // The outputs are dense, so axes that stay may join only where the outputs' do too, which they always do.
        Layout joinedKept = joined(kept);
        Layout joinedMerged = joined(merged);
        if (joinedKept.shape().rank() <= 2 && joinedMerged.shape().rank() <= 2) {
            return of(new Slot.In(0), joinedKept, joinedMerged);
        }
        int[] order = order(x.rank(), axes);
        TensorSpec permuted = new TensorSpec(x.dtype(), x.layout().permute(order));
        TensorSpec dense = TensorSpec.of(x.dtype(), permuted.shape());
        Slot work = plan.work(dense.sizeBytes());
        StridedCopy.add(plan, new Slot.In(0), permuted, work, dense);
        long outputs = kept.shape().elements();
        long n = merged.shape().elements();
        return new Axes(work, 1, outputs, 0, n, 1, n, 0, 1);
    }

    private static Axes of(Slot slot, Layout kept, Layout merged) {
        return new Axes(
                slot,
                size(kept, 0),
                size(kept, 1),
                stride(kept, 0),
                stride(kept, 1),
                size(merged, 0),
                size(merged, 1),
                stride(merged, 0),
                stride(merged, 1));
    }

    /** Size of the n-th of two axes, of which the outer one may be missing. */
    private static long size(Layout layout, int axis) {
        int place = axis - (2 - layout.shape().rank());
        return place < 0 ? 1 : layout.shape().size(place);
    }

    private static long stride(Layout layout, int axis) {
        int place = axis - (2 - layout.shape().rank());
        return place < 0 ? 0 : layout.stride(place);
    }

    private static Layout joined(Layout layout) {
        return Layout.collapse(List.of(layout, Layout.contiguous(layout.shape())))
                .get(0);
    }

    private static Layout part(Layout layout, List<Integer> axes, boolean merged) {
        List<Long> sizes = new ArrayList<>();
        List<Long> strides = new ArrayList<>();
        for (int axis = 0; axis < layout.shape().rank(); axis++) {
            if (axes.contains(axis) == merged) {
                sizes.add(layout.shape().size(axis));
                strides.add(layout.stride(axis));
            }
        }
        return Layout.of(Shape.of(unboxed(sizes)), unboxed(strides));
    }

    private static int[] order(int rank, List<Integer> axes) {
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            if (!axes.contains(axis)) {
                order.add(axis);
            }
        }
        axes.stream().sorted().forEach(order::add);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private static long[] unboxed(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
