package org.clgrad.nn.recurrent;

import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One step of a gated recurrent unit, as {@code torch.nn.GRUCell}; for the formulas see {@link
 * org.clgrad.autograd.TensorRecurrent#gru}. Parameters {@code weight_ih} [3H,I], {@code weight_hh} [3H,H], {@code bias_ih} and
 * {@code bias_hh} [3H], gates in the order r, z, n.
 */
public final class GRUCell extends RecurrentCellModule {
    private static final int PARTS = 3;

    private final boolean resetAfter;

    /** With biases, reset after the product. */
    public GRUCell(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, true, true);
    }

    /**
     * A cell with all there is to choose.
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param bias whether there are biases
     * @param resetAfter whether the reset comes after the recurrent product, as in PyTorch
     * @throws IllegalArgumentException if a size is less than 1
     */
    public GRUCell(int inputSize, int hiddenSize, boolean bias, boolean resetAfter) {
        super(new RecurrentSizes("GRUCell", inputSize, hiddenSize, PARTS), bias);
        this.resetAfter = resetAfter;
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
                    .gru(weights(), RecurrentStack.single(), resetAfter, state)
                    .hidden();
            return scope.keep(next.squeeze(0));
        });
    }
}
