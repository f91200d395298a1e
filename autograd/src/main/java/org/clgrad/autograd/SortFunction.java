package org.clgrad.autograd;

import java.util.Collections;
import java.util.List;
import org.clgrad.engine.routine.sort.Sort;
import org.jspecify.annotations.Nullable;

/** Values and indices of a sort, or of the first few; dx = dy of each value at the place that it came from. */
final class SortFunction extends Function {
    private final Sort sort;
    private long size;

    SortFunction(Sort sort) {
        this.sort = sort;
    }

    @Override
    public String name() {
        return sort.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        size = in.get(0).size(sort.axis());
        List<Tensor> out = run(sort, in.get(0));
        save(out.get(1));
        return out;
    }

    @Override
    protected List<@Nullable Tensor> backward(List<@Nullable Tensor> outputGradients) {
        Tensor dy = outputGradients.get(0);
        if (dy == null) {
            return Collections.singletonList(null);
        }
        Tensor zeros = Tensors.zeros(dy.device(), dy.dtype(), dy.shape().with(sort.axis(), size));
        return List.of(zeros.scatter(sort.axis(), saved(0), dy));
    }
}
