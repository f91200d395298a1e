package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** −log(1 + e⁻ˣ), element by element, without overflow. */
public final class LogSigmoid extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.logSigmoid();
    }
}
