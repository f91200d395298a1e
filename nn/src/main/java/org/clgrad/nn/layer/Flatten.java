package org.clgrad.nn.layer;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** All axes behind the first merged into one, in row-major order: [N,C,H,W] becomes [N, C·H·W]. */
public final class Flatten extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.flatten(1);
    }
}
