package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.indexing.Gather;
import org.clgrad.engine.routine.indexing.Indexed;
import org.jspecify.annotations.Nullable;

/** y = x at places, for each element or for each slice; dx = the sums of dy by place. Linear in x. */
final class ReadAtFunction extends SingleOutput {
    private final Indexed indexed;
    private final int axis;
    private final boolean wraps;
    private final Routine routine;
    private long size;

    /**
     * A reading.
     *
     * @param indexed what has an index of its own
     * @param zeros whether there is 0 where an index says no place
     */
    ReadAtFunction(Indexed indexed, int axis, boolean wraps, boolean zeros) {
        this.indexed = indexed;
        this.axis = axis;
        this.wraps = wraps;
        routine = new Gather(indexed, axis, wraps, zeros);
    }

    @Override
    public String name() {
        return routine.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        save(in.get(1));
        size = in.get(0).size(axis);
        return run(routine, in.get(0), in.get(1));
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        return Arrays.asList(needs(0) ? new SumAtFunction(indexed, axis, size, wraps).apply(saved(0), dy) : null, null);
    }
}
