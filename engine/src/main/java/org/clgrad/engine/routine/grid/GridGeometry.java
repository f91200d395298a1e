package org.clgrad.engine.routine.grid;

import java.util.List;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** Sizes of planes and of the grid that reads them: what reading and its gradient check, walk and launch alike. */
record GridGeometry(long batch, long channels, long height, long width, long outHeight, long outWidth) {
    /**
     * The sizes, of planes [N,C,…] and a grid beside them.
     *
     * @throws MismatchException if the grid is not [N,outH,outW,2] of the planes' type
     */
    static GridGeometry of(String operation, String name, TensorSpec planes, TensorSpec grid, long height, long width) {
        if (planes.rank() != 4 || !planes.dtype().isFloat()) {
            throw new MismatchException(operation, name, "a floating-point type and 4 axes", planes.toString());
        }
        if (grid.rank() != 4 || grid.size(0) != planes.size(0) || grid.size(3) != 2 || grid.dtype() != planes.dtype()) {
            throw new MismatchException(
                    operation,
                    "grid beside " + planes,
                    "type " + planes.dtype() + " and shape [" + planes.size(0) + ",outH,outW,2]",
                    grid.toString());
        }
        if (height < 1 || width < 1) {
            throw new MismatchException(operation, "planes", "at least one element", "[" + height + "," + width + "]");
        }
        return new GridGeometry(planes.size(0), planes.size(1), height, width, grid.size(1), grid.size(2));
    }

    Shape input() {
        return Shape.of(batch, channels, height, width);
    }

    Shape output() {
        return Shape.of(batch, channels, outHeight, outWidth);
    }

    /** What a reference does with one tap; numbers are those of dense arrays. */
    @FunctionalInterface
    interface Visitor {
        void visit(int output, int input, double weight);
    }

    /** Visits the taps inside the planes, outputs ascending. */
    void eachTap(GridSampling sampling, double[] grid, Visitor visitor) {
        long positions = outHeight * outWidth;
        for (long plane = 0; plane < batch * channels; plane++) {
            for (long position = 0; position < positions; position++) {
                int point = Math.toIntExact(2 * (plane / channels * positions + position));
                GridSampling.Taps column = sampling.taps(grid[point], width, sampling.orderX());
                GridSampling.Taps row = sampling.taps(grid[point + 1], height, sampling.orderY());
                for (int r = 0; r < 2; r++) {
                    for (int s = 0; s < 2; s++) {
                        long h = row.at() + r;
                        long w = column.at() + s;
                        double weight =
                                (r == 0 ? row.first() : row.second()) * (s == 0 ? column.first() : column.second());
                        if (h >= 0 && h < height && w >= 0 && w < width && !(sampling.nearest() && r + s > 0)) {
                            visitor.visit(
                                    Math.toIntExact(plane * positions + position),
                                    Math.toIntExact((plane * height + h) * width + w),
                                    weight);
                        }
                    }
                }
            }
        }
    }

    /** Adds the launch of a kernel that writes to a place, as elements of a type. */
    void launch(PlanBuilder plan, KernelFile file, GridSampling sampling, Slot to, DType type) {
        DType dtype = plan.in(0).dtype();
        sampling.arguments(file.launch()
                        .buffer(plan.dense(0), dtype)
                        .buffer(plan.dense(1), dtype)
                        .buffer(to, type)
                        .int32(channels)
                        .int32(height)
                        .int32(width)
                        .int64(outHeight * outWidth))
                .add();
    }

    static void checkCount(String operation, List<TensorSpec> in) {
        if (in.size() != 2) {
            throw new MismatchException(operation, "the list of inputs", "two tensors", in.toString());
        }
    }
}
