package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gradients as values: returned, with no tensor's {@code grad} touched. */
public final class Gradients {
    private Gradients() {}

    /**
     * d output/d input for each input; zeros where the output does not depend on one.
     *
     * @param output a scalar
     * @param inputs tensors that require gradients, leaves or not
     * @param createGraph whether the gradients can be differentiated again
     */
    public static List<Tensor> of(Tensor output, List<Tensor> inputs, boolean createGraph) {
        try (Tensor one = Tensors.onesLike(output)) {
            return of(output, one, inputs, createGraph);
        }
    }

    /**
     * The vector-Jacobian product: d(Σ seed·output)/d input for each input.
     *
     * @param seed of the output's shape
     */
    public static List<Tensor> of(Tensor output, Tensor seed, List<Tensor> inputs, boolean createGraph) {
        List<@Nullable Tensor> found =
                GraphWalk.gradients(List.of(output), List.of(seed), inputs, createGraph, createGraph);
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor gradient = found.get(i);
            gradients.add(gradient == null ? Tensors.zerosLike(inputs.get(i)) : gradient);
        }
        return gradients;
    }
}
