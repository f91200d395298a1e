package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** The hyperbolic tangent, element by element. */
public final class Tanh extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.tanh();
    }
}
