package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.matmul.MatMul;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * C = A·B, batch axes broadcast. dA = dC·Bᵀ and dB = Aᵀ·dC, each summed over the batch axes it was repeated along. The
 * transposes are views, which the routine takes as they are. Where all matrices of A met one and the same B, the sum over them is
 * one over k, of A and dC as tall matrices.
 */
final class MatMulFunction extends SingleOutput {
    private Shape shapeA = Shape.scalar();
    private Shape shapeB = Shape.scalar();

    @Override
    public String name() {
        return "matmul";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor a = in.get(0);
        Tensor b = in.get(1);
        shapeA = a.shape();
        shapeB = b.shape();
        saveFor(b, a);
        saveFor(a, b);
        return run(new MatMul(false, false), a, b);
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dc) {
        return Arrays.asList(
                needs(0) ? dc.matmul(saved(1).t()).sumTo(shapeA) : null,
                needs(1) ? gradientOfB(saved(0), dc) : null);
    }

    private Tensor gradientOfB(Tensor a, Tensor dc) {
        if (shapeB.rank() == 2 && shapeA.rank() > 2) {
            return tall(a).t().matmul(tall(dc));
        }
        return a.t().matmul(dc).sumTo(shapeB);
    }

    /** All matrices below one another. */
    private static Tensor tall(Tensor stack) {
        return stack.flatten(0, -2);
    }
}
