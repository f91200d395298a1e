package org.clgrad.engine.routine;

import java.util.List;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * One operation, with its attributes and without its operands. Implementations are records: two equal routines do the
 * same to the same specs, and plans are cached by that.
 */
public interface Routine {
    /** The operation's name in messages and traces, {@code matmul}. */
    String name();

    /**
     * The specs of the outputs: the only rule of shapes and element types. Inputs may have any strides; outputs are
     * dense unless the routine says otherwise.
     *
     * @throws org.clgrad.engine.tensor.MismatchException if the inputs do not fit
     */
    List<TensorSpec> infer(List<TensorSpec> in);

    /**
     * Output i is input {@code inPlace().get(i)}, changed in place (−1: a new tensor). Empty, the default, where all
     * outputs are new.
     */
    default List<Integer> inPlace() {
        return List.of();
    }

    /**
     * The reference: plain loops, parallel over independent outputs at most. Arithmetic in double for floating-point
     * types, rounded once on storing.
     */
    void onHost(HostExec exec, Args args);

    /** The ways to do it in OpenCL, the preferred ones first; at least one fits any device and any valid specs. */
    List<Variant> variants();

    /** Floating-point operations and the least bytes to move. */
    Cost cost(List<TensorSpec> in);

    /**
     * As what it is tuned: by default as itself. A routine that does something with each element before it is stored, like adding a
     * bias, is tuned as the one that does not, so that what was measured of the one holds for the other.
     *
     * @param in what it runs on
     */
    default Tuned tunedAs(List<TensorSpec> in) {
        return new Tuned(this, in);
    }

    /**
     * A routine on operands.
     *
     * @param in its inputs
     */
    record Tuned(Routine routine, List<TensorSpec> in) {}
}
