package org.clgrad.autograd;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.MismatchException;
import org.jspecify.annotations.Nullable;

/**
 * The way back: from outputs with their gradients to the leaves, deepest functions first. A function is deeper than all
 * it takes from, so when its turn comes everyone who used its outputs has sent his share.
 *
 * <p>Gradients that meet are added in the order in which they arrive, which depends on the graph alone: the same graph
 * gives the same bits.
 */
final class GraphWalk {
    private record Waiting(Function function, long arrival) {}

    /** Whose hooks a walk applies. */
    enum Hooks {
        /** Those of all tensors that it passes. */
        ALL,
        /** Those of all but the inputs, whose gradients somebody hands on who applies them. */
        ON_THE_WAY,
        /** None, where what is walked for is no gradient. */
        NONE
    }

    private final boolean retainGraph;
    private final boolean createGraph;
    private final Map<Function, @Nullable Tensor[]> gradients = new HashMap<>();
    private final PriorityQueue<Waiting> queue = new PriorityQueue<>(
            Comparator.comparingInt((Waiting w) -> -w.function().depth()).thenComparingLong(Waiting::arrival));
    private final Map<Source.Leaf, Tensor> leaves = new LinkedHashMap<>();
    private final Map<Function, Map<Integer, List<Integer>>> wanted = new HashMap<>();
    private Hooks hooks = Hooks.ALL;
    private @Nullable Between between;
    private final List<@Nullable Tensor> captured = new ArrayList<>();
    private long arrivals;

    private GraphWalk(boolean retainGraph, boolean createGraph) {
        this.retainGraph = retainGraph || createGraph;
        this.createGraph = createGraph;
    }

    /** Adds the gradient of {@code root} to the {@code grad} of all leaves below it. */
    static void accumulate(Tensor root, Tensor gradient, boolean retainGraph, boolean createGraph) {
        try (Scope scope = Scope.open()) {
            GradMode.set(scope, createGraph);
            GraphWalk walk = new GraphWalk(retainGraph, createGraph);
            walk.start(root, gradient);
            walk.run();
            walk.leaves.forEach((leaf, gathered) -> {
                Tensor tensor = leaf.tensor().get();
                if (tensor != null) {
                    tensor.gradient().gather(gathered, createGraph);
                }
            });
        } finally {
            // Outside of scopes nothing else may hold the root, whose graph must outlive the walk.
            Reference.reachabilityFence(root);
        }
    }

