package org.clgrad.engine.routine.conv;

import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;

/**
 * The operands of a {@link Correlation} behind source and weight, each of which may be missing: a bias, and the residual where
 * its ending has one. Kernels are given the source in the place of what is missing, and do not read it.
 */
final class Added {
    private Added() {}

    /** How many inputs there are at least: without a bias. */
    static int leastInputs(Ending ending) {
        return ending.adds() ? 3 : 2;
    }

    static boolean hasBias(PlanBuilder plan, Correlation c) {
        return plan.inputs().size() > leastInputs(c.ending());
    }

    static Slot bias(PlanBuilder plan, Correlation c) {
        return plan.dense(hasBias(plan, c) ? 2 : 0);
    }

    static Slot residual(PlanBuilder plan, Correlation c) {
        return plan.dense(c.ending().adds() ? plan.inputs().size() - 1 : 0);
    }
}
