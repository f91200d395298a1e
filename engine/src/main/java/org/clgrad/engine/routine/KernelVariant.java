package org.clgrad.engine.routine;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A variant made of kernel files: a condition on the inputs, and the code that puts the launches together.
 *
 * @param name the main kernel file
 * @param accepts inputs it can do; double precision is asked of the device without saying so here
 * @param planner adds the launches
 * @param relaxed the bound of its error, if it is not the routine's
 */
public record KernelVariant(
        String name,
        Predicate<List<TensorSpec>> accepts,
        Consumer<PlanBuilder> planner,
        Optional<Function<List<TensorSpec>, Tolerance>> relaxed)
        implements Variant {
    /** A variant that is as exact as the routine says. */
    public KernelVariant(String name, Predicate<List<TensorSpec>> accepts, Consumer<PlanBuilder> planner) {
        this(name, accepts, planner, Optional.empty());
    }

    /** A variant for any inputs. */
    public KernelVariant(String name, Consumer<PlanBuilder> planner) {
        this(name, in -> true, planner);
    }

    /** The same, with a bound of its own for the error. */
    public KernelVariant relaxed(Function<List<TensorSpec>, Tolerance> tolerance) {
        return new KernelVariant(name, accepts, planner, Optional.of(tolerance));
    }

    @Override
    public Tolerance tolerance(List<TensorSpec> in, Tolerance ofRoutine) {
        return relaxed.map(tolerance -> tolerance.apply(in)).orElse(ofRoutine);
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
