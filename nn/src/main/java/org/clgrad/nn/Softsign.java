package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** x/(1 + |x|), element by element. */
public final class Softsign extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.softsign();
    }
}
