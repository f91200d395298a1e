package org.clgrad.autograd;

import java.util.Collections;
import java.util.List;
import org.clgrad.engine.routine.Routine;
import org.jspecify.annotations.Nullable;

/** A routine whose outputs have no gradient, because they are integers or do not change with the inputs. */
final class Plain extends Function {
    private final Routine routine;

    private Plain(Routine routine) {
        this.routine = routine;
    }

    /** The routine's output, of which nobody can want a gradient. */
    static Tensor of(Routine routine, Tensor... in) {
        return all(routine, in).get(0);
    }

    /** All of its outputs. */
    static List<Tensor> all(Routine routine, Tensor... in) {
        return GradMode.without(() -> new Plain(routine).applyAll(in));
    }

    @Override
    public String name() {
        return routine.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        return run(routine, in.toArray(new Tensor[0]));
    }

    @Override
    protected List<@Nullable Tensor> backward(List<@Nullable Tensor> outputGradients) {
        return Collections.nCopies(sources().size(), null);
    }
}
