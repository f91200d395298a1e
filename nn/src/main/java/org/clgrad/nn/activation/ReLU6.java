package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** min(max(x, 0), 6), element by element; the gradient at 0 and 6 is 0. */
public final class ReLU6 extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.relu6();
    }
}
