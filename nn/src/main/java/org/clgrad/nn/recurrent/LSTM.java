package org.clgrad.nn.recurrent;

import org.clgrad.autograd.LstmOutput;
import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Long short-term memories over sequences, as {@code torch.nn.LSTM}, and beyond it with peepholes; for the formulas see
 * {@link org.clgrad.autograd.TensorRecurrent#lstm}.
 *
 * <p>From [T,N,I], or [N,T,I] if the batch is first, or [T,I], to the last layer's results of all steps, [T,N,D·P] with D
 * directions. Parameters of each layer and direction: {@code weight_ih_l0} [4H,I], {@code weight_hh_l0} [4H,P], {@code
 * bias_ih_l0} and {@code bias_hh_l0} [4H], with a projection {@code weight_hr_l0} [P,H], with peepholes {@code
 * weight_peephole_l0} [3H]; {@code _reverse} is appended for the second direction. Gates are in the order i, f, g, o,
 * peepholes in the order i, f, o. All begin evenly distributed over ±1/√H.
 *
 * <pre>{@code
 * LSTM lstm = new LSTM(128, 256);
 * Tensor y = lstm.apply(x);                                   // from zeros, results only
 * LstmOutput all = lstm.apply(x, h0, c0);                     // with first and last states
 * LstmOutput padded = lstm.apply(x, null, null, 7, 3, 5);     // three sequences, of 7, 3 and 5 steps
 * }</pre>
 */
public final class LSTM extends RecurrentModule {
    private static final int PARTS = 4;

    /** One layer in one direction, with biases. */
    public LSTM(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, 1);
    }

    /** So many layers in one direction, with biases. */
    public LSTM(int inputSize, int hiddenSize, int numLayers) {
        this(inputSize, hiddenSize, numLayers, true, false, 0, false, 0, false);
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
     * @param projSize P, the size that results are projected to; 0 for none, and then P is H
     * @param peephole whether the gates see the cell
     * @throws IllegalArgumentException if a number is out of its range
     */
    public LSTM(
            int inputSize,
            int hiddenSize,
            int numLayers,
            boolean bias,
            boolean batchFirst,
            double dropout,
            boolean bidirectional,
            int projSize,
            boolean peephole) {
        super(
                new RecurrentSizes("LSTM", inputSize, hiddenSize, PARTS, projSize, peephole),
                new RecurrentStack(numLayers, batchFirst, dropout, bidirectional),
                bias);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.lstm(weights(), stack(), null, null).output();
    }

    /**
     * Runs the network from given states and gives the last ones too.
     *
     * @param x [T,N,I], [N,T,I] if the batch is first, or [T,I]
     * @param h0 the first results [layers·D,N,P], or null for zeros
     * @param c0 the first cells [layers·D,N,H], or null for zeros
     * @param lengths of the sequences, in any order, if they are padded at their end; none if all are whole
     * @throws org.clgrad.engine.tensor.MismatchException if shapes, types or lengths do not fit
     */
    public LstmOutput apply(Tensor x, @Nullable Tensor h0, @Nullable Tensor c0, long... lengths) {
        return running(scope -> {
            LstmOutput out = x.lstm(weights(), stack(), h0, c0, lengths);
            return new LstmOutput(scope.keep(out.output()), scope.keep(out.hidden()), scope.keep(out.cell()));
        });
    }
}
