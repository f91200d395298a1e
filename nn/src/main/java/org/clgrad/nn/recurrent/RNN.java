package org.clgrad.nn.recurrent;

import org.clgrad.autograd.Nonlinearity;
import org.clgrad.autograd.RecurrentOutput;
import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Plain recurrent networks over sequences, as {@code torch.nn.RNN}; for the formula see {@link
 * org.clgrad.autograd.TensorRecurrent#rnn}.
 *
 * <p>From [T,N,I], or [N,T,I] if the batch is first, or [T,I], to the last layer's results of all steps, [T,N,D·H] with D
 * directions. Parameters of each layer and direction: {@code weight_ih_l0} [H,I], {@code weight_hh_l0} [H,H], {@code
 * bias_ih_l0} and {@code bias_hh_l0} [H]; {@code _reverse} is appended for the second direction. All begin evenly distributed
 * over ±1/√H.
 */
public final class RNN extends RecurrentModule {
    private final Nonlinearity nonlinearity;

    /** One layer in one direction, with tanh and biases. */
    public RNN(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, 1);
    }

    /** So many layers in one direction, with tanh and biases. */
    public RNN(int inputSize, int hiddenSize, int numLayers) {
        this(inputSize, hiddenSize, numLayers, Nonlinearity.TANH, true, false, 0, false);
    }

    /**
     * A network with all there is to choose, in PyTorch's order.
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param numLayers how many layers lie above one another
     * @param nonlinearity what is done to the sums
     * @param bias whether there are biases
     * @param batchFirst whether sequences are [N,T,…] and not [T,N,…]
     * @param dropout the share of each layer's results but the last's that are dropped while training
     * @param bidirectional whether each layer goes over the sequence in both directions
     * @throws IllegalArgumentException if a number is out of its range
     */
    public RNN(
            int inputSize,
            int hiddenSize,
            int numLayers,
            Nonlinearity nonlinearity,
            boolean bias,
            boolean batchFirst,
            double dropout,
            boolean bidirectional) {
        super(
                new RecurrentSizes("RNN", inputSize, hiddenSize, 1),
                new RecurrentStack(numLayers, batchFirst, dropout, bidirectional),
                bias);
        this.nonlinearity = nonlinearity;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.rnn(weights(), stack(), nonlinearity, null).output();
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
            RecurrentOutput out = x.rnn(weights(), stack(), nonlinearity, h0, lengths);
            return new RecurrentOutput(scope.keep(out.output()), scope.keep(out.hidden()));
        });
    }
}
