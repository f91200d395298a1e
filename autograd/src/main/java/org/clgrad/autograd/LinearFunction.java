package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.matmul.MatMul;
import org.clgrad.engine.routine.matmul.ProductEnding;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * y = x·Wᵀ + b, or the larger of that and 0, for x of rank 2 at least. With dz = dy, or 0 where y ≤ 0: dx = dz·W, and over all rows
 * dW = dzᵀ·x and db = Σ dz.
 */
final class LinearFunction extends SingleOutput {
    private final boolean rectified;

    private LinearFunction(boolean rectified) {
        this.rectified = rectified;
    }

    /**
     * The layer.
     *
     * @param weight [out, in], or [in] for one output
     * @param bias [out], or [] for one output; or null
     * @throws MismatchException if the sizes do not fit
     */
    static Tensor of(Tensor x, Tensor weight, @Nullable Tensor bias, boolean rectified) {
        String name = rectified ? "linear_relu" : "linear";
        if (weight.rank() != 1 && weight.rank() != 2) {
            throw new MismatchException(
                    name, "weight", "[out, in] or [in]", weight.shape().toString());
        }
        Shape outputs = weight.rank() == 1 ? Shape.scalar() : Shape.of(weight.size(0));
        if (bias != null && !bias.shape().equals(outputs)) {
            throw new MismatchException(
                    name, "bias", "shape " + outputs, bias.shape().toString());
        }
        if (x.rank() == 0 || x.size(-1) != weight.size(-1)) {
            throw new MismatchException(
                    name, "input", "[…, " + weight.size(-1) + "]", x.shape().toString());
        }
        if (bias != null && (bias.dtype() != weight.dtype() || x.dtype() != weight.dtype())) {
            throw new MismatchException(
                    name,
                    "input and bias",
                    "elements of the weight's type, " + weight.dtype(),
                    x.dtype() + " and " + bias.dtype());
        }
        if (bias == null) {
            Tensor y = x.matmul(weight.rank() == 1 ? weight : weight.t());
            return rectified ? y.relu() : y;
        }
        Tensor y = new LinearFunction(rectified)
                .apply(
                        x.rank() == 1 ? x.unsqueeze(0) : x,
                        weight.rank() == 1 ? weight.unsqueeze(0) : weight,
                        bias.rank() == 0 ? bias.unsqueeze(0) : bias);
        Tensor rows = x.rank() == 1 ? y.squeeze(0) : y;
        return weight.rank() == 1 ? rows.squeeze(-1) : rows;
    }

    @Override
    public String name() {
        return rectified ? "linear_relu" : "linear";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor x = in.get(0);
        Tensor weight = in.get(1);
        saveFor(weight, x);
        saveFor(x, weight);
        ProductEnding ending = rectified ? ProductEnding.BIAS_RELU : ProductEnding.BIAS;
        List<Tensor> out = run(new MatMul(false, true, ending), x, weight, in.get(2));
        if (rectified) {
            saveOutput(out.get(0), 0);
        }
        return out;
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        Tensor dz = rectified ? Rectifier.gradient(saved(2), dy) : dy;
        return Arrays.asList(
                needs(0) ? dz.matmul(saved(1)) : null,
                needs(1) ? rows(dz).t().matmul(rows(saved(0))) : null,
                needs(2) ? rows(dz).sum(false, 0) : null);
    }

    /** All matrices below one another. */
    private static Tensor rows(Tensor stack) {
        return stack.rank() > 2 ? stack.flatten(0, -2) : stack;
    }
}
