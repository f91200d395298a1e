package org.clgrad.engine.routine.resize;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** What resizing and its gradient check and launch alike. */
record ResizeGeometry(List<ResizeAxis> axes, Shape input) {
    private static final int MOST_AXES = 3;

    static List<ResizeAxis> checked(List<ResizeAxis> axes) {
        if (axes.isEmpty() || axes.size() > MOST_AXES) {
            throw new IllegalArgumentException("resize: one to three axes, got " + axes);
        }
        return List.copyOf(axes);
    }

    /**
     * The geometry over an input.
     *
     * @param size which of an axis's sizes the input has
     * @throws MismatchException if it is not planes of a floating-point type and such sizes
     */
    static ResizeGeometry of(
            String operation,
            String name,
            List<ResizeAxis> axes,
            ToLongFunction<ResizeAxis> size,
            List<TensorSpec> in) {
        if (in.size() != 1) {
            throw new MismatchException(operation, "the list of inputs", "one tensor", in.toString());
        }
        TensorSpec spec = in.get(0);
        int channels = spec.rank() - axes.size();
        List<Long> sizes = axes.stream().map(size::applyAsLong).toList();
        if ((channels != 1 && channels != 2) || !spec.shape().last(axes.size()).equals(sizes)) {
            String plane = sizes.stream().map(Object::toString).collect(Collectors.joining(","));
            throw new MismatchException(
                    operation, name, "shape [N,C," + plane + "] or [C," + plane + "]", spec.toString());
        }
        if (!spec.dtype().isFloat()) {
            throw new MismatchException(operation, name, "a floating-point type", spec.toString());
        }
        return new ResizeGeometry(axes, spec.shape());
    }

    /** The shape with the axes' other sizes. */
    Shape resized(ToLongFunction<ResizeAxis> size) {
        Shape shape = input;
        for (int i = 0; i < axes.size(); i++) {
            shape = shape.with(i - axes.size(), size.applyAsLong(axes.get(i)));
        }
        return shape;
    }

    /** @param items which of an axis's sizes the work-items are laid over */
    void launch(PlanBuilder plan, String kernel, Resize.Weights weights, ToLongFunction<ResizeAxis> items) {
        DType dtype = plan.in(0).dtype();
        long planes = 1;
        for (int i = 0; i < input.rank() - axes.size(); i++) {
            planes = Math.multiplyExact(planes, input.size(i));
        }
        long positions = axes.stream().mapToLong(items).reduce(1, Math::multiplyExact);
        long rows = positions / items.applyAsLong(axes.get(axes.size() - 1));
        KernelFile.LaunchBuilder launch = plan.open(
                        kernel, Map.of("planes", planes, "rows", rows, "positions", positions))
                .real(dtype)
                .define("RANK", axes.size())
                .define("TAPS", weights.taps())
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.denseOut(0), dtype);
        for (ResizeAxis axis : axes) {
            launch.int32(axis.size())
                    .int32(axis.outSize())
                    .int64(axis.slope())
                    .int64(axis.start())
                    .int64(axis.divisor());
        }
        launch.add();
    }
}
