package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;

/** Networks over sequences of 64. */
final class SequenceNetworks {
    static final int CHARACTERS = 65;
    static final int STEPS = 64;
    static final int MODEL = 128;

    private SequenceNetworks() {}

    /** Embedding 65 × 128, LSTM 256, Linear 65 at each step; step by step in memory. */
    static Network characters(int batch) {
        Block lstm = LSTM.builder()
                .setStateSize(256)
                .setNumLayers(1)
                .optReturnState(false)
                .build();
        SequentialBlock block = new SequentialBlock()
                .add(new EmbeddingBlock(CHARACTERS, MODEL))
                .add(lstm)
                .add(Linear.builder().setUnits(CHARACTERS).build());
        return new Network(block, new Shape(STEPS, batch), 420_289);
    }

    /** One encoder block: 4 heads, 128 numbers, 512 inside, GELU. */
    static Network transformer(int batch) {
        return new Network(new EncoderBlock(MODEL, 4, 512, Activation::gelu), new Shape(batch, STEPS, MODEL), 198_272);
    }
}
