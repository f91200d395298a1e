package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** max(x, 0), element by element; the gradient at 0 is 0. */
public final class ReLU extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.relu();
    }
}
