package org.clgrad.engine.routine.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Sizes of planes and of the grid that reads them: what reading and its gradient check, walk and launch alike.
 *
 * @param sizes of a plane, (D,) H, W
 * @param outSizes of the grid, (outD,) outH, outW
 */
record GridGeometry(long batch, long channels, List<Long> sizes, List<Long> outSizes) {
    /**
     * The sizes, of planes [N,C,…] and a grid beside them.
     *
     * @throws MismatchException if the grid is not [N,outH,outW,2] or [N,outD,outH,outW,3] of the planes' type
     */
    static GridGeometry of(
            String operation, String name, GridSampling how, TensorSpec planes, TensorSpec grid, List<Long> sizes) {
        int axes = how.axes();
        if (planes.rank() != axes + 2 || !planes.dtype().isFloat()) {
            throw new MismatchException(
                    operation, name, "a floating-point type and " + (axes + 2) + " axes", planes.toString());
        }
        if (grid.rank() != axes + 2
                || grid.size(0) != planes.size(0)
                || grid.size(-1) != axes
                || grid.dtype() != planes.dtype()) {
            throw new MismatchException(
                    operation,
                    "grid beside " + planes,
                    "type " + planes.dtype() + " and shape [" + planes.size(0)
                            + (axes == 2 ? ",outH,outW,2]" : ",outD,outH,outW,3]"),
                    grid.toString());
        }
        if (sizes.size() != axes || sizes.stream().anyMatch(size -> size < 1)) {
            throw new MismatchException(operation, "planes", "at least one element", sizes.toString());
        }
        List<Long> outSizes = new ArrayList<>();
        for (int axis = 1; axis <= axes; axis++) {
            outSizes.add(grid.size(axis));
        }
        return new GridGeometry(planes.size(0), planes.size(1), List.copyOf(sizes), outSizes);
    }

    Shape input() {
        return shape(sizes);
    }

    Shape output() {
        return shape(outSizes);
    }

    private Shape shape(List<Long> plane) {
        return Shape.of(
                LongStream.concat(LongStream.of(batch, channels), plane.stream().mapToLong(Long::longValue))
                        .toArray());
    }

    long positions() {
        return outSizes.stream().reduce(1L, Math::multiplyExact);
    }

    /** The size of an axis of the planes counted from the innermost, 1 for one that they have not. */
    private long size(int fromInnermost) {
        return fromInnermost < sizes.size() ? sizes.get(sizes.size() - 1 - fromInnermost) : 1;
    }

    /** The rows of a plane. */
    long rows() {
        return size(1) * size(2);
    }

    /** What a reference does with one tap; numbers are those of dense arrays. */
    @FunctionalInterface
    interface Visitor {
        void visit(int output, int input, double weight);
    }

    /** Which elements of an axis a coordinate reads. */
    @FunctionalInterface
    interface AxisTaps {
        List<ReferenceReading.Tap> of(int axis, double coordinate, long size);
    }

    /** Visits the taps inside the planes, outputs ascending. */
    void eachTap(GridSampling sampling, double[] grid, Visitor visitor) {
        eachTap((axis, coordinate, size) -> ReferenceReading.taps(sampling, axis, coordinate, size), grid, visitor);
    }

    /** Visits these taps, outputs ascending. */
    void eachTap(AxisTaps axisTaps, double[] grid, Visitor visitor) {
        long positions = positions();
        int axes = sizes.size();
        for (long plane = 0; plane < batch * channels; plane++) {
            for (long position = 0; position < positions; position++) {
                int point = Math.toIntExact(axes * (plane / channels * positions + position));
                List<List<ReferenceReading.Tap>> taps = new ArrayList<>();
                for (int i = 0; i < axes; i++) {
                    taps.add(axisTaps.of(i, grid[point + i], size(i)));
                }
                int output = Math.toIntExact(plane * positions + position);
                visit(taps, axes - 1, plane, 1, (input, weight) -> visitor.visit(output, input, weight));
            }
        }
    }

    @FunctionalInterface
    private interface Chosen {
        void visit(int input, double weight);
    }

    /** Chooses a tap along an axis and those within it. */
    private void visit(List<List<ReferenceReading.Tap>> taps, int axis, long outer, double weight, Chosen chosen) {
        if (axis < 0) {
            chosen.visit(Math.toIntExact(outer), weight);
            return;
        }
        for (ReferenceReading.Tap tap : taps.get(axis)) {
            visit(taps, axis - 1, outer * size(axis) + tap.at(), weight * tap.weight(), chosen);
        }
    }

    /** Opens a kernel file. */
    static KernelFile open(PlanBuilder plan, String kernel, Map<String, Long> dims, GridSampling sampling) {
        return plan.open(kernel, dims)
                .real(plan.in(0).dtype())
                .define("TAPS", sampling.mode().taps())
                .define("DEEP", sampling.axes() > 2);
    }

    /** Adds the launch of a kernel that writes to a place, as elements of a type. */
    void launch(PlanBuilder plan, KernelFile file, GridSampling sampling, Slot to, DType type) {
        DType dtype = plan.in(0).dtype();
        sampling.arguments(file.launch()
                        .buffer(plan.dense(0), dtype)
                        .buffer(plan.dense(1), dtype)
                        .buffer(to, type)
                        .int32(channels)
                        .int32(size(2))
                        .int32(size(1))
                        .int32(size(0))
                        .int64(positions()))
                .add();
    }
}
