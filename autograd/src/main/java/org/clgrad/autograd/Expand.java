package org.clgrad.autograd;

import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.tensor.Shape;

/** y = x repeated to a larger shape; dx = dy summed over the repetitions. */
final class Expand extends View {
    private final Shape target;
    private Shape source = Shape.scalar();

    Expand(Shape target) {
        this.target = target;
    }

    @Override
    public String name() {
        return "expand";
    }

    @Override
    TensorData view(TensorData data) {
        source = data.spec().shape();
        return data.view(data.spec().layout().broadcastTo(target), 0);
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(dy.sumTo(source));
    }

    static Tensor sumTo(Tensor x, Shape shape) {
        if (x.shape().equals(shape)) {
            return x;
        }
        int lead = x.rank() - shape.rank();
        int[] repeated = IntStream.range(0, x.rank())
                .filter(axis -> axis < lead || (shape.size(axis - lead) == 1 && x.size(axis) != 1))
                .toArray();
        Tensor sum = repeated.length == 0 ? x : x.sum(true, repeated);
        return sum.shape().equals(shape) ? sum : sum.reshape(shape);
    }
}
