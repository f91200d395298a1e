package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** 1/(1 + e⁻ˣ), element by element, without overflow. */
public final class Sigmoid extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.sigmoid();
    }
}
