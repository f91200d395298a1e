package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.DType;

/** y = x in another element type; dx = dy in the old one. */
final class CastFunction extends SingleOutput {
    private final DType target;
    private DType source;

    CastFunction(DType target) {
        this.target = target;
        this.source = target;
    }

    @Override
    public String name() {
        return "cast";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        source = in.get(0).dtype();
        return run(Pointwise.cast(target), in.get(0));
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(dy.to(source));
    }
}
