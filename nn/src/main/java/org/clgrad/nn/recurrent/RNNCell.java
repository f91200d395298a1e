package org.clgrad.nn.recurrent;

import org.clgrad.autograd.Nonlinearity;
import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plain recurrent network, as {@code torch.nn.RNNCell}; for the formula see {@link
 * org.clgrad.autograd.TensorRecurrent#rnn}. Parameters {@code weight_ih} [H,I], {@code weight_hh} [H,H], {@code bias_ih} and
 * {@code bias_hh} [H].
 */
public final class RNNCell extends RecurrentCellModule {
    private final Nonlinearity nonlinearity;

    /** With tanh and biases. */
    public RNNCell(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, true, Nonlinearity.TANH);
    }

    /**
     * A cell with all there is to choose, in PyTorch's order.
     *
     * @throws IllegalArgumentException if a size is less than 1
     */
    public RNNCell(int inputSize, int hiddenSize, boolean bias, Nonlinearity nonlinearity) {
        super(new RecurrentSizes("RNNCell", inputSize, hiddenSize, 1), bias);
        this.nonlinearity = nonlinearity;
    }

    /** The state after a step from zeros. */
    @Override
    protected Tensor forward(Tensor x) {
        return apply(x, null);
    }

    /**
     * One step.
     *
     * @param x [N,I] or [I]
     * @param h the state before the step, [N,H] or [H], or null for zeros
     * @return the state after it
     * @throws org.clgrad.engine.tensor.MismatchException if shapes or types do not fit
     */
    public Tensor apply(Tensor x, @Nullable Tensor h) {
        return running(scope -> {
            Tensor state = h == null ? null : h.unsqueeze(0);
            Tensor next = x.unsqueeze(0)
                    .rnn(weights(), RecurrentStack.single(), nonlinearity, state)
                    .hidden();
            return scope.keep(next.squeeze(0));
        });
    }
}
