package org.clgrad.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * Leaves, and calls that take from them and from one another.
 *
 * @param leaves the first tensors
 * @param calls in order; what comes of each is numbered on
 */
record Graph(List<Leaf> leaves, List<Call> calls) {
    private static final int MOST_ELEMENTS = 4096;
    private static final int LONGEST = 4;
    private static final int ATTEMPTS = 400;

    /** What drawing a graph met. */
    static final class Met {
        final Map<String, Integer> operations = new java.util.TreeMap<>();
        final Map<String, String> oddRefusals = new java.util.TreeMap<>();
        int refusals;
        int leftOpen;
    }

    /** All results of the calls, for leaves. */
    List<Tensor> apply(List<Tensor> tensors, OpenQuestions questions) {
        List<Tensor> all = new ArrayList<>(tensors);
        for (Call call : calls) {
            List<Tensor> results = call.on(all);
            questions.watch(call, results);
            all.addAll(results);
        }
        return all.subList(tensors.size(), all.size());
    }

    /**
     * Draws calls until there are so many that are not refused, on the host. Random numbers begin as they do when devices
     * are compared, and what a refused call drew is given back: shapes may depend on them.
     */
    static Graph draw(Vocabulary vocabulary, Device host, DType real, int nodes, Random random, Met met) {
        List<Leaf> leaves = leaves(real, random);
        List<Call> calls = new ArrayList<>();
        try (Scope scope = Scope.open();
                RandomStream stream = Agreement.begin(scope, host)) {
            List<Tensor> tensors = new ArrayList<>();
            leaves.forEach(leaf -> tensors.add(leaf.on(host)));
            for (int attempt = 0; attempt < ATTEMPTS && calls.size() < nodes; attempt++) {
                Call call = vocabulary.draw(tensors, random);
                try (Tensor before = stream.state().copy()) {
                    if (!taken(call, tensors, met)) {
                        stream.state().assign(before);
                    } else {
                        calls.add(call);
                    }
                }
            }
        }
        return new Graph(List.copyOf(leaves), List.copyOf(calls));
    }

    /** Whether a call is not refused, nor open; then its results are put to the others. */
    private static boolean taken(Call call, List<Tensor> tensors, Met met) {
        try {
            if (OpenQuestions.isOpen(call, tensors)) {
                met.leftOpen++;
                return false;
            }
            List<Tensor> results = call.on(tensors);
            if (results.stream().anyMatch(y -> y.shape().elements() > MOST_ELEMENTS)) {
                return false;
            }
            tensors.addAll(results);
            met.operations.merge(call.method().getName(), 1, Integer::sum);
            return true;
        } catch (RuntimeException e) {
            if (Refusals.isRefusal(e)) {
                met.refusals++;
            } else {
                met.oddRefusals.putIfAbsent(
                        call.method().getName() + ": " + e.getClass().getSimpleName(),
                        describe(call, tensors) + ": " + e);
            }
            return false;
        }
    }

    private static String describe(Call call, List<Tensor> tensors) {
        return call + " of "
                + call.takes().stream()
                        .map(i -> tensors.get(i).dtype() + " " + tensors.get(i).shape())
                        .toList();
    }

    /** Some of every kind that goes together, of few sizes: of one floating-point type, and of each of the others. */
    static List<Leaf> leaves(DType real, Random random) {
        int[] n = random.ints(3, 1, LONGEST + 1).toArray();
        long parts = List.of(1, 3, 4).get(random.nextInt(3));
        List<Shape> shapes = List.of(
                Shape.of(n[0], n[1]),
                Shape.of(n[0], n[1]),
                Shape.of(n[1], n[2]),
                Shape.of(n[1]),
                Shape.of(n[0], n[1], n[2]),
                Shape.of(n[0], n[1], n[2], n[2]),
                Shape.of(n[2], n[1], 2, 2),
                // a recurrent cell's, that takes n[2] and has n[1]
                Shape.of(parts * n[1], n[2]),
                Shape.of(parts * n[1], n[1]),
                Shape.of(parts * n[1]));
        List<Leaf> leaves = new ArrayList<>();
        for (Shape shape : shapes) {
            boolean positive = random.nextInt(3) == 0;
            leaves.add(leaf(
                    real,
                    shape,
                    () -> real.nearest(
                            (float) (positive ? 0.2 + random.nextDouble() : 3 * random.nextDouble() - 1.5))));
        }
        leaves.add(leaf(DType.I64, Shape.of(n[0]), () -> random.nextInt(n[1])));
        leaves.add(leaf(DType.I64, Shape.of(n[0], n[1]), () -> random.nextInt(n[1])));
        leaves.add(leaf(DType.I32, Shape.of(n[0], n[1]), () -> random.nextInt(7) - 3));
        leaves.add(leaf(DType.I32, Shape.of(n[1]), () -> random.nextInt(n[1])));
        leaves.add(leaf(DType.U8, Shape.of(n[0], n[1]), () -> random.nextInt(256)));
        leaves.add(leaf(DType.U8, Shape.of(n[1], n[2]), () -> random.nextInt(2)));
        leaves.add(leaf(DType.BOOL, Shape.of(n[0], n[1]), () -> random.nextInt(2)));
        leaves.add(leaf(DType.BOOL, Shape.of(n[1]), () -> random.nextInt(2)));
        return leaves;
    }

    private static Leaf leaf(DType dtype, Shape shape, DoubleSupplier value) {
        return new Leaf(
                dtype,
                shape,
                DoubleStream.generate(value).limit(shape.elements()).toArray());
    }

    /** Without the calls that others do not need, and the leaves that none does. */
    Graph pruned(Device host, java.util.function.IntPredicate kept) {
        List<Integer> counts = counts(host);
        boolean[] needed = new boolean[calls.size()];
        List<Integer> first = new ArrayList<>();
        int place = leaves.size();
        for (int count : counts) {
            first.add(place);
            place += count;
        }
        boolean[] used = new boolean[place];
        for (int i = calls.size() - 1; i >= 0; i--) {
            int from = first.get(i);
            needed[i] =
                    kept.test(i) || IntStream.range(from, from + counts.get(i)).anyMatch(at -> used[at]);
            if (needed[i]) {
                calls.get(i).takes().forEach(at -> used[at] = true);
            }
        }
        int[] moved = new int[place];
        int next = 0;
        List<Leaf> fewer = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            moved[i] = next;
            if (used[i]) {
                fewer.add(leaves.get(i));
                next++;
            }
        }
        List<Call> left = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            for (int k = 0; k < counts.get(i); k++) {
                moved[first.get(i) + k] = needed[i] ? next++ : -1;
            }
            if (needed[i]) {
                left.add(calls.get(i).moved(at -> moved[at]));
            }
        }
        return new Graph(fewer, left);
    }

    private List<Integer> counts(Device host) {
        try (Scope scope = Scope.open();
                RandomStream stream = Agreement.begin(scope, host)) {
            List<Tensor> all = new ArrayList<>();
            leaves.forEach(leaf -> all.add(leaf.on(host)));
            List<Integer> counts = new ArrayList<>();
            for (Call call : calls) {
                List<Tensor> results = call.on(all);
                counts.add(results.size());
                all.addAll(results);
            }
            return counts;
        }
    }
}
