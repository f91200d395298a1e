package org.clgrad.engine.cl;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Launch;
import org.clgrad.engine.routine.Machine;

/**
 * A grid cut into parts that a device takes at once: along the second and the third dimension no more groups than it allows.
 * And on GPUs, where the driver chooses the groups, which in OpenCL 1.2 must divide the size: of a size that only small ones
 * divide, a prime at worst, the last few work-items are a part of their own, so that all others are in whole groups.
 * Kernels do not notice, since their global ids go on where the part before ended, and so do their group ids ({@code
 * types.clh}).
 */
final class GridParts {
    /**
     * A part.
     *
     * @param offset the global id of its first work-item in each dimension
     * @param global its work-items in each dimension
     */
    record Part(List<Long> offset, List<Long> global) {}

    /** Groups of fewer work-items leave a part of a GPU's lanes idle: it works on 32 or 64 at a time. */
    private static final long SLOW_GROUP = 32;

    /** What groups of usual sizes divide. */
    private static final long EVEN = 64;

    private GridParts() {}

    /** The parts, in order; the whole grid if it needs no cutting. */
    static List<Part> of(Launch.Grid grid, Capabilities device) {
        List<Part> parts = List.of(new Part(List.of(), List.of()));
        for (int dimension = 0; dimension < grid.global().size(); dimension++) {
            long size = grid.global().get(dimension);
            long most = dimension == 0 ? mostAlong(grid, device) : mostAcross(grid, dimension, device);
            List<Part> longer = new ArrayList<>();
            for (long begin = 0; begin < size; begin += most) {
                for (Part part : parts) {
                    longer.add(new Part(with(part.offset, begin), with(part.global, Math.min(most, size - begin))));
                }
            }
            parts = longer;
        }
        return List.copyOf(parts);
    }

    /** Work-items of a part along the first dimension. */
    private static long mostAlong(Launch.Grid grid, Capabilities device) {
        long size = grid.global().get(0);
        boolean isOdd = device.machine() == Machine.GPU
                && grid.local().isEmpty()
                && size > device.maxWorkGroupSize()
                && largestGroup(size, device.maxWorkGroupSize()) < SLOW_GROUP;
        return isOdd ? size - size % EVEN : size;
    }

    /** The largest group of at most so many work-items that divides a size. */
    private static long largestGroup(long size, long most) {
        long group = most;
        while (size % group != 0) {
            group--;
        }
        return group;
    }

    /** Work-items of a part along the second dimension or the third. */
    private static long mostAcross(Launch.Grid grid, int dimension, Capabilities device) {
        long size = grid.global().get(dimension);
        // Where the driver chooses groups they may be of one work-item.
        long items = grid.local().map(local -> local.get(dimension)).orElse(1L);
        return device.maxOuterGroups() > size / items ? size : device.maxOuterGroups() * items;
    }

    private static List<Long> with(List<Long> numbers, long last) {
        List<Long> more = new ArrayList<>(numbers);
        more.add(last);
        return List.copyOf(more);
    }
}
