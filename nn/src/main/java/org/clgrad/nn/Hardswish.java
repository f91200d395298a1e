package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** x·min(max(x + 3, 0), 6)/6, element by element. */
public final class Hardswish extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.hardSwish();
    }
}
