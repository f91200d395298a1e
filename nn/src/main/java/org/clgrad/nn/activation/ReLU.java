package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.nn.Module;
import org.jspecify.annotations.Nullable;

/** max(x, 0), element by element; the gradient at 0 is 0. */
public final class ReLU extends Module {
    /**
     * max(x + residual, 0), in operations of their own.
     *
     * @param module for the message
     * @param residual shaped as x, or null for 0
     * @throws MismatchException if it is of another shape
     */
    public static Tensor of(Module module, Tensor x, @Nullable Tensor residual) {
        if (residual == null) {
            return x.relu();
        }
        if (!residual.shape().equals(x.shape())) {
            throw new MismatchException(
                    module.toString(),
                    "residual",
                    x.shape().toString(),
                    residual.shape().toString());
        }
        return x.add(residual).relu();
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.relu();
    }
}
