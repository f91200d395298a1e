package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.random.Dropout;
import org.jspecify.annotations.Nullable;

/**
 * y = scale·x + shift where x is kept, else a constant; inputs x and the state of a stream, outputs y and the next state.
 *
 * <p>dx = scale·dy where x was kept, else 0: linear in dy, and drawn once more from the next state, so that no mask is kept
 * and gradients of any order are the same function.
 */
final class DropoutFunction extends SingleOutput {
    private final Dropout routine;

    DropoutFunction(Dropout routine) {
        this.routine = routine;
    }

    @Override
    public String name() {
        return routine.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        List<Tensor> out = run(routine, in.get(0), in.get(1));
        save(routine.again() ? in.get(1) : out.get(1));
        return out;
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        return Arrays.asList(needs(0) ? new DropoutFunction(routine.backward()).apply(dy, saved(0)) : null, null);
    }
}
