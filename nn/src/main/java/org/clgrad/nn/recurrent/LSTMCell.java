package org.clgrad.nn.recurrent;

import org.clgrad.autograd.LstmOutput;
import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One step of a long short-term memory, as {@code torch.nn.LSTMCell}; for the formulas see {@link
 * org.clgrad.autograd.TensorRecurrent#lstm}. Parameters {@code weight_ih} [4H,I], {@code weight_hh} [4H,H], {@code bias_ih}
 * and {@code bias_hh} [4H], gates in the order i, f, g, o.
 */
public final class LSTMCell extends RecurrentCellModule {
    private static final int PARTS = 4;

    /**
     * A cell's state.
     *
     * @param hidden its result h [N,H], or [H]
     * @param cell c, of the same shape
     */
    public record State(Tensor hidden, Tensor cell) {}

    /** With biases. */
    public LSTMCell(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, true);
    }

    /**
     * With or without biases.
     *
     * @throws IllegalArgumentException if a size is less than 1
     */
    public LSTMCell(int inputSize, int hiddenSize, boolean bias) {
        super(new RecurrentSizes("LSTMCell", inputSize, hiddenSize, PARTS), bias);
    }

    /** The result of a step from zeros. */
    @Override
    protected Tensor forward(Tensor x) {
        return apply(x, null).hidden();
    }

    /**
     * One step.
     *
     * @param x [N,I] or [I]
     * @param state that before the step, or null for zeros
     * @return that after it
     * @throws org.clgrad.engine.tensor.MismatchException if shapes or types do not fit
     */
    public State apply(Tensor x, @Nullable State state) {
        return running(scope -> {
            LstmOutput out = x.unsqueeze(0)
                    .lstm(
                            weights(),
                            RecurrentStack.single(),
                            state == null ? null : state.hidden().unsqueeze(0),
                            state == null ? null : state.cell().unsqueeze(0));
            return new State(
                    scope.keep(out.hidden().squeeze(0)), scope.keep(out.cell().squeeze(0)));
        });
    }
}
