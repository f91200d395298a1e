package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** x·tanh(log(1 + eˣ)), element by element. */
public final class Mish extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.mish();
    }
}
