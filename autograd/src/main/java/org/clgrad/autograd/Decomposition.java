package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A function's forward, computed once more in tensor operations that make a graph, from the inputs that were kept; so its
 * gradients are those of the operations, to any order.
 *
 * <p>One input may depend on another one, while the gradients that a function hands on are partial ones. So the operations are
 * given aliases, each of which hangs on its input alone, and gradients are of what hangs on the alias. Hooks of the inputs are
 * for what the function hands on, and are not applied here.
 */
final class Decomposition {
    private final List<Tensor> in;
    private final List<Tensor> out;

    /**
     * Computes a forward once more.
     *
     * @param in the inputs
     * @param aliased how many of them, from the first on, the operations are given; they know the others by themselves
     */
    Decomposition(List<Tensor> in, int aliased, UnaryOperator<List<Tensor>> operations) {
        this.in = new ArrayList<>(in);
        this.out = GradMode.with(() -> {
            for (int i = 0; i < aliased; i++) {
                this.in.set(i, in.get(i).reshape(in.get(i).shape()));
            }
            return operations.apply(this.in.subList(0, aliased));
        });
    }

    /** The inputs as the operations know them. */
    List<Tensor> in() {
        return in;
    }

    List<Tensor> out() {
        return out;
    }

    /**
     * The gradients of the inputs, with a graph if graphs are made now.
     *
     * @param outputGradients those of the outputs, null for zeros
     * @param needs whether the gradient of an input is wanted
     * @return null where none is wanted, or it is zero
     */
    List<@Nullable Tensor> gradients(List<? extends @Nullable Tensor> outputGradients, IntPredicate needs) {
        List<Tensor> roots = new ArrayList<>();
        List<Tensor> seeds = new ArrayList<>();
        for (int i = 0; i < out.size(); i++) {
            Tensor seed = outputGradients.get(i);
            if (seed != null && out.get(i).requiresGrad()) {
                roots.add(out.get(i));
                seeds.add(seed);
            }
        }
        List<Tensor> wanted = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < in.size(); i++) {
            if (needs.test(i)) {
                wanted.add(in.get(i));
                places.add(i);
            }
        }
        boolean createGraph = GradMode.isEnabled();
        List<@Nullable Tensor> found =
                GraphWalk.gradients(roots, seeds, wanted, createGraph, createGraph, GraphWalk.Hooks.ON_THE_WAY);
        @Nullable Tensor[] gradients = new @Nullable Tensor[in.size()];
        for (int i = 0; i < places.size(); i++) {
            gradients[places.get(i)] = found.get(i);
        }
        return Collections.unmodifiableList(Arrays.asList(gradients));
    }
}
