package org.clgrad.engine.routine;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A variant made of kernel files: a condition on the inputs, and the code that puts the launches together.
 *
 * @param name the main kernel file
 * @param accepts inputs it can do; double precision is asked of the device without saying so here
 * @param planner adds the launches
 */
public record KernelVariant(String name, Predicate<List<TensorSpec>> accepts, Consumer<PlanBuilder> planner)
        implements Variant {
    /** A variant for any inputs. */
    public KernelVariant(String name, Consumer<PlanBuilder> planner) {
        this(name, in -> true, planner);
    }

    @Override
    public boolean fits(Target target, List<TensorSpec> in) {
        boolean needsDouble = in.stream().anyMatch(spec -> spec.dtype() == DType.F64);
        return (target.capabilities().fp64() || !needsDouble) && accepts.test(in);
    }

    @Override
    public Plan plan(Target target, List<TensorSpec> in, List<TensorSpec> out) {
        PlanBuilder builder = new PlanBuilder(target, name, in, out);
        planner.accept(builder);
        return builder.build();
    }
}
