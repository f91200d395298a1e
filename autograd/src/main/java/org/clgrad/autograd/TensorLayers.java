package org.clgrad.autograd;

import org.clgrad.engine.routine.pool.PoolWindow;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.jspecify.annotations.Nullable;

/** The operations that networks are built of: products, pooling, softmax. */
public sealed interface TensorLayers permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * Matrix product by PyTorch's rule: C[…,m,n] = A[…,m,k]·B[…,k,n] with broadcast batch axes; a vector on the left is a
     * row, on the right a column, and the axis it stood for goes away.
     *
     * @throws MismatchException if the inner sizes differ or the batch axes do not broadcast
     */
    default Tensor matmul(Tensor other) {
        Tensor a = self().rank() == 1 ? self().unsqueeze(0) : self();
        Tensor b = other.rank() == 1 ? other.unsqueeze(1) : other;
        Tensor c = new MatMulFunction().apply(a, b);
        Tensor rows = self().rank() == 1 ? c.squeeze(-2) : c;
        return other.rank() == 1 ? rows.squeeze(-1) : rows;
    }

    /**
     * y = x·Wᵀ + b over the last axis.
     *
     * @param weight [out, in], as PyTorch keeps it
     * @param bias [out], or null
     */
    default Tensor linear(Tensor weight, @Nullable Tensor bias) {
        Tensor y = matmul(weight.t());
        return bias == null ? y : y.add(bias);
    }

    /** The largest of each window of [N,C,H,W]; the first of ties, NaN wins. Gradient: to that element alone. */
    default Tensor maxPool2d(PoolWindow window) {
        return new MaxPool2dFunction(window).apply(self());
    }

    /** As above, each pair for rows and columns. */
    default Tensor maxPool2d(int[] kernel, int[] stride, int[] padding, int[] dilation) {
        return maxPool2d(new PoolWindow(
                kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1], dilation[0], dilation[1], false));
    }

    /**
     * The mean of each window of [N,C,H,W]. Gradient: dy/count to each tap.
     *
     * @param countPadding whether places in the padding count, as zeros
     * @throws IllegalArgumentException if the window is dilated
     */
    default Tensor avgPool2d(PoolWindow window, boolean countPadding) {
        return new AvgPool2dFunction(window, countPadding).apply(self());
    }

    /** As above, each pair for rows and columns. */
    default Tensor avgPool2d(int[] kernel, int[] stride, int[] padding, boolean countPadding) {
        PoolWindow window =
                new PoolWindow(kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1], 1, 1, false);
        return avgPool2d(window, countPadding);
    }

    /**
     * Means of [N,C,H,W] over as many windows as the result is to have: row i of them reaches from ⌊i·H/outH⌋ to
     * ⌈(i+1)·H/outH⌉, and columns likewise, so that neighbours overlap where outH does not divide H.
     */
    default Tensor adaptiveAvgPool2d(long outHeight, long outWidth) {
        return AdaptiveAverage.of(self(), outHeight, outWidth);
    }

    /** xᵢ − log Σ exp(xⱼ) along an axis, without overflow. */
    default Tensor logSoftmax(int axis) {
        return new LogSoftmaxFunction(self().shape().axis(axis)).apply(self());
    }

    /** exp(xᵢ)/Σ exp(xⱼ) along an axis, without overflow. */
    default Tensor softmax(int axis) {
        return new SoftmaxFunction(self().shape().axis(axis)).apply(self());
    }

    /** Which are equal along the last axis at index: rows of zeros with a one at each index; of the given width. */
    static Tensor oneHot(Tensor indices, long classes) {
        Tensor columns = Tensors.arange(indices.device(), classes);
        return indices.to(DType.I64).unsqueeze(-1).eq(columns);
    }
}
