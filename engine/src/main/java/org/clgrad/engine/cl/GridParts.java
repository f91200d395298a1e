package org.clgrad.engine.cl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Launch;
import org.clgrad.engine.routine.Machine;

/**
 * A grid cut into parts that a device takes at once: along the second and the third dimension no more groups than it allows.
 *
 * <p>And where a kernel leaves the choice of groups, so that they are good ones. On GPUs the driver chooses, and in OpenCL 1.2 its
 * groups must divide the size: of a size that only small ones divide, a prime at worst, the last few work-items are a part of
 * their own. On CPUs whose lanes are those of vectors, groups are of one work-item, or of 64 along the first dimension, less its
 * last few, where there are many: a core takes a whole group, and PoCL 3.1 puts up to 4096 work-items in one unless 64 divides the
 * size, so that one core works and the others wait; and it compiles a kernel anew for each size of group. A group costs it 5 ns.
 *
 * <p>Kernels do not notice, since their global ids go on where the part before ended, and so do their group ids ({@code
 * types.clh}).
 */
final class GridParts {
    /**
     * A part.
     *
     * @param offset the global id of its first work-item in each dimension
     * @param global its work-items in each dimension
     * @param local the work-items of its groups; where absent, the driver chooses
     */
    record Part(List<Long> offset, List<Long> global, Optional<List<Long>> local) {}

    /** Groups of fewer work-items leave a part of a GPU's lanes idle: it works on 32 or 64 at a time. */
    private static final long SLOW_GROUP = 32;

    /** What groups of usual sizes divide, and the work-items of a group on CPUs where there are many. */
    private static final long EVEN = 64;

    /** Groups of that many that a core must get, so that all end at about the same time. */
    private static final long GROUPS_OF_A_CORE = 16;

    private GridParts() {}

    /** The parts, in order; the whole grid if it needs no cutting. */
    static List<Part> of(Launch.Grid grid, Capabilities device) {
        List<Part> parts = List.of(new Part(List.of(), List.of(), grid.local()));
        for (int dimension = 0; dimension < grid.global().size(); dimension++) {
            long size = grid.global().get(dimension);
            long most = dimension == 0 ? mostAlong(grid, device) : mostAcross(grid, dimension, device);
            List<Part> longer = new ArrayList<>();
            for (long begin = 0; begin < size; begin += most) {
                for (Part part : parts) {
                    longer.add(new Part(
                            with(part.offset, begin), with(part.global, Math.min(most, size - begin)), grid.local()));
                }
            }
            parts = longer;
        }
        return choosesGroups(grid, device)
                ? parts.stream()
                        .map(part -> grouped(part, hasWideGroups(grid, device)))
                        .toList()
                : List.copyOf(parts);
    }

    /** Whether groups are chosen here: where the kernel leaves the choice, and work-items are not the lanes of a vector. */
    private static boolean choosesGroups(Launch.Grid grid, Capabilities device) {
        return grid.local().isEmpty() && device.machine() == Machine.CPU && device.preferredVector() > 1;
    }

    /** Whether there are so many work-items that groups of {@link #EVEN} keep all cores busy. */
    private static boolean hasWideGroups(Launch.Grid grid, Capabilities device) {
        double items = grid.global().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
        return device.maxWorkGroupSize() >= EVEN && items >= EVEN * GROUPS_OF_A_CORE * device.computeUnits();
    }

    /** The part in groups of one work-item, or of many along the first dimension where they divide it. */
    private static Part grouped(Part part, boolean wide) {
        List<Long> local = new ArrayList<>(Collections.nCopies(part.global.size(), 1L));
        if (wide && part.global.get(0) % EVEN == 0) {
            local.set(0, EVEN);
        }
        return new Part(part.offset, part.global, Optional.of(List.copyOf(local)));
    }

    /** Work-items of a part along the first dimension: all, or those in whole groups. */
    private static long mostAlong(Launch.Grid grid, Capabilities device) {
        long size = grid.global().get(0);
        boolean isOdd = device.machine() == Machine.GPU
                && grid.local().isEmpty()
                && size > device.maxWorkGroupSize()
                && largestGroup(size, device.maxWorkGroupSize()) < SLOW_GROUP;
        boolean isCut = size >= EVEN && (isOdd || (choosesGroups(grid, device) && hasWideGroups(grid, device)));
        return isCut ? size - size % EVEN : size;
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
