package org.clgrad.engine.routine;

import java.util.List;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelCatalog;

/**
 * What a plan is made for.
 *
 * @param capabilities what the device can do
 * @param kernels where kernel sources are found
 * @param tuning what has been measured on it
 */
public record Target(Capabilities capabilities, KernelCatalog kernels, Tuning tuning) {
    /** The same with what is known of one variant on such operands. */
    Target of(Routine routine, Variant variant, List<TensorSpec> in) {
        Tuning own = tuning.of(routine, variant.name(), in);
        return own == tuning ? this : new Target(capabilities, kernels, own);
    }
}
