package org.clgrad.nn.recurrent;

import org.clgrad.autograd.RecurrentOutput;
import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent units over sequences, as {@code torch.nn.GRU}, and beyond it with the reset before the recurrent product;
 * for the formulas, and for what ONNX and Keras do otherwise, see {@link org.clgrad.autograd.TensorRecurrent#gru}.
 *
 * <p>From [T,N,I], or [N,T,I] if the batch is first, or [T,I], to the last layer's results of all steps, [T,N,D·H] with D
 * directions. Parameters of each layer and direction: {@code weight_ih_l0} [3H,I], {@code weight_hh_l0} [3H,H], {@code
 * bias_ih_l0} and {@code bias_hh_l0} [3H]; {@code _reverse} is appended for the second direction. Gates are in the order r, z,
 * n. All begin evenly distributed over ±1/√H.
 */
public final class GRU extends RecurrentModule {
    private static final int PARTS = 3;

    private final boolean resetAfter;

    /** One layer in one direction, with biases, reset after the product. */
    public GRU(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, 1);
    }

    /** So many layers in one direction, with biases, reset after the product. */
    public GRU(int inputSize, int hiddenSize, int numLayers) {
        this(inputSize, hiddenSize, numLayers, true, false, 0, false, true);
    }

    /**
     * A network with all there is to choose, in PyTorch's order.
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param numLayers how many layers lie above one another
     * @param bias whether there are biases
     * @param batchFirst whether sequences are [N,T,…] and not [T,N,…]
     * @param dropout the share of each layer's results but the last's that are dropped while training
     * @param bidirectional whether each layer goes over the sequence in both directions
     * @param resetAfter whether the reset comes after the recurrent product, as in PyTorch
     * @throws IllegalArgumentException if a number is out of its range
     */
    public GRU(
            int inputSize,
            int hiddenSize,
            int numLayers,
            boolean bias,
            boolean batchFirst,
            double dropout,
            boolean bidirectional,
            boolean resetAfter) {
        super(
                new RecurrentSizes("GRU", inputSize, hiddenSize, PARTS),
                new RecurrentStack(numLayers, batchFirst, dropout, bidirectional),
                bias);
        this.resetAfter = resetAfter;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.gru(weights(), stack(), resetAfter, null).output();
    }

    /**
     * Runs the network from given states and gives the last ones too.
     *
     * @param x [T,N,I], [N,T,I] if the batch is first, or [T,I]
     * @param h0 the first results [layers·D,N,H], or null for zeros
     * @param lengths of the sequences, in any order, if they are padded at their end; none if all are whole
     * @throws org.clgrad.engine.tensor.MismatchException if shapes, types or lengths do not fit
     */
    public RecurrentOutput apply(Tensor x, @Nullable Tensor h0, long... lengths) {
        return running(scope -> {
            RecurrentOutput out = x.gru(weights(), stack(), resetAfter, h0, lengths);
            return new RecurrentOutput(scope.keep(out.output()), scope.keep(out.hidden()));
        });
    }
}
