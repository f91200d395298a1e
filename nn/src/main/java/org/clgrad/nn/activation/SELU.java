package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** λx where x > 0, else λα(eˣ − 1), with the λ and α that keep mean 0 and variance 1. */
public final class SELU extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.selu();
    }
}
