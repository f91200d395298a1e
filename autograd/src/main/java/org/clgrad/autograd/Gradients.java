package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.MismatchException;
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
        return of(List.of(output), List.of(seed), inputs, createGraph, createGraph);
    }

    /**
     * The vector-Jacobian product of several outputs: d(Σₖ Σ seedₖ·outputₖ)/d input for each input; zeros where no output
     * depends on one.
     *
     * @param seeds one for each output, of its shape
     * @param retainGraph whether the saved values stay, so that one can go back again
     * @throws MismatchException if there are not as many seeds as outputs, or one has another shape or type than its output
     */
    public static List<Tensor> of(
            List<Tensor> outputs, List<Tensor> seeds, List<Tensor> inputs, boolean retainGraph, boolean createGraph) {
        return of(outputs, seeds, inputs, retainGraph, createGraph, GraphWalk.Hooks.ALL);
    }

    private static List<Tensor> of(
            List<Tensor> outputs,
            List<Tensor> seeds,
            List<Tensor> inputs,
            boolean retainGraph,
            boolean createGraph,
            GraphWalk.Hooks hooks) {
        if (outputs.size() != seeds.size()) {
            throw new MismatchException("grad", "seeds", Integer.toString(outputs.size()), "" + seeds.size());
        }
        List<@Nullable Tensor> found = GraphWalk.gradients(outputs, seeds, inputs, retainGraph, createGraph, hooks);
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor gradient = found.get(i);
            gradients.add(gradient == null ? Tensors.zerosLike(inputs.get(i)) : gradient);
        }
        return gradients;
    }

    /**
     * The Jacobian-vector product: how outputs change as the inputs move along tangents, Σₖ ∂output/∂inputₖ·tangentₖ, for
     * each output. It is the gradient, by the seed, of the vector-Jacobian product, which is linear in its seed; so it takes
     * two walks, and any function whose gradient is made of tensor operations. Hooks have no part in it: what goes that way is
     * no gradient.
     *
     * <p>Source: J. Townsend, "A new trick for calculating Jacobian vector products", 2017.
     *
     * @param tangents one for each input, of its shape
     * @param createGraph whether the products can be differentiated again
     * @throws MismatchException if there are not as many tangents as inputs, or one has another shape or type than its input
     */
    public static List<Tensor> jacobianVector(
            List<Tensor> outputs, List<Tensor> inputs, List<Tensor> tangents, boolean createGraph) {
        if (inputs.size() != tangents.size()) {
            throw new MismatchException("jvp", "tangents", Integer.toString(inputs.size()), "" + tangents.size());
        }
        try (Scope scope = Scope.open()) {
            GradMode.set(scope, true);
            List<Tensor> seeds = new ArrayList<>();
            for (Tensor output : outputs) {
                seeds.add(Tensors.zerosLike(output).requiresGrad(true));
            }
            // Inputs on which nothing depends have zeros without a graph, and add nothing.
            List<Tensor> pulled = new ArrayList<>();
            List<Tensor> along = new ArrayList<>();
            List<Tensor> products = of(outputs, seeds, inputs, true, true, GraphWalk.Hooks.NONE);
            for (int i = 0; i < inputs.size(); i++) {
                if (products.get(i).requiresGrad()) {
                    pulled.add(products.get(i));
                    along.add(tangents.get(i));
                }
            }
            return of(pulled, along, seeds, true, createGraph, GraphWalk.Hooks.NONE).stream()
                    .map(scope::keep)
                    .toList();
        }
    }
}
