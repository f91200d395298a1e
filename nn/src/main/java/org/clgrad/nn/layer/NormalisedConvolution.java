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
 * <p>w' and b' are made when they are wanted a second time, and kept until something that they were made of changes, the convolution is set to
 * training, converted or closed. The result is the same but for roundings: each product is rounded
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
        Tensor y = convolution.folded(x, norm);
        return y == null ? norm.apply(convolution.apply(x)) : y;
    }

    /**
     * max(norm(convolution(x)) + residual, 0).
     *
     * @param residual shaped as the result, or null for 0
     * @throws org.clgrad.engine.tensor.MismatchException if it is of another shape
     */
    public Tensor relu(Tensor x, @Nullable Tensor residual) {
        Tensor y = convolution.foldedRelu(x, norm, residual);
        return y == null ? norm.relu(convolution.apply(x), residual) : y;
    }
}
