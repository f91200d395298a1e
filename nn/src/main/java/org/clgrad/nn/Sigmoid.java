package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** 1/(1 + e⁻ˣ), element by element, without overflow. */
public final class Sigmoid extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.sigmoid();
    }
}
