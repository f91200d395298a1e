package org.clgrad.engine.routine.reduce;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;

/** The launches of the two reduction kernels. */
final class ReducePlans {
    /** Work-items per compute unit that keep it busy while their times differ. */
    private static final long ITEMS_PER_UNIT = 8;

    /** Elements below which a slice is not worth a work-item and a place in the second pass. */
    private static final long LEAST_PER_SLICE = 16_384;

    /** Lanes of a vector of outputs, as the kernel has them. */
    private static final long LANES = 16;

    /** Neighbouring outputs of a work-group where they lie side by side in memory: a full memory transaction. */
    private static final long WIDE = 32;

    private ReducePlans() {}

    static void blocked(PlanBuilder plan, Reduce reduce) {
        Axes axes = Axes.of(plan, reduce.axes());
        int along = axes.n2() > 1 && axes.rs2() == 1 ? 0 : axes.o2() > 1 && axes.os2() == 1 ? 1 : 2;
        long items = along == 1 ? axes.o1() * ceil(axes.o2(), LANES) : axes.outputs();
        long slices = slices(plan, items, axes.elements() * (along == 1 ? LANES : 1));
        KernelFile file =
                open(plan, reduce, "reduce_blocked", axes, items, slices).define("ALONG", along);
        long segments =
                axes.n1() * ceil(axes.n2(), file.define("SLICED", slices > 1).tunable("SEGMENT"));
        run(plan, file, "reduce_blocked", axes, slices, ceil(segments, slices));
    }

    static void tree(PlanBuilder plan, Reduce reduce) {
        Axes axes = Axes.of(plan, reduce.axes());
        long wide = axes.os2() == 1 && axes.rs2() != 1 ? WIDE : 1;
        long groups = axes.o1() * ceil(axes.o2(), wide);
        long slices = slices(plan, groups, axes.elements() * wide);
        KernelFile file = open(plan, reduce, "reduce_tree", axes, groups, slices)
                .define("WIDE", wide)
                .define("SLICED", slices > 1);
        run(plan, file, "reduce_tree", axes, slices, ceil(axes.elements(), slices));
    }

    private static KernelFile open(PlanBuilder plan, Reduce reduce, String name, Axes axes, long items, long slices) {
        DType x = plan.in(0).dtype();
        return plan.open(name, Map.of("outputs", axes.outputs(), "items", items, "slices", slices))
                .type("REAL", x)
                .type("ACC", x.isFloat() ? x.accumulator() : DType.I64)
                .type("TO", plan.out(0).dtype())
                .define("OP", reduce.op().macro());
    }

    private static void run(PlanBuilder plan, KernelFile file, String kernel, Axes axes, long slices, long perSlice) {
        Slot y = plan.denseOut(0);
        DType output = plan.out(0).dtype();
        DType acc = plan.in(0).dtype().isFloat() ? plan.in(0).dtype().accumulator() : DType.I64;
        Slot first = slices > 1 ? plan.work(slices * axes.outputs() * acc.sizeBytes()) : y;
        file.launch(kernel)
                .buffer(axes.slot(), plan.in(0).dtype())
                .buffer(first, slices > 1 ? acc : output)
                .int64(axes.outputs())
                .int64(axes.o2())
                .int64(axes.os1())
                .int64(axes.os2())
                .int64(axes.n1())
                .int64(axes.n2())
                .int64(axes.rs1())
                .int64(axes.rs2())
                .int64(perSlice)
                .add();
        if (slices > 1) {
            file.launch(kernel + "_combine")
                    .buffer(first, acc)
                    .buffer(y, output)
                    .int64(axes.outputs())
                    .int64(slices)
                    .int64(axes.elements())
                    .add();
        }
    }

    /** So many slices that all compute units are busy, but none shorter than is worth it. */
    private static long slices(PlanBuilder plan, long items, long elementsPerItem) {
        long wanted = ceil(ITEMS_PER_UNIT * plan.capabilities().computeUnits(), Math.max(1, items));
        return Math.max(1, Math.min(wanted, elementsPerItem / LEAST_PER_SLICE));
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
