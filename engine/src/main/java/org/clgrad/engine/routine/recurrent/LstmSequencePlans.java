package org.clgrad.engine.routine.recurrent;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.StridedCopy;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** The launches of the long short-term memory over a whole sequence. */
final class LstmSequencePlans {
    /**
     * Sequences of a work-item at most: with more, the sums of a step leave the first-level cache before the cell reads them. Not
     * measured.
     */
    private static final long LARGEST_SHARE = 32;

    private LstmSequencePlans() {}

    // ---- On CPUs

    static void rows(LstmSequence routine, PlanBuilder plan) {
        Sizes sizes = Sizes.of(plan, 4);
        KernelFile file = sizes.open();
        Slot panels = panels(file, sizes, 1, file.tunable("WIDTH"));
        LaunchBuilder launch =
                file.launch().buffer(panels, sizes.dtype().accumulator()).int64(sizes.share());
        forward(routine, plan, sizes, launch);
    }

    static void backwardRows(LstmSequenceBackward routine, PlanBuilder plan) {
        Sizes sizes = Sizes.of(plan, 1);
        KernelFile file = sizes.open();
        Slot panels = panels(file, sizes, 5, 2L * file.tunable("WIDTH"));
        LaunchBuilder launch =
                file.launch().buffer(panels, sizes.dtype().accumulator()).int64(sizes.share());
        backward(routine, plan, sizes, launch);
    }

    /**
     * W_hh in panels, derived by a pass that packs it.
     *
     * @param weight which input it is
     * @param width of a panel
     */
    private static Slot panels(KernelFile file, Sizes sizes, int weight, long width) {
        PlanBuilder plan = sizes.plan();
        DType acc = sizes.dtype().accumulator();
        // Of the gates' rows, or of the columns: either way there are 4·H² elements, and those beyond the last panel's
        // edge.
        long elements = Math.multiplyExact(sizes.hidden() + width, 4 * sizes.hidden());
        TensorSpec w = plan.in(weight);
        return plan.derived(weight, Math.multiplyExact(elements, acc.sizeBytes()), (own, target) -> file.within(own)
                .launch(plan.variant() + "_pack")
                .in(0)
                .int64(w.stride(0))
                .int64(w.stride(1))
                .buffer(target, acc)
                .int64(sizes.hidden())
                .add());
    }

    // ---- On GPUs

    static void group(LstmSequence routine, PlanBuilder plan) {
        Sizes sizes = Sizes.of(plan, 4);
        TensorSpec w = plan.in(1);
        long h = sizes.hidden();
        // As w[k][gate][unit].
        TensorSpec source =
                new TensorSpec(w.dtype(), Layout.of(Shape.of(h, 4, h), w.stride(1), h * w.stride(0), w.stride(0)));
        TensorSpec target = TensorSpec.of(w.dtype(), h, 4, h);
        KernelFile file = sizes.open();
        Slot weights = plan.derived(
                1, target.sizeBytes(), (own, slot) -> StridedCopy.add(own, new Slot.In(0), source, slot, target));
        forward(routine, plan, sizes, file.launch().buffer(weights, w.dtype()));
    }

    static void backwardGroup(LstmSequenceBackward routine, PlanBuilder plan) {
        Sizes sizes = Sizes.of(plan, 1);
        KernelFile file = sizes.open();
        backward(routine, plan, sizes, file.launch().buffer(plan.dense(5), sizes.dtype()));
    }

    // ---- What they share

    private static void forward(LstmSequence routine, PlanBuilder plan, Sizes sizes, LaunchBuilder launch) {
        for (int input : new int[] {0, 2, 3, 4, 5}) {
            launch.buffer(plan.dense(input), sizes.dtype());
        }
        for (int output = 0; output < 3; output++) {
            launch.buffer(plan.denseOut(output), sizes.dtype());
        }
        launch.int64(routine.keeps() ? sizes.batch() * 4 * sizes.hidden() : 0);
        sizes.add(launch, plan.in(0).size(0), routine.reverse());
    }

    private static void backward(LstmSequenceBackward routine, PlanBuilder plan, Sizes sizes, LaunchBuilder launch) {
        TensorSpec dy = plan.in(0);
        boolean lies = dy.size(2) <= 1 || dy.stride(2) == 1;
        launch.buffer(lies ? new Slot.In(0) : plan.dense(0), sizes.dtype());
        launch.int64(lies ? dy.stride(0) : dy.size(1) * dy.size(2)).int64(lies ? dy.stride(1) : dy.size(2));
        for (int input = 1; input <= 4; input++) {
            launch.buffer(plan.dense(input), sizes.dtype());
        }
        for (int output = 0; output < 3; output++) {
            launch.buffer(plan.denseOut(output), sizes.dtype());
        }
        sizes.add(launch, dy.size(0), routine.reverse());
    }

    /** How the sequences are shared out. */
    private record Sizes(PlanBuilder plan, DType dtype, long batch, long hidden, long share) {
        /** @param state an input [N,H] */
        static Sizes of(PlanBuilder plan, int state) {
            TensorSpec spec = plan.in(state);
            long batch = spec.size(0);
            long units = plan.capabilities().computeUnits();
            // Even shares: as many items as keep all units at work together to the end.
            long rounds = Math.max(1, ceil(batch, units * LARGEST_SHARE));
            long share = Math.max(1, ceil(batch, units * rounds));
            return new Sizes(plan, spec.dtype(), batch, spec.size(1), share);
        }

        KernelFile open() {
            return plan.open(
                            plan.variant(),
                            Map.of(
                                    "items",
                                    hidden == 0 ? 0 : ceil(batch, share),
                                    "batch",
                                    hidden == 0 ? 0 : batch,
                                    "hidden",
                                    hidden,
                                    "register_bytes",
                                    plan.capabilities().registerBytes()))
                    .real(dtype);
        }

        private static long ceil(long a, long b) {
            return Math.floorDiv(a + b - 1, b);
        }

        void add(LaunchBuilder launch, long steps, boolean reverse) {
            launch.int64(steps)
                    .int64(batch)
                    .int64(hidden)
                    .int32(reverse ? 1 : 0)
                    .add();
        }
    }
}