    /**
     * The gradients of inputs, kept in the caller's scope, and no leaf's {@code grad} touched; null where none arrives.
     *
     * @param hooks whose hooks are applied
     */
    static List<@Nullable Tensor> gradients(
            List<Tensor> roots,
            List<Tensor> seeds,
            List<Tensor> inputs,
            boolean retainGraph,
            boolean createGraph,
            Hooks hooks) {
        try (Scope scope = Scope.open()) {
            GradMode.set(scope, createGraph);
            GraphWalk walk = new GraphWalk(retainGraph, createGraph);
            for (int i = 0; i < inputs.size(); i++) {
                walk.want(inputs.get(i), i);
            }
            walk.between = Between.of(roots, inputs);
            walk.hooks = hooks;
            for (int i = 0; i < roots.size(); i++) {
                walk.start(roots.get(i), seeds.get(i));
            }
            walk.run();
            List<@Nullable Tensor> result = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                Tensor gradient = inputs.get(i).source() instanceof Source.Leaf leaf
                        ? walk.leaves.get(leaf)
                        : walk.captured.get(i);
                // An alias each, since an input may be named twice.
                result.add(gradient == null ? null : scope.keep(gradient.alias()));
            }
            return result;
        } finally {
            // Outside of scopes nothing else may hold the outputs, whose graph must outlive the walk.
            Reference.reachabilityFence(roots);
        }
    }

    private void want(Tensor input, int place) {
        captured.add(null);
        if (input.source() instanceof Source.Output output) {
            wanted.computeIfAbsent(output.function(), f -> new HashMap<>())
                    .computeIfAbsent(output.index(), index -> new ArrayList<>())
                    .add(place);
        } else if (input.source() == null) {
            throw new MismatchException("grad", "input " + place, "requiresGrad", "a tensor without");
        }
    }

    private void start(Tensor root, Tensor gradient) {
        if (!gradient.shape().equals(root.shape()) || gradient.dtype() != root.dtype()) {
            throw new MismatchException(
                    "backward",
                    "the gradient of " + root.data().spec(),
                    root.dtype() + " " + root.shape(),
                    gradient.dtype() + " " + gradient.shape());
        }
        Source source = root.source();
        if (source == null) {
            throw new MismatchException(
                    "backward",
                    "the tensor " + root.data().spec(),
                    "one that has a graph",
                    "one that requires no gradient");
        }
        if (isAsked(source)) {
            send(source, gradient.alias());
        }
    }

    /** Whether a gradient sent there is asked for, or leads to one that is. */
    private boolean isAsked(@Nullable Source source) {
        return source != null && (between == null || between.leadsFrom(source));
    }

    private void run() {
        while (!queue.isEmpty()) {
            Function function = queue.remove().function();
            @Nullable Tensor[] arrived = gradients.remove(function);
            if (arrived == null) {
                throw new IllegalStateException(function.name() + " is queued without a gradient");
            }
            if (hooks == Hooks.ALL || (hooks == Hooks.ON_THE_WAY && !wanted.containsKey(function))) {
                applyHooks(function, arrived);
            }
            capture(function, arrived);
            BitSet asked = asked(function);
            if (!asked.isEmpty()) {
                List<@Nullable Tensor> sent = propagate(function, arrived, asked);
                for (int i = 0; i < sent.size(); i++) {
                    Source source = function.sources().get(i);
                    Tensor gradient = sent.get(i);
                    if (source != null && gradient != null && asked.get(i)) {
                        send(source, gradient);
                    }
                }
                if (!retainGraph) {
                    function.consume();
                }
            }
            releaseArrived(arrived);
        }
        if (hooks == Hooks.ALL) {
            leaves.replaceAll((leaf, gradient) -> {
                Tensor tensor = leaf.tensor().get();
                return tensor == null ? gradient : tensor.gradient().hooked(gradient);
            });
        }
    }

    private static void applyHooks(Function function, @Nullable Tensor[] arrived) {
        for (int i = 0; i < arrived.length; i++) {
            Tensor gradient = arrived[i];
            arrived[i] = gradient == null ? null : function.hooked(i, gradient);
        }
    }

    /**
     * The gradients of a function's inputs, in the walk's scope; what came up on the way to them is released. Each is an
     * alias of its own, since a function may hand the same tensor on, to one input or to several.
     */
    private static List<@Nullable Tensor> propagate(Function function, @Nullable Tensor[] arrived, BitSet asked) {
        List<@Nullable Tensor> aliases = new ArrayList<>();
        try (Scope inner = Scope.open()) {
            for (Tensor gradient : function.propagate(Arrays.asList(arrived), asked)) {
                aliases.add(gradient == null ? null : inner.keep(gradient.alias()));
            }
        }
        return aliases;
    }

    /** Of which inputs a function's gradients are asked for. */
    private BitSet asked(Function function) {
        BitSet asked = new BitSet();
        for (int i = 0; i < function.sources().size(); i++) {
            asked.set(i, isAsked(function.sources().get(i)));
        }
        return asked;
    }

    private void capture(Function function, @Nullable Tensor[] arrived) {
        Map<Integer, List<Integer>> places = wanted.getOrDefault(function, Map.of());
        places.forEach((index, all) -> all.forEach(place -> captured.set(place, arrived[index])));
    }

    /** What a function has used up can go at once, unless it is wanted, or a graph of it is made. */
    private void releaseArrived(@Nullable Tensor[] arrived) {
        for (Tensor gradient : arrived) {
            if (gradient != null && !createGraph && !captured.contains(gradient)) {
                gradient.release();
            }
        }
    }

    private Tensor sum(@Nullable Tensor before, Tensor gradient) {
        if (before == null) {
            return gradient;
        }
        Tensor sum = before.add(gradient);
        releaseArrived(new @Nullable Tensor[] {before, gradient});
        return sum;
    }

    private void send(Source source, Tensor gradient) {
        if (source instanceof Source.Leaf leaf) {
            Tensor before = leaves.get(leaf);
            leaves.put(leaf, sum(before, gradient));
        } else if (source instanceof Source.Output output) {
            @Nullable Tensor[] arrived = gradients.get(output.function());
            if (arrived == null) {
                arrived = new @Nullable Tensor[output.function().outputCount()];
                gradients.put(output.function(), arrived);
                queue.add(new Waiting(output.function(), arrivals++));
            }
            Tensor before = arrived[output.index()];
            arrived[output.index()] = sum(before, gradient);
        }
    }
}
