package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** All axes behind the first merged into one, in row-major order: [N,C,H,W] becomes [N, C·H·W]. */
public final class Flatten extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.flatten(1);
    }
}
