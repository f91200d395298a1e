package org.clgrad.nn;

import java.util.stream.IntStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;

/**
 * A parameter as a length and a direction: w = g·v/‖v‖, the norm over all axes but one. In the parameter's place the module
 * learns {@code NAME_g} and {@code NAME_v}, named as {@code torch.nn.utils.weight_norm} names them; the parameter itself is
 * computed whenever the module runs.
 *
 * <pre>{@code
 * Linear layer = WeightNorm.of(new Linear(64, 10));
 * }</pre>
 *
 * <p>To be called before an optimizer is made. Source: Salimans, Kingma, "Weight Normalization", NeurIPS 2016, formula 2.
 */
public final class WeightNorm {
    private WeightNorm() {}

    /**
     * Of {@code weight}, a length for each index of its first axis, as in PyTorch: for each output, but of transposed convolutions
     * for each input.
     */
    public static <M extends Module> M of(M module) {
        return of(module, "weight", 0);
    }

    /**
     * Of a parameter, a length for each index of an axis.
     *
     * @param name one of the module's own parameters
     * @return the module
     * @throws IllegalArgumentException if there is no such parameter
     */
    public static <M extends Module> M of(M module, String name, int axis) {
        module.derive(name, weight -> {
            int kept = weight.shape().axis("weight_norm", axis);
            int[] others = IntStream.range(0, weight.shape().rank())
                    .filter(other -> other != kept)
                    .toArray();
            try (Scope scope = Scope.open()) {
                Parameter length = module.parameter(name + "_g", () -> new Parameter(norm(weight.tensor(), others)));
                Parameter direction = module.parameter(name + "_v", () -> new Parameter(weight.tensor()));
                return training -> {
                    Tensor v = direction.tensor();
                    return v.mul(length.tensor().div(norm(v, others)));
                };
            }
        });
        return module;
    }

    private static Tensor norm(Tensor v, int[] axes) {
        // No axes would mean all of them.
        return axes.length == 0 ? v.abs() : v.norm(2, true, axes);
    }
}
