package org.clgrad.engine.routine.softmax;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A shape seen along one of its axes: [outer, n, inner], with n the size of that axis.
 *
 * @param outer product of the sizes before the axis
 * @param n size of the axis
 * @param inner product of the sizes after it
 */
record AlongAxis(long outer, long n, long inner) {
    /** @throws MismatchException if there is no such axis */
    static AlongAxis of(String operation, Shape shape, int axis) {
        int along = shape.axis(operation, axis);
        long outer = 1;
        long inner = 1;
        for (int i = 0; i < shape.rank(); i++) {
            outer *= i < along ? shape.size(i) : 1;
            inner *= i > along ? shape.size(i) : 1;
        }
        return new AlongAxis(outer, shape.size(along), inner);
    }

    /** Checks one floating-point input, and that it has the axis. */
    static List<TensorSpec> infer(String operation, List<TensorSpec> in, int axis) {
        if (in.size() != 1) {
            throw new MismatchException(operation, "the list of inputs", "one tensor", in.toString());
        }
        TensorSpec x = in.get(0);
        if (!x.dtype().isFloat()) {
            throw new MismatchException(operation, "input", "a floating-point type", x.toString());
        }
        of(operation, x.shape(), axis);
        return List.of(TensorSpec.of(x.dtype(), x.shape()));
    }

    /** Checks a gradient and a result of one shape and one floating-point type, and that they have the axis. */
    static List<TensorSpec> inferBackward(String operation, List<TensorSpec> in, int axis) {
        if (in.size() != 2) {
            throw new MismatchException(operation, "the list of inputs", "two tensors", in.toString());
        }
        TensorSpec dy = in.get(0);
        TensorSpec y = in.get(1);
        if (dy.dtype() != y.dtype() || !dy.shape().equals(y.shape())) {
            throw new MismatchException(operation, "y", "the gradient's type and shape, as in " + dy, y.toString());
        }
        return infer(operation, List.of(dy), axis);
    }

    /** The names that the kernels' headers use. */
    Map<String, Long> dims() {
        return Map.of("outer", outer, "inner", inner, "rows", outer * inner);
    }

    /** What a reference does with one line along the axis. */
    @FunctionalInterface
    interface Line {
        /** @param at indices of the line's elements in a dense array */
        void visit(int[] at);
    }

    /** Visits the lines along the axis, each once. */
    void eachLine(HostExec exec, Line line) {
        exec.each(outer * inner, number -> {
            int[] at = new int[Math.toIntExact(n)];
            long first = number / inner * n * inner + number % inner;
            for (int k = 0; k < n; k++) {
                at[k] = Math.toIntExact(first + k * inner);
            }
            line.visit(at);
        });
    }
}
