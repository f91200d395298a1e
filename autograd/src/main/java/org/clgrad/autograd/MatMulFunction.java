package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.matmul.MatMul;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * C = A·B, batch axes broadcast. dA = dC·Bᵀ and dB = Aᵀ·dC, each summed over the batch axes it was repeated along. The
 * transposes are views, which the routine takes as they are. Where all matrices of A met one matrix B, the sum over them is
 * one over k, of A and dC as tall matrices. The gradient of a transposed view is made as one too, so that the gradient of what
 * it is a view of is dense.
 */
final class MatMulFunction extends SingleOutput {
    private Shape shapeA = Shape.scalar();
    private Shape shapeB = Shape.scalar();
    private boolean isTransposedB;

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
        isTransposedB = isTransposed(b);
        saveFor(b, a);
        saveFor(a, b);
        return run(new MatMul(false, false), a, b);
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dc) {
        return Arrays.asList(
                needs(0) ? dc.matmul(saved(1).t()).sumTo(shapeA) : null, needs(1) ? gradientOfB(saved(0), dc) : null);
    }

    private Tensor gradientOfB(Tensor a, Tensor dc) {
        boolean overAll = shapeB.rank() == 2 && shapeA.rank() > 2;
        Tensor left = overAll ? tall(a) : a;
        Tensor right = overAll ? tall(dc) : dc;
        Tensor db = isTransposedB ? right.t().matmul(left).t() : left.t().matmul(right);
        return db.sumTo(shapeB);
    }

    private static boolean isTransposed(Tensor x) {
        Layout layout = x.data().spec().layout();
        return layout.stride(-2) == 1 && layout.stride(-1) != 1;
    }

    /** All matrices below one another. */
    private static Tensor tall(Tensor stack) {
        return stack.flatten(0, -2);
    }
}
