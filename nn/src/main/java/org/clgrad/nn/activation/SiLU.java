package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** x·sigmoid(x), element by element; also called swish. */
public final class SiLU extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.silu();
    }
}
