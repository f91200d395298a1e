package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** Rows of a table by their numbers: DJL's function, without the vocabulary that its blocks want. */
final class EmbeddingBlock extends AbstractBlock {
    private final Shape table;
    private final Parameter rows;

    EmbeddingBlock(int count, int size) {
        table = new Shape(count, size);
        rows = addParameter(Parameter.builder()
                .setName("rows")
                .setType(Parameter.Type.WEIGHT)
                .build());
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        rows.setShape(table);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0].add(table.get(1))};
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray numbers = inputs.singletonOrThrow();
        NDArray values = parameters.getValue(rows, numbers.getDevice(), training);
        return Embedding.embedding(numbers, values, SparseFormat.DENSE);
    }
}
