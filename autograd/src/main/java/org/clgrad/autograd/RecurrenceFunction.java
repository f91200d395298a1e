package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.scan.Recurrence;
import org.jspecify.annotations.Nullable;

/**
 * yᵢ = hᵢ₋₁, where hᵢ = aᵢ·hᵢ₋₁ + bᵢ. What hᵢ leads to is Hᵢ = dyᵢ₊₁ + aᵢ₊₁·Hᵢ₊₁, the same recurrence of a and dy from the other
 * end; db = H and da = H·y.
 */
final class RecurrenceFunction extends SingleOutput {
    private final Recurrence recurrence;

    RecurrenceFunction(int axis, boolean reverse) {
        recurrence = new Recurrence(axis, reverse);
    }

    @Override
    public String name() {
        return recurrence.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        save(in.get(0));
        List<Tensor> y = run(recurrence, in.get(0), in.get(1));
        if (in.get(0).requiresGrad()) {
            saveOutput(y.get(0), 0);
        }
        return y;
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        Tensor h = new RecurrenceFunction(recurrence.axis(), !recurrence.reverse()).apply(saved(0), dy);
        return Arrays.asList(needs(0) ? h.mul(saved(1)) : null, needs(1) ? h : null);
    }
}
