package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.transformer.ScaledDotProductAttentionBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A post-norm encoder block: h = norm(x + attention(x)), y = norm(h + ffn(h)). DJL's own {@code TransformerEncoderBlock}
 * normalises over the batch and adds x instead of h, which is another network; its attention is what is used here.
 *
 * <p>Source: Vaswani et al., "Attention Is All You Need", NeurIPS 2017, §3.1.
 */
final class EncoderBlock extends AbstractBlock {
    private final Block attention;
    private final Block attentionNorm;
    private final Block feedForward;
    private final Block outputNorm;

    EncoderBlock(int width, int heads, int inner, Function<NDList, NDList> activation) {
        attention = addChildBlock(
                "attention",
                ScaledDotProductAttentionBlock.builder()
                        .setEmbeddingSize(width)
                        .setHeadCount(heads)
                        .optAttentionProbsDropoutProb(0)
                        .build());
        attentionNorm =
                addChildBlock("attentionNorm", LayerNorm.builder().axis(2).build());
        feedForward = addChildBlock(
                "feedForward",
                new SequentialBlock()
                        .add(Linear.builder().setUnits(inner).build())
                        .add(activation)
                        .add(Linear.builder().setUnits(width).build()));
        outputNorm = addChildBlock("outputNorm", LayerNorm.builder().axis(2).build());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }

    @Override
    public void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        for (Block child : getChildren().values()) {
            child.initialize(manager, dataType, inputShapes);
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray x = inputs.singletonOrThrow();
        NDArray attended = apply(attention, parameters, x, training);
        NDArray h = apply(attentionNorm, parameters, attended.add(x), training);
        NDArray fed = apply(feedForward, parameters, h, training);
        return new NDList(apply(outputNorm, parameters, fed.add(h), training));
    }

    private static NDArray apply(Block block, ParameterStore parameters, NDArray x, boolean training) {
        return block.forward(parameters, new NDList(x), training).singletonOrThrow();
    }
}
