package org.clgrad.autograd;

import org.jspecify.annotations.Nullable;

/**
 * The weights of one layer of a recurrent network in one direction, in PyTorch's layouts. With H elements of state, G the
 * number of parts that the cell's sums have (1 in a plain cell, 3 in a GRU, 4 in an LSTM), I the size of what comes in and
 * P that of the result, which is H unless it is projected:
 *
 * @param input W_ih [G·H, I]
 * @param recurrent W_hh [G·H, P]
 * @param inputBias b_ih [G·H], or null for none
 * @param recurrentBias b_hh [G·H], or null for none
 * @param projection W_hr [P, H] of an LSTM whose result is projected, else null
 * @param peephole [3·H] in the order i, f, o, of an LSTM whose gates see the cell, else null
 */
public record RecurrentWeights(
        Tensor input,
        Tensor recurrent,
        @Nullable Tensor inputBias,
        @Nullable Tensor recurrentBias,
        @Nullable Tensor projection,
        @Nullable Tensor peephole) {
    /** Those of a cell without projection and peepholes. */
    public RecurrentWeights(
            Tensor input, Tensor recurrent, @Nullable Tensor inputBias, @Nullable Tensor recurrentBias) {
        this(input, recurrent, inputBias, recurrentBias, null, null);
    }

    /** I. */
    long inputSize() {
        return input.size(1);
    }

    /** P. */
    long resultSize() {
        return recurrent.size(1);
    }
}
