package org.clgrad.autograd;

import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.PointwiseOp;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/**
 * Activation functions, each element by itself. Each is one kernel forward and one for each gradient, of whatever order,
 * since their derivatives are formulas too; {@link PointwiseOp} has what they compute and where they come from.
 */
public sealed interface TensorActivations permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    private Tensor unary(PointwiseOp op) {
        return self().apply(Pointwise.of(op));
    }

    /** max(x, 0); NaN stays; gradient 0 at 0. */
    default Tensor relu() {
        return unary(PointwiseOp.RELU);
    }

    /** min(max(x, 0), 6); gradient 0 at 0 and 6. */
    default Tensor relu6() {
        return unary(PointwiseOp.RELU6);
    }

    /** 1/(1 + e⁻ˣ), without overflow. */
    default Tensor sigmoid() {
        return unary(PointwiseOp.SIGMOID);
    }

    /** log(1 + eˣ), without overflow. */
    default Tensor softplus() {
        return unary(PointwiseOp.SOFTPLUS);
    }

    /** log(1 + e^(βx))/β, and x where βx is beyond the threshold. */
    default Tensor softplus(double beta, double threshold) {
        return self().apply(Pointwise.softplus(beta, threshold));
    }

    /** x where x &gt; 0, else slope·x; gradient slope at 0. */
    default Tensor leakyRelu(double slope) {
        return self().apply(Pointwise.leakyRelu(slope));
    }

    /**
     * x where x &gt; 0, else w·x; gradient w at 0.
     *
     * @param weight [1], or [C] for the channels of [N,C,…]
     * @throws MismatchException if there are neither one weight nor one for each channel
     */
    default Tensor prelu(Tensor weight) {
        Tensor w = weight;
        if (weight.shape().elements() != 1) {
            if (self().rank() < 2 || !weight.shape().equals(Shape.of(self().size(1)))) {
                throw new MismatchException(
                        "prelu",
                        "weight",
                        "one element, or one for each channel of " + self().shape(),
                        weight.shape().toString());
            }
            w = Channels.along(weight, self().rank());
        }
        return self().apply(Pointwise.prelu(), w);
    }

    /** x where x &gt; 0, else α(eˣ − 1). */
    default Tensor elu(double alpha) {
        return self().apply(Pointwise.elu(alpha));
    }

    /** x where x &gt; 0, else α(e^(x/α) − 1). */
    default Tensor celu(double alpha) {
        return self().apply(Pointwise.celu(alpha));
    }

    /** λx where x &gt; 0, else λα(eˣ − 1), with the λ and α that keep mean 0 and variance 1. */
    default Tensor selu() {
        return unary(PointwiseOp.SELU);
    }

    /** ½x(1 + erf(x/√2)). */
    default Tensor gelu() {
        return unary(PointwiseOp.GELU);
    }

    /** ½x(1 + tanh(√(2/π)·(x + 0.044715x³))). */
    default Tensor geluTanh() {
        return unary(PointwiseOp.GELU_TANH);
    }

    /** x·sigmoid(x). */
    default Tensor silu() {
        return unary(PointwiseOp.SILU);
    }

    /** x·tanh(softplus(x)). */
    default Tensor mish() {
        return unary(PointwiseOp.MISH);
    }

    /** x/(1 + |x|). */
    default Tensor softsign() {
        return unary(PointwiseOp.SOFTSIGN);
    }

    /** −log(1 + e⁻ˣ), without overflow. */
    default Tensor logSigmoid() {
        return unary(PointwiseOp.LOG_SIGMOID);
    }

    /** min(max(x + 3, 0), 6)/6; gradient 0 at ±3. */
    default Tensor hardSigmoid() {
        return unary(PointwiseOp.HARD_SIGMOID);
    }

    /** x·hardSigmoid(x). */
    default Tensor hardSwish() {
        return unary(PointwiseOp.HARD_SWISH);
    }

    /**
     * min(max(x, low), high); gradient 0 at the bounds and beyond.
     *
     * @throws IllegalArgumentException unless low ≤ high
     */
    default Tensor hardTanh(double low, double high) {
        return self().apply(Pointwise.hardtanh(low, high));
    }

    /** x where x &gt; threshold, else value; gradient 0 at the threshold. */
    default Tensor threshold(double threshold, double value) {
        return self().apply(Pointwise.threshold(threshold, value));
    }

    /**
     * a·sigmoid(b) of the two halves a and b of an axis.
     *
     * @throws MismatchException if the axis has an odd size
     */
    default Tensor glu(int axis) {
        long size = self().size(self().shape().axis("glu", axis));
        if (size % 2 != 0) {
            throw new MismatchException(
                    "glu", "axis " + axis, "an even size", self().shape().toString());
        }
        Tensor a = self().narrow(axis, 0, size / 2);
        return a.apply(Pointwise.of(PointwiseOp.GLU), self().narrow(axis, size / 2, size / 2));
    }
}
