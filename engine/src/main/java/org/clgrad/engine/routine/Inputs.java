package org.clgrad.engine.routine;

import java.util.List;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/** What routines check of the list of their inputs before they look at any of them. */
public final class Inputs {
    private Inputs() {}

    /**
     * Checks how many there are.
     *
     * @throws MismatchException if they are fewer or more
     */
    public static void checkCount(String operation, List<TensorSpec> in, int count) {
        if (in.size() != count) {
            throw new MismatchException(
                    operation, "the list of inputs", count == 1 ? "one tensor" : count + " tensors", in.toString());
        }
    }
}
