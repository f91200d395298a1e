package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.indexing.Indexed;
import org.clgrad.engine.routine.indexing.LastIndex;
import org.clgrad.engine.routine.indexing.Scatter;
import org.jspecify.annotations.Nullable;

/**
 * y = x, but a source at places. With p the places said last, and none for all elements that another one replaces: dx = dy, but 0
 * at p; the source's gradient is dy at p, 0 where that is none. Linear in both. Takes x, the index and the source.
 */
final class WriteAtFunction extends SingleOutput {
    private final Indexed indexed;
    private final int axis;
    private final boolean wraps;
    private final Routine routine;

    WriteAtFunction(Indexed indexed, int axis, boolean wraps) {
        this.indexed = indexed;
        this.axis = axis;
        this.wraps = wraps;
        routine = new Scatter(indexed, axis, wraps);
    }

    @Override
    public String name() {
        return routine.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor x = in.get(0);
        Tensor index = in.get(1);
        List<Tensor> y = run(routine, x, index, in.get(2));
        if (x.requiresGrad() || in.get(2).requiresGrad()) {
            Tensor last = run(new LastIndex(indexed == Indexed.ELEMENTS ? axis : 0, x.size(axis), wraps), index)
                    .get(0);
            save(last);
            last.close();
        }
        return y;
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        Tensor last = saved(0);
        return Arrays.asList(
                needs(0) ? without(dy, last) : null,
                null,
                needs(2) ? new ReadAtFunction(indexed, axis, false, true).apply(dy, last) : null);
    }

    private Tensor without(Tensor dy, Tensor places) {
        long count = places.size(indexed == Indexed.ELEMENTS ? axis : 0);
        Tensor zeros = Tensors.zeros(dy.device(), dy.dtype(), dy.shape().with(axis, count));
        return new WriteAtFunction(indexed, axis, false).apply(dy, places, zeros);
    }
}
