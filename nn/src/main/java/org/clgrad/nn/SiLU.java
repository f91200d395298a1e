package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** x·sigmoid(x), element by element; also called swish. */
public final class SiLU extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.silu();
    }
}
