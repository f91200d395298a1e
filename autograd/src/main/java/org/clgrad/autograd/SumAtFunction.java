package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.indexing.Indexed;
import org.clgrad.engine.routine.indexing.ScatterAdd;
import org.jspecify.annotations.Nullable;

/**
 * y = x, or zeros, and the sums of a source by place; dx = dy, and the source's gradient is dy at the places, 0 where an index says
 * none. Linear in both. Takes the index, the source and, where there is one, x.
 */
final class SumAtFunction extends SingleOutput {
    private final Indexed indexed;
    private final int axis;
    private final boolean wraps;
    private final Routine routine;

    SumAtFunction(Indexed indexed, int axis, long size, boolean wraps) {
        this.indexed = indexed;
        this.axis = axis;
        this.wraps = wraps;
        routine = new ScatterAdd(indexed, axis, size, wraps);
    }

    @Override
    public String name() {
        return routine.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        saveFor(in.get(1), in.get(0));
        return run(routine, in.toArray(new Tensor[0]));
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        List<@Nullable Tensor> gradients = new ArrayList<>();
        gradients.add(null);
        gradients.add(needs(1) ? new ReadAtFunction(indexed, axis, wraps, true).apply(dy, saved(0)) : null);
        if (sources().size() == 3) {
            gradients.add(needs(2) ? dy : null);
        }
        return gradients;
    }
}
