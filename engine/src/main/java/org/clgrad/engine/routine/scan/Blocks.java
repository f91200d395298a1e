package org.clgrad.engine.routine.scan;

import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.PlanBuilder;

/**
 * How lines are cut into blocks, so that there is work for all compute units.
 *
 * @param length elements of a line
 * @param each elements of a block, but perhaps the last
 * @param count blocks of a line
 */
record Blocks(long length, long each, long count) {
    /** Work-items, or groups of them, per compute unit that keep it busy while their times differ. */
    private static final long BLOCKS_PER_UNIT = 4;

    /** Elements below which a block is not worth its place in the other two launches. */
    private static final long LEAST_PER_BLOCK = 4096;

    /**
     * For so many walks, one or more, along lines of one element at least.
     *
     * @param walks how much there is to do at the same time without blocks
     */
    static Blocks of(PlanBuilder plan, long walks, long n) {
        long wanted = ceil(BLOCKS_PER_UNIT * plan.capabilities().computeUnits(), walks);
        long each = ceil(n, Math.max(1, Math.min(wanted, n / LEAST_PER_BLOCK)));
        return new Blocks(n, each, ceil(n, each));
    }

    LaunchBuilder tell(LaunchBuilder launch) {
        return launch.int64(length).int64(each).int64(count);
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
