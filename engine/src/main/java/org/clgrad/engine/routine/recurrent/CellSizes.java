package org.clgrad.engine.routine.recurrent;

import java.util.Locale;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The sizes of one step of a cell, with which all its operands must agree.
 *
 * @param operation the routine's name, for messages
 * @param rows sequences in the batch, N
 * @param hidden elements of the state, H
 */
record CellSizes(String operation, DType dtype, long rows, long hidden) {
    /** Those of a state [N,H]. */
    static CellSizes of(String operation, String argument, TensorSpec state) {
        if (!state.dtype().isFloat() || state.rank() != 2) {
            throw new MismatchException(operation, argument, "a floating-point type and shape [N,H]", state.toString());
        }
        return new CellSizes(operation, state.dtype(), state.size(0), state.size(1));
    }

    /** [N, parts·H], dense. */
    TensorSpec matrix(int parts) {
        return TensorSpec.of(dtype, rows, parts * hidden);
    }

    /** Refuses what is not [N, parts·H]. */
    CellSizes checkMatrix(String argument, TensorSpec given, int parts) {
        return check(argument, given, matrix(parts));
    }

    /** Refuses what is not [parts·H]. */
    CellSizes checkVector(String argument, TensorSpec given, int parts) {
        return check(argument, given, TensorSpec.of(dtype, parts * hidden));
    }

    /** [T, N, parts·H], dense. */
    TensorSpec steps(long steps, int parts) {
        return TensorSpec.of(dtype, steps, rows, parts * hidden);
    }

    /** T of what is [T, N, parts·H]; refuses anything else, and a sequence without steps. */
    long checkSteps(String argument, TensorSpec given, int parts) {
        long steps = given.rank() == 3 ? given.size(0) : 0;
        if (steps < 1) {
            throw new MismatchException(
                    operation,
                    argument,
                    dtype.name().toLowerCase(Locale.ROOT) + "[T," + rows + "," + parts * hidden + "], T ≥ 1",
                    given.toString());
        }
        checkSteps(argument, given, parts, steps);
        return steps;
    }

    /** Refuses what is not [steps, N, parts·H]. */
    void checkSteps(String argument, TensorSpec given, int parts, long steps) {
        check(argument, given, steps(steps, parts));
    }

    /** Refuses weights that are not [parts·H, H]. */
    void checkRecurrent(TensorSpec given, int parts) {
        check("recurrent weight", given, TensorSpec.of(dtype, parts * hidden, hidden));
    }

    private CellSizes check(String argument, TensorSpec given, TensorSpec wanted) {
        if (given.dtype() != dtype || !given.shape().equals(wanted.shape())) {
            throw new MismatchException(operation, argument, wanted.toString(), given.toString());
        }
        return this;
    }
}
