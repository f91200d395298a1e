package org.clgrad.nn;

import java.util.stream.IntStream;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * A parameter divided by its largest singular value: w = W/σ, σ = uᵀ·W·v, W seen as a matrix with one axis as its rows. In the
 * parameter's place the module learns {@code NAME_orig}; the singular vectors {@code NAME_u} and {@code NAME_v} are buffers that
 * each run in training brings nearer by a step of power iteration: v = Wᵀu/‖Wᵀu‖, u = Wv/‖Wv‖, of which no gradient is taken.
 * Names are those of {@code torch.nn.utils.spectral_norm}.
 *
 * <p>To be called before an optimizer is made. Source: Miyato et al., "Spectral Normalization for Generative Adversarial
 * Networks", ICLR 2018, algorithm 1.
 */
public final class SpectralNorm {
    /** PyTorch's: below it a vector is not made longer. */
    private static final double EPSILON = 1e-12;

    private SpectralNorm() {}

    /** Of {@code weight}, outputs as rows, with one step of power iteration. */
    public static <M extends Module> M of(M module) {
        return of(module, "weight", 1, EPSILON, module.outputAxis());
    }

    /**
     * Of a parameter, with all there is to choose.
     *
     * @param name one of the module's own parameters
     * @param powerIterations steps in each run
     * @param epsilon the least length that a vector is divided by
     * @param axis the matrix's rows
     * @return the module
     * @throws IllegalArgumentException if there is no such parameter, or a number is out of its range
     */
    public static <M extends Module> M of(M module, String name, int powerIterations, double epsilon, int axis) {
        if (powerIterations < 1 || !(epsilon > 0)) {
            throw new IllegalArgumentException("SpectralNorm: expected at least 1 step and epsilon above 0, got "
                    + powerIterations + " and " + epsilon);
        }
        module.derive(name, weight -> {
            int rows = weight.shape().axis("spectral_norm", axis);
            Parameter original = module.parameter(name + "_orig", () -> new Parameter(weight.tensor()));
            try (Scope scope = GradMode.noGrad()) {
                Tensor matrix = matrix(original.tensor(), rows);
                Buffer u = module.buffer(name + "_u", () -> new Buffer(direction(matrix, 0, epsilon)));
                Buffer v = module.buffer(name + "_v", () -> new Buffer(direction(matrix, 1, epsilon)));
                return training -> {
                    if (training) {
                        improve(original.tensor(), rows, u, v, powerIterations, epsilon);
                    }
                    // Copies, since a later run changes the buffers, perhaps before gradients of this one are taken.
                    Tensor left = u.tensor().copy().unsqueeze(0);
                    Tensor right = v.tensor().copy().unsqueeze(1);
                    Tensor sigma = left.matmul(matrix(original.tensor(), rows)).matmul(right);
                    return original.tensor().div(sigma.reshape(Shape.scalar()));
                };
            }
        });
        return module;
    }

    private static void improve(Tensor weight, int rows, Buffer u, Buffer v, int steps, double epsilon) {
        try (Scope scope = GradMode.noGrad()) {
            Tensor matrix = matrix(weight, rows);
            for (int i = 0; i < steps; i++) {
                v.tensor().assign(unit(u.tensor().unsqueeze(0).matmul(matrix).squeeze(0), epsilon));
                u.tensor().assign(unit(matrix.matmul(v.tensor()), epsilon));
            }
        }
    }

    private static Tensor matrix(Tensor weight, int rows) {
        int[] order = IntStream.range(0, weight.rank())
                .map(i -> i == 0 ? rows : i <= rows ? i - 1 : i)
                .toArray();
        return weight.permute(order).flatten(1);
    }

    private static Tensor direction(Tensor matrix, int axis, double epsilon) {
        Shape size = Shape.of(matrix.size(axis));
        Tensor drawn = RandomStream.draw(matrix.device(), random -> random.normal(DType.F32, size, 0, 1));
        return unit(drawn, epsilon).to(matrix.dtype());
    }

    private static Tensor unit(Tensor vector, double epsilon) {
        // F16 has no number that is as small as epsilon.
        Tensor wide = vector.to(vector.dtype().accumulator());
        return wide.div(wide.norm(2, false).clampMin(epsilon)).to(vector.dtype());
    }
}
