package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** x·tanh(log(1 + eˣ)), element by element. */
public final class Mish extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.mish();
    }
}
