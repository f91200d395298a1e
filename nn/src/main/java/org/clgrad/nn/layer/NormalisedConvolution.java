package org.clgrad.nn.layer;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.norm.ChannelNorm;
import org.jspecify.annotations.Nullable;

/**
 * A convolution and the normalisation of its channels behind it, which stay modules of their own. Where the normalisation goes by
 * given moments and no graph is made, they run as one convolution:
 *
 * <pre>{@code
 * scale[k]   = weight[k]/√(variance[k] + ε)
 * w'[k,c,…]  = w[k,c,…]·scale[k]
 * b'[k]      = (b[k] − mean[k])·scale[k] + bias[k]
 * }</pre>
 *
 * <p>w' and b' are kept until something that they were made of changes. The result is the same but for roundings: each product is rounded
 * once more. So elements of 16 bits, in which that would be seen, are not folded; nor is a weight that is itself computed anew in
 * each run, nor what somebody observes.
 */
public final class NormalisedConvolution {
    private final SlidingConvolution convolution;
    private final ChannelNorm norm;

    NormalisedConvolution(SlidingConvolution convolution, ChannelNorm norm) {
        this.convolution = convolution;
        this.norm = norm;
    }

    /** norm(convolution(x)). */
    public Tensor apply(Tensor x) {
        FoldedWeights both = convolution.foldedWith(norm);
        return both == null ? norm.apply(convolution.apply(x)) : convolution.convolved(x, both.weight(), both.bias());
    }

    /**
     * max(norm(convolution(x)) + residual, 0).
     *
     * @param residual shaped as the result, or null for 0
     * @throws org.clgrad.engine.tensor.MismatchException if it is of another shape
     */
    public Tensor relu(Tensor x, @Nullable Tensor residual) {
        FoldedWeights both = convolution.foldedWith(norm);
        return both == null
                ? norm.relu(convolution.apply(x), residual)
                : convolution.convolvedRelu(x, both.weight(), both.bias(), residual);
    }
}
