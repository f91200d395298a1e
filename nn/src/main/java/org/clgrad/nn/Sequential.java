package org.clgrad.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;

/**
 * Modules one after the other, each on the result of the one before; their names are 0, 1, 2, …, as in PyTorch. Where that costs
 * less and gives the same, two neighbours are run the other way round, as a ReLU after max pooling, or as one, as a ReLU with a
 * batch normalisation, a convolution, a pooling or a linear layer before it.
 */
public final class Sequential extends Module {
    private final List<Module> layers;
    private final List<Module> order;

    /** The given modules in order; without any it hands its input on. */
    public Sequential(Module... layers) {
        this.layers = List.of(layers);
        for (int i = 0; i < layers.length; i++) {
            child(Integer.toString(i), layers[i]);
        }
        this.order = cheapest(this.layers);
    }

    private static List<Module> cheapest(List<Module> layers) {
        List<Module> order = new ArrayList<>(layers);
        for (int i = 1; i < order.size(); i++) {
            if (order.get(i).isCheaperBefore(order.get(i - 1))) {
                Collections.swap(order, i - 1, i);
            }
        }
        List<Module> cheapest = new ArrayList<>();
        for (Module layer : order) {
            int last = cheapest.size() - 1;
            Module both = last < 0 ? null : cheapest.get(last).joinedWith(layer);
            if (both == null) {
                cheapest.add(layer);
            } else {
                cheapest.set(last, both);
            }
        }
        return List.copyOf(cheapest);
    }

    /** The modules in order. */
    public List<Module> layers() {
        return layers;
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor y = x;
        for (Module layer : layers.stream().anyMatch(Module::isObserved) ? layers : order) {
            Tensor next = layer.apply(y);
            releaseIfMadeHere(y, x, next);
            y = next;
        }
        return y;
    }

    /**
     * A result goes when the next one is there, not when the last one is: what its gradient needs the graph has kept. A
     * layer may also hand on its input, or something that it keeps for itself; those are not this module's to release.
     */
    private static void releaseIfMadeHere(Tensor result, Tensor input, Tensor next) {
        if (result != input
                && result != next
                && Scope.current().filter(s -> s.owns(result)).isPresent()) {
            result.release();
        }
    }

    /** Like {@code Sequential(Linear(2, 16), Tanh, Linear(16, 1))}. */
    @Override
    public String toString() {
        return layers.stream().map(Module::toString).collect(Collectors.joining(", ", "Sequential(", ")"));
    }
}
