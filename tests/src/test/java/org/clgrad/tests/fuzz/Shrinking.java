package org.clgrad.tests.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.clgrad.engine.Device;
import org.clgrad.engine.tensor.Shape;

/** Looks for a smaller graph that still disagrees: fewer calls, then shorter axes. */
final class Shrinking {
    private final Device host;
    private final Predicate<Graph> disagrees;

    Shrinking(Device host, Predicate<Graph> disagrees) {
        this.host = host;
        this.disagrees = disagrees;
    }

    Graph of(Graph failing) {
        Graph smallest = failing;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (Graph candidate : candidates(smallest)) {
                if (fails(candidate)) {
                    smallest = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private boolean fails(Graph candidate) {
        try {
            return !candidate.calls().isEmpty() && disagrees.test(candidate);
        } catch (RuntimeException e) {
            return false; // what is left does not fit together
        }
    }

    private List<Graph> candidates(Graph graph) {
        List<Graph> all = new ArrayList<>();
        int count = graph.calls().size();
        // Each call alone with what it needs, the fewest first; then all but one.
        for (int i = 0; i < count; i++) {
            int only = i;
            Graph part = graph.pruned(host, at -> at == only);
            if (part.calls().size() < count) {
                all.add(part);
            }
        }
        all.sort(java.util.Comparator.comparingInt(part -> part.calls().size()));
        for (int i = 0; i < count; i++) {
            int without = i;
            Graph part = graph.pruned(host, at -> at != without);
            if (part.calls().size() < count) {
                all.add(part);
            }
        }
        graph.leaves().stream()
                .flatMapToLong(leaf -> Arrays.stream(leaf.shape().toArray()))
                .filter(size -> size > 1)
                .distinct()
                .forEach(size -> all.add(new Graph(
                        graph.leaves().stream().map(leaf -> shorter(leaf, size)).toList(), graph.calls())));
        return all;
    }

    /** With all axes of a size one shorter. */
    private static Leaf shorter(Leaf leaf, long size) {
        Shape shape = Shape.of(Arrays.stream(leaf.shape().toArray())
                .map(n -> n == size ? n - 1 : n)
                .toArray());
        return new Leaf(leaf.dtype(), shape, Arrays.copyOf(leaf.values(), (int) shape.elements()));
    }
}
