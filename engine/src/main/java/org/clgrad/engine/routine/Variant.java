package org.clgrad.engine.routine;

import java.util.List;
import org.clgrad.engine.tensor.TensorSpec;

/** One way of doing a routine with OpenCL kernels. */
public interface Variant {
    /** The kernel file's name, {@code matmul_tiled}. */
    String name();

    /** Whether it can do these inputs on such a device at all, with some choice of tunables. */
    boolean fits(Target target, List<TensorSpec> in);

    /**
     * How far its results may be from the reference: as the routine says, unless it relaxes the arithmetic, for which its
     * kernel's header gives the bound.
     */
    default Tolerance tolerance(List<TensorSpec> in, Tolerance ofRoutine) {
        return ofRoutine;
    }

    /**
     * The launches.
     *
     * @throws IllegalTuningException if the target's tuning asks for tunables that the kernel's header forbids
     */
    Plan plan(Target target, List<TensorSpec> in, List<TensorSpec> out);
}
