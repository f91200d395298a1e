package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.TensorData;

/** y = x with its axes reordered; dx = dy with the axes put back. */
final class Permute extends View {
    private final int[] order;

    Permute(int... order) {
        this.order = order.clone();
    }

    @Override
    public String name() {
        return "permute";
    }

    @Override
    TensorData view(TensorData data) {
        return data.view(data.spec().layout().permute(order), 0);
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[dy.shape().axis(name(), order[i])] = i;
        }
        return List.of(dy.permute(inverse));
    }
}
