package org.clgrad.engine.routine.norm;

import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A tensor [N,C,…] as rows, each the neighbouring channels of one group of one image.
 *
 * @param images N
 * @param groups how many the channels are divided into
 * @param depth channels of a group
 * @param size elements of a channel
 */
record GroupRows(long images, long groups, long depth, long size) {
    /** Work-items for each compute unit that keep it busy. */
    private static final long ITEMS_PER_UNIT = 4;

    static GroupRows of(Shape x, int groups) {
        long size = 1;
        for (int axis = 2; axis < x.rank(); axis++) {
            size *= x.size(axis);
        }
        return new GroupRows(x.size(0), groups, x.size(1) / groups, size);
    }

    static void checkGroups(String operation, int groups) {
        if (groups < 1) {
            throw new IllegalArgumentException(operation + ": groups are at least 1, got " + groups);
        }
    }

    /** @throws MismatchException unless the tensor has channels that the groups divide */
    static void check(String operation, TensorSpec x, int groups) {
        Planes.check(operation, "input", x);
        if (x.size(1) % groups != 0) {
            throw new MismatchException(
                    operation, "input", "channels that are a multiple of " + groups + " groups", x.toString());
        }
    }

    long rows() {
        return images * groups;
    }

    long channels() {
        return groups * depth;
    }

    /** Elements of a row. */
    long perRow() {
        return depth * size;
    }

    /** How many rows each work-item of a CPU takes, so that there are few of them and all units are busy. */
    long rowsPerItem(PlanBuilder plan) {
        return Math.max(1, ceil(rows(), ITEMS_PER_UNIT * plan.capabilities().computeUnits()));
    }

    /** How many images make a slice, so that groups and slices keep all units busy. */
    long imagesPerSlice(PlanBuilder plan) {
        long wanted = ceil(ITEMS_PER_UNIT * plan.capabilities().computeUnits(), groups);
        return Math.max(1, ceil(images, wanted));
    }

    static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
