package org.clgrad.kernels;

import java.util.List;
import java.util.Optional;

/**
 * The index space of one kernel function, of one to three dimensions. Either the header fixes the work-groups
 * ({@code groups … ; items …}, and the global size is their product), or it states the global size alone
 * ({@code global …}) and the launcher chooses the work-groups; the kernel's result must not depend on that choice.
 *
 * @param flexible whether the launcher chooses the local size
 * @param global the global size; empty unless {@code flexible}
 * @param groups the number of work-groups; empty if {@code flexible}
 * @param items the work-items of a group; empty if {@code flexible}
 */
public record Grid(
        boolean flexible, List<IntExpression> global, List<IntExpression> groups, List<IntExpression> items) {
    /** The most dimensions of an index space that OpenCL 1.2 promises. */
    static final int MAX_DIMENSIONS = 3;

    /** Checks that the sizes fit the kind of grid. */
    public Grid {
        global = List.copyOf(global);
        groups = List.copyOf(groups);
        items = List.copyOf(items);
        if (flexible == global.isEmpty() || flexible != groups.isEmpty() || flexible != items.isEmpty()) {
            throw new IllegalArgumentException("a grid has either a global size, or groups and items");
        }
    }

    static Grid ofGlobal(List<IntExpression> global) {
        return new Grid(true, global, List.of(), List.of());
    }

    static Grid ofGroups(List<IntExpression> groups, List<IntExpression> items) {
        return new Grid(false, List.of(), groups, items);
    }

    /** The number of dimensions, 1 to 3. Where groups and items differ in it, the shorter is filled with ones. */
    public int dimensions() {
        return flexible ? global.size() : Math.max(groups.size(), items.size());
    }

    /**
     * The global size in work-items, one number per dimension. A zero means that there is nothing to launch.
     *
     * @throws KernelSourceException if a size is negative, overflows, or lacks a name
     */
    public long[] globalSize(Names names) {
        if (flexible) {
            return sizes(global, 0, names);
        }
        long[] size = sizes(groups, 0, names);
        long[] local = sizes(items, 1, names);
        for (int i = 0; i < size.length; i++) {
            try {
                size[i] = Math.multiplyExact(size[i], local[i]);
            } catch (ArithmeticException e) {
                throw new KernelSourceException(
                        groups.get(0).position(),
                        "grid: " + size[i] + " groups of " + local[i] + " items in dimension " + i + " overflow",
                        e);
            }
        }
        return size;
    }

    /**
     * The work-items of a group, one number per dimension, or empty if the launcher chooses.
     *
     * @throws KernelSourceException if a size is below 1, overflows, or lacks a name
     */
    public Optional<long[]> localSize(Names names) {
        return flexible ? Optional.empty() : Optional.of(sizes(items, 1, names));
    }

    private long[] sizes(List<IntExpression> expressions, long least, Names names) {
        long[] sizes = new long[dimensions()];
        for (int i = 0; i < sizes.length; i++) {
            if (i >= expressions.size()) {
                sizes[i] = 1;
                continue;
            }
            IntExpression expression = expressions.get(i);
            sizes[i] = expression.evaluate(names);
            if (sizes[i] < least) {
                throw new KernelSourceException(
                        expression.position(),
                        "grid: '" + expression + "' is " + sizes[i] + ", must be at least " + least);
            }
        }
        return sizes;
    }
}
