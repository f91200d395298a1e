package org.clgrad.autograd;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.MismatchException;

/** What users want done with the gradient of one tensor, in the order in which they said so. */
final class GradientHooks {
    private final List<UnaryOperator<Tensor>> hooks = new CopyOnWriteArrayList<>();

    /** Adds one; running what comes back takes it away again. */
    Runnable add(UnaryOperator<Tensor> hook) {
        // An object of its own, since the same hook may be added twice.
        UnaryOperator<Tensor> own = hook::apply;
        hooks.add(own);
        return () -> hooks.remove(own);
    }

    /** The gradient that goes on in place of the one that arrived: that itself, or a tensor of the current scope. */
    Tensor apply(Tensor gradient) {
        Tensor current = gradient;
        for (UnaryOperator<Tensor> hook : hooks) {
            current = applied(hook, current);
        }
        return current;
    }

    /**
     * What a hook gives may be the user's, who goes on using it, while the walk releases what it has used up and adds to what
     * is its alone; so the walk has an alias of it.
     */
    private static Tensor applied(UnaryOperator<Tensor> hook, Tensor gradient) {
        try (Scope scope = Scope.open()) {
            Tensor next = hook.apply(gradient);
            if (!next.shape().equals(gradient.shape()) || next.dtype() != gradient.dtype()) {
                throw new MismatchException(
                        "hook",
                        "the gradient it gives",
                        gradient.dtype() + " " + gradient.shape(),
                        next.dtype() + " " + next.shape());
            }
            return next == gradient ? gradient : scope.keep(next.alias());
        }
    }
}
