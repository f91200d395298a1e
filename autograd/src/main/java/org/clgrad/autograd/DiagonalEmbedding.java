package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.tensor.Shape;

/** y = zeros of a larger shape with x, by its last axis, on a diagonal of two axes; dx = dy on that diagonal. */
final class DiagonalEmbedding extends SingleOutput {
    private final Shape target;
    private final long offset;
    private final int rows;
    private final int columns;

    DiagonalEmbedding(Shape target, long offset, int rows, int columns) {
        this.target = target;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public String name() {
        return "diagonal_embedding";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor x = in.get(0);
        return filled(Tensors.zeros(x.device(), x.dtype(), target), y -> {
            TensorData places = Diagonal.part(y.data(), offset, rows, columns);
            x.device().run(new Copy(), List.of(x.data()), List.of(places));
        });
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(new Diagonal(offset, rows, columns).apply(dy));
    }
}
