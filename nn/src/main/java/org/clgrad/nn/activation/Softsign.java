package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** x/(1 + |x|), element by element. */
public final class Softsign extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.softsign();
    }
}
