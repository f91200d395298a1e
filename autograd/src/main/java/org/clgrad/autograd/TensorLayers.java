package org.clgrad.autograd;

import org.clgrad.engine.tensor.MismatchException;
import org.jspecify.annotations.Nullable;

/** The operations that networks are built of: products, softmax. */
public sealed interface TensorLayers permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * Matrix product by PyTorch's rule: C[…,m,n] = A[…,m,k]·B[…,k,n] with broadcast batch axes; a vector on the left is a
     * row, on the right a column, and the axis it stood for goes away. Of floating-point types only; PyTorch multiplies integers
     * too.
     *
     * @throws MismatchException if the inner sizes differ, the batch axes do not broadcast, or elements are not of one
     *     floating-point type
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
     * @param weight [out, in], as PyTorch keeps it; or [in] for one output, whose axis then goes away
     * @param bias [out], or [] where the weight is a vector; or null
     * @throws MismatchException if the sizes do not fit
     */
    default Tensor linear(Tensor weight, @Nullable Tensor bias) {
        return LinearFunction.of(self(), weight, bias, false);
    }

    /**
     * max(x·Wᵀ + b, 0): a {@link #linear} layer with its activation, which a bias brings into the same pass. Gradient 0 where the result is 0.
     *
     * @param weight as there
     * @param bias as there
     * @throws MismatchException if the sizes do not fit
     */
    default Tensor linearRelu(Tensor weight, @Nullable Tensor bias) {
        return LinearFunction.of(self(), weight, bias, true);
    }

    /**
     * xᵢ − log Σ exp(xⱼ) along an axis, without overflow.
     *
     * @throws MismatchException if there is no such axis
     */
    default Tensor logSoftmax(int axis) {
        return Axes.along("log_softmax", self(), axis, (x, along) -> new SoftmaxFunction(along, true).apply(x));
    }

    /**
     * exp(xᵢ)/Σ exp(xⱼ) along an axis, without overflow.
     *
     * @throws MismatchException if there is no such axis
     */
    default Tensor softmax(int axis) {
        return Axes.along("softmax", self(), axis, (x, along) -> new SoftmaxFunction(along, false).apply(x));
    }
}
