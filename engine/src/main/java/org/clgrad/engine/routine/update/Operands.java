package org.clgrad.engine.routine.update;

import java.util.List;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/** What the updates ask of their operands. */
final class Operands {
    private Operands() {}

    static void count(String operation, List<TensorSpec> in, int count) {
        if (in.size() != count) {
            throw new MismatchException(operation, "the list of inputs", count + " tensors", in.toString());
        }
    }

    static void floating(String operation, String argument, TensorSpec spec) {
        if (!spec.dtype().isFloat()) {
            throw new MismatchException(operation, argument, "a floating-point type", spec.toString());
        }
    }

    /** One element, of any rank. */
    static void scalar(String operation, String argument, TensorSpec spec) {
        if (spec.elements() != 1) {
            throw new MismatchException(operation, argument, "one element", spec.toString());
        }
    }

    /** One 64-bit integer. */
    static void counter(String operation, String argument, TensorSpec spec) {
        scalar(operation, argument, spec);
        if (spec.dtype() != DType.I64) {
            throw new MismatchException(operation, argument, "type i64", spec.toString());
        }
    }

    /** The parameter's element type and shape. */
    static void like(String operation, String argument, TensorSpec parameter, TensorSpec spec) {
        if (spec.dtype() != parameter.dtype() || !spec.shape().equals(parameter.shape())) {
            throw new MismatchException(
                    operation,
                    argument,
                    TensorSpec.of(parameter.dtype(), parameter.shape()) + ", as the parameter is",
                    spec.toString());
        }
    }

    /** An attribute from 0 to below 1. */
    static void fraction(String operation, String attribute, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(operation + ": " + attribute + " is in [0, 1), got " + value);
        }
    }

    /** An attribute that is finite and not negative. */
    static void notNegative(String operation, String attribute, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(operation + ": " + attribute + " is at least 0, got " + value);
        }
    }

    /** u; twice in double, where the reference rounds as the kernels do and may err the other way. */
    static double roundoff(DType dtype) {
        return dtype == DType.F64 ? 2 * dtype.unitRoundoff() : dtype.unitRoundoff();
    }
}
