package org.clgrad.engine.cl;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Launch;

/**
 * A grid cut into parts that a device takes at once: along the second and the third dimension no more groups than it allows.
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

    private GridParts() {}

    /** The parts, in order; the whole grid if it needs no cutting. */
    static List<Part> of(Launch.Grid grid, long maxOuterGroups) {
        List<Part> parts = List.of(new Part(List.of(), List.of()));
        for (int dimension = 0; dimension < grid.global().size(); dimension++) {
            int place = dimension;
            long size = grid.global().get(dimension);
            // Where the driver chooses groups they may be of one work-item.
            long items = grid.local().map(local -> local.get(place)).orElse(1L);
            long most = dimension == 0 || maxOuterGroups > size / items ? size : maxOuterGroups * items;
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

    private static List<Long> with(List<Long> numbers, long last) {
        List<Long> more = new ArrayList<>(numbers);
        more.add(last);
        return List.copyOf(more);
    }
}
