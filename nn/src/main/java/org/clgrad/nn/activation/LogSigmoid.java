package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** −log(1 + e⁻ˣ), element by element, without overflow. */
public final class LogSigmoid extends Module {
    @Override
    protected Tensor forward(Tensor x) {
        return x.logSigmoid();
    }
}
