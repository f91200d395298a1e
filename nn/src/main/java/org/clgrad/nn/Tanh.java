package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** The hyperbolic tangent, element by element. */
public final class Tanh extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.tanh();
    }
}
