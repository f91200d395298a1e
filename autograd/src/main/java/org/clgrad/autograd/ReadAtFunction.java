package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.indexing.Gather;
import org.clgrad.engine.routine.indexing.IndexSelect;
import org.jspecify.annotations.Nullable;

/** y = x at places, for each element or for each slice; dx = the sums of dy by place. Linear in x. */
final class ReadAtFunction extends SingleOutput {
    private final boolean each;
    private final int axis;
    private final boolean wraps;
    private final Routine routine;
    private long size;

    /**
     * A reading.
     *
     * @param each whether each element has an index
     * @param zeros whether there is 0 where an index says no place
     */
    ReadAtFunction(boolean each, int axis, boolean wraps, boolean zeros) {
        this.each = each;
        this.axis = axis;
        this.wraps = wraps;
        routine = each ? new Gather(axis, wraps, zeros) : new IndexSelect(axis, wraps, zeros);
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
        return Arrays.asList(needs(0) ? new SumAtFunction(each, axis, size, wraps).apply(saved(0), dy) : null, null);
    }
}
