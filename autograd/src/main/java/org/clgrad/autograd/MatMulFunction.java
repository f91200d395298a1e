package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.matmul.MatMul;
import org.jspecify.annotations.Nullable;

/**
 * C = A·B, batch axes broadcast. dA = dC·Bᵀ and dB = Aᵀ·dC, each summed over the batch axes it was repeated along. The
 * transposes are views, which the routine takes as they are.
 */
final class MatMulFunction extends SingleOutput {
    @Override
    public String name() {
        return "matmul";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        in.forEach(this::save);
        return run(new MatMul(false, false), in.get(0), in.get(1));
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dc) {
        Tensor a = saved(0);
        Tensor b = saved(1);
        return Arrays.asList(
                needs(0) ? dc.matmul(b.t()).sumTo(a.shape()) : null,
                needs(1) ? a.t().matmul(dc).sumTo(b.shape()) : null);
    }
}
