package org.clgrad.examples.derivatives;

import java.util.List;
import java.util.function.UnaryOperator;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;

/**
 * The largest curvature of a function: the eigenvalue of its Hessian H with the largest magnitude, by power iteration, in
 * which H itself is never made. H·v is the gradient of v·∇f, and takes two walks of the graph.
 *
 * <p>Source: B. Pearlmutter, "Fast exact multiplication by the Hessian", 1994.
 */
public final class HessianVector {
    private static final int STEPS = 50;

    private HessianVector() {}

    /** Of ½(4a² + 2ab + 4b²), whose Hessian [[4, 1], [1, 4]] has the eigenvalues 5 and 3. */
    public static void main(String[] args) {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(1, 2).requiresGrad(true);
            Tensor matrix = Tensor.of(new double[] {4, 1}, new double[] {1, 4});
            double largest =
                    largestCurvature(at -> at.matmul(matrix).mul(at).sum().mul(0.5), x, Tensor.of(1, 0));
            System.out.println("largest curvature: " + largest + ", expected 5");
        }
    }

    /**
     * The eigenvalue.
     *
     * @param function of x, to a scalar
     * @param x where
     * @param start any direction that is not at a right angle to the eigenvector
     */
    public static double largestCurvature(UnaryOperator<Tensor> function, Tensor x, Tensor start) {
        try (Scope scope = Scope.open()) {
            Tensor gradient = Gradients.of(function.apply(x), List.of(x), true).get(0);
            Tensor v = start;
            Tensor curvature = v;
            for (int step = 0; step < STEPS; step++) {
                Tensor unit = v.div(v.norm(2, false));
                v = Gradients.of(List.of(gradient), List.of(unit), List.of(x), true, false)
                        .get(0);
                curvature = v.mul(unit).sum();
            }
            return curvature.item();
        }
    }
}
