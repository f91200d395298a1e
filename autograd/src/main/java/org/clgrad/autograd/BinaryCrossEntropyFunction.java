package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.jspecify.annotations.Nullable;

/**
 * loss = −w·(t·max(log x, −100) + (1 − t)·max(log(1 − x), −100)).
 *
 * <p>dx = dloss·w·(x − t)/max(x·(1 − x), 10⁻¹²): not the formula's, which is 0 where a logarithm is cut, so that a prediction of 0 or 1
 * that is wrong would never be corrected. dt and dw are the formula's. PyTorch's, but that w has no gradient there.
 */
final class BinaryCrossEntropyFunction extends SingleOutput {
    private static final String NAME = "binary_cross_entropy";
    private static final int WEIGHT = 2;

    private final Pointwise loss;
    private final Pointwise slope;

    BinaryCrossEntropyFunction(boolean weighted) {
        Expr formula = LossFormulas.binaryCrossEntropy();
        Expr derivative = LossFormulas.binaryCrossEntropySlope();
        Expr dy = Expr.input(weighted ? WEIGHT + 1 : WEIGHT);
        loss = Pointwise.of(NAME, weighted ? LossFormulas.weighted(formula, WEIGHT) : formula);
        slope = Pointwise.of(
                NAME + "_backward", Expr.mul(weighted ? LossFormulas.weighted(derivative, WEIGHT) : derivative, dy));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        in.forEach(this::save);
        return run(loss, in.toArray(new Tensor[0]));
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        List<Tensor> operands = new ArrayList<>();
        for (int i = 0; i < loss.arity(); i++) {
            operands.add(saved(i));
        }
        operands.add(dy);
        List<@Nullable Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < loss.arity(); i++) {
            Pointwise gradient = i == 0 ? slope : loss.gradient(i);
            gradients.add(
                    needs(i)
                            ? new PointwiseFunction(gradient)
                                    .apply(operands.toArray(new Tensor[0]))
                                    .sumTo(operands.get(i).shape())
                            : null);
        }
        return gradients;
    }
}
