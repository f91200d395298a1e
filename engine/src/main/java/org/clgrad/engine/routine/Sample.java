package org.clgrad.engine.routine;

import java.util.List;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * One concrete case of an operation.
 *
 * @param routine the operation with its attributes
 * @param inputs specs of the inputs, dense; a tester may lay them out otherwise
 * @param domains where each input's values come from
 * @param tolerance how far an output may be from the reference
 */
public record Sample(Routine routine, List<TensorSpec> inputs, List<Domain> domains, Tolerance tolerance) {
    public Sample {
        if (inputs.size() != domains.size()) {
            throw new IllegalArgumentException(
                    routine + ": " + inputs.size() + " inputs but " + domains.size() + " domains");
        }
    }
}
