package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** x·min(max(x + 3, 0), 6)/6, element by element. */
public final class Hardswish extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.hardSwish();
    }
}
