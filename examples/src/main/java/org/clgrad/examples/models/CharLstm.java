package org.clgrad.examples.models;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;
import org.clgrad.nn.layer.Embedding;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.recurrent.LSTM;

/**
 * A language model of characters: what comes next, at each place of a text. From characters [T,N], I64, to a number for each
 * character of the alphabet [T·N,characters]: embedding, one layer of LSTM, linear layer.
 *
 * <p>Source: A. Karpathy, "The unreasonable effectiveness of recurrent neural networks", 2015.
 */
public final class CharLstm extends Module {
    private final Embedding embedding;
    private final LSTM lstm;
    private final Linear linear;
    private final int hidden;

    /**
     * A model.
     *
     * @param characters in the alphabet
     * @param features of a character
     * @param hidden size of the LSTM
     */
    public CharLstm(int characters, int features, int hidden) {
        this.embedding = child("embedding", new Embedding(characters, features));
        this.lstm = child("lstm", new LSTM(features, hidden));
        this.linear = child("linear", new Linear(hidden, characters));
        this.hidden = hidden;
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor states = lstm.apply(embedding.apply(x));
        return linear.apply(states.reshape(x.size(0) * x.size(1), hidden));
    }
}
