package org.clgrad.engine.routine.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/**
 * Planes of one to three axes, the last ones of a tensor, and larger ones around them.
 *
 * @param leading the sizes of the axes before
 * @param axes the axes of a plane, the innermost last
 */
record ExtendGeometry(List<Long> leading, List<Axis> axes) {
    /** The axes that kernels take. */
    static final int MAX_RANK = 3;

    /** So that twice a place, and a place and a chunk, are still numbers of 32 bits in the kernels. */
    private static final long MOST = 1L << 30;

    /** An axis: its size, and what is put before and after it. */
    record Axis(long in, long before, long after) {
        long out() {
            return Math.addExact(Math.addExact(before, in), after);
        }
    }

    /**
     * The geometry of a smaller tensor.
     *
     * @throws MismatchException if it has fewer axes, or one is too short for the mode, or too long
     */
    static ExtendGeometry of(String operation, PadMode mode, Shape small, List<Long> before, List<Long> after) {
        int lead = small.rank() - before.size();
        if (lead < 0) {
            throw new MismatchException(operation, "input", "at least " + before.size() + " axes", small.toString());
        }
        List<Long> leading = new ArrayList<>();
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < small.rank(); i++) {
            if (i < lead) {
                leading.add(small.size(i));
                continue;
            }
            Axis axis = new Axis(small.size(i), before.get(i - lead), after.get(i - lead));
            if (!mode.reaches(axis.in, axis.before) || !mode.reaches(axis.in, axis.after)) {
                throw new MismatchException(
                        operation,
                        "axis " + i + " of " + small + " padded by " + axis.before + " and " + axis.after,
                        switch (mode) {
                            case REFLECT -> "more elements than that to mirror";
                            case REPLICATE -> "an element to repeat";
                            case CIRCULAR -> "as many elements to go around";
                        },
                        Long.toString(axis.in));
            }
            if (axis.out() > MOST) {
                throw new MismatchException(
                        operation, "axis " + i + " of the result", "at most 2³⁰ elements", Long.toString(axis.out()));
            }
            axes.add(axis);
        }
        return new ExtendGeometry(leading, axes);
    }

    Shape input() {
        return shape(axes.stream().map(Axis::in).toList());
    }

    Shape output() {
        return shape(axes.stream().map(Axis::out).toList());
    }

    private Shape shape(List<Long> plane) {
        List<Long> sizes = new ArrayList<>(leading);
        sizes.addAll(plane);
        return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
    }

    private long planes() {
        return leading.stream().reduce(1L, Math::multiplyExact);
    }

    /** For the references: which element of the smaller tensor each of the larger one repeats; numbers of dense arrays. */
    int[] sources(PadMode mode) {
        int[] from = new int[Math.toIntExact(output().elements())];
        for (int i = 0; i < from.length; i++) {
            long rest = i;
            long source = 0;
            long stride = 1;
            for (int k = axes.size() - 1; k >= 0; k--) {
                Axis axis = axes.get(k);
                source += stride * mode.source(rest % axis.out() - axis.before, axis.in);
                stride *= axis.in;
                rest /= axis.out();
            }
            from[i] = Math.toIntExact(source + stride * rest);
        }
        return from;
    }

    /** How a kernel walks over the tensor that it writes. */
    enum Walk {
        /** Rows in chunks, all rows in a line. */
        ROWS("_rows") {
            @Override
            Map<String, Long> dims(long planes, long rows, long columns) {
                return Map.of("rows", rows * planes, "columns", columns);
            }
        },
        /** Elements one by one, by planes. */
        ITEMS("_items") {
            @Override
            Map<String, Long> dims(long planes, long rows, long columns) {
                return Map.of("planes", planes, "rows", rows, "columns", columns);
            }
        };

        private final String suffix;

        Walk(String suffix) {
            this.suffix = suffix;
        }

        /** The kernel file that does so for a routine. */
        String kernel(String routine) {
            return routine + suffix;
        }

        /** What its grid is made of. */
        abstract Map<String, Long> dims(long planes, long rows, long columns);
    }

    /** Adds a launch over the rows of the larger tensor, or of the smaller one. */
    void launch(PlanBuilder plan, Walk walk, PadMode mode, boolean overOutput) {
        DType dtype = plan.in(0).dtype();
        List<Axis> all = new ArrayList<>(axes);
        while (all.size() < MAX_RANK) {
            all.add(0, new Axis(1, 0, 0));
        }
        long[] sizes = all.stream()
                .mapToLong(axis -> overOutput ? axis.out() : axis.in())
                .toArray();
        Map<String, Long> dims = walk.dims(planes(), sizes[0] * sizes[1], sizes[2]);
        KernelFile.LaunchBuilder launch = plan.open(plan.variant(), dims)
                .real(dtype)
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.denseOut(0), dtype);
        for (Axis axis : all) {
            launch.int32(axis.in).int32(axis.out()).int32(axis.before);
        }
        launch.int32(mode.number()).add();
    }
}
