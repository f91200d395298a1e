package org.clgrad.nn.norm;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/**
 * y = x·(k + α·m)^−β, m the mean of x² over neighbouring channels of [N,C,…], zeros beyond the first and the last, as {@code
 * torch.nn.LocalResponseNorm}.
 *
 * <p>Source: Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012, §3.3.
 */
public final class LocalResponseNorm extends Module {
    /** PyTorch's. */
    private static final double ALPHA = 1e-4;

    private static final double BETA = 0.75;

    private final int size;
    private final double alpha;
    private final double beta;
    private final double k;

    /** With α = 1e-4, β = 3/4 and k = 1. */
    public LocalResponseNorm(int size) {
        this(size, ALPHA, BETA, 1);
    }

    /**
     * A normalisation with all there is to choose.
     *
     * @param size how many channels, at least 1
     */
    public LocalResponseNorm(int size, double alpha, double beta, double k) {
        if (size < 1) {
            throw new IllegalArgumentException("LocalResponseNorm: expected a size of at least 1, got " + size);
        }
        this.size = size;
        this.alpha = alpha;
        this.beta = beta;
        this.k = k;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.localResponseNorm(size, alpha, beta, k);
    }

    @Override
    public String toString() {
        return "LocalResponseNorm(" + size + ")";
    }
}
