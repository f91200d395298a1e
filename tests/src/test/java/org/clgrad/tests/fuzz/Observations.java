package org.clgrad.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;

/**
 * What the operations are seen to do when they are called on the host: which element types they take, and whether a gradient
 * can be taken of what they make. No declaration of it could be wrong, because there is none.
 */
public final class Observations {
    /** Calls of which none is taken before it is said that a type is not: so many for each that F32 needed. */
    private static final int ATTEMPTS = 40;
    /** But no more than these. */
    private static final int MOST_ATTEMPTS = 2000;
    /** Calls on F32 that tell how rare those are that fit; and whether there is a gradient may depend on the arguments. */
    private static final int SUCCESSES = 10;
    /** New leaves after so many calls, since sizes may not fit. */
    private static final int CALLS_OF_LEAVES = 50;

    /**
     * What was seen of an operation.
     *
     * @param types of the tensor that it is called on, or that it makes if it takes none
     * @param differentiable whether going back from a result gave one of the arguments a gradient
     */
    public record Observed(Set<DType> types, boolean differentiable) {}

    /** Without 0, for which formulas and draws fall away that would not take the type. */
    private static final List<Double> NUMBERS = List.of(0.5, 1.0, 2.0, 0.25, 3.0);

    private final Vocabulary vocabulary = new Vocabulary(List.of(DType.values()), NUMBERS);

    /** What calls on one type came to; those that take no tensor are not among the successes. */
    private record Tried(int attempts, int successes, Set<DType> types, boolean differentiable) {}

    /** Of all operations of tensors that could be called, by the name of the method. */
    public Map<String, Observed> all() {
        Map<String, Observed> all = new TreeMap<>();
        try (Device host = Devices.openHost()) {
            for (String name : vocabulary.names()) {
                Observed observed = observed(name, host);
                if (!observed.types.isEmpty()) {
                    all.put(name, observed);
                }
            }
        }
        return all;
    }

    private Observed observed(String name, Device host) {
        Tried first = observe(name, DType.F32, host, MOST_ATTEMPTS, SUCCESSES);
        Set<DType> types = new TreeSet<>(first.types);
        boolean differentiable = first.differentiable;
        if (types.isEmpty() || first.successes > 0) {
            int each = first.successes == 0 ? 1 : 1 + first.attempts / first.successes;
            for (DType dtype : DType.values()) {
                if (dtype != DType.F32) {
                    Tried tried = observe(name, dtype, host, Math.min(MOST_ATTEMPTS, ATTEMPTS * each), 1);
                    types.addAll(tried.types);
                    differentiable |= tried.differentiable;
                }
            }
        }
        return new Observed(types, differentiable);
    }

    private Tried observe(String name, DType dtype, Device host, int most, int wanted) {
        Random random = new Random((name + dtype).hashCode());
        Set<DType> types = new TreeSet<>();
        boolean differentiable = false;
        int attempts = 0;
        int successes = 0;
        while (attempts < most && successes < wanted) {
            try (Scope scope = Scope.open();
                    RandomStream stream = Agreement.begin(scope, host)) {
                List<Tensor> tensors = new ArrayList<>();
                Graph.leaves(dtype.isFloat() ? dtype : DType.F32, random).forEach(leaf -> tensors.add(leaf.on(host)));
                int[] own = IntStream.range(0, tensors.size())
                        .filter(i -> tensors.get(i).dtype() == dtype)
                        .toArray();
                for (int call = 0; call < CALLS_OF_LEAVES && attempts < most && successes < wanted; call++) {
                    attempts++;
                    Call drawn = vocabulary.draw(name, tensors, own[random.nextInt(own.length)], random);
                    List<Tensor> results = results(drawn, tensors, dtype);
                    successes += results.isEmpty() || drawn.takesNoTensor() ? 0 : 1;
                    differentiable |= !drawn.isInPlace() && goesBack(results, tensors);
                    for (Tensor y : results) {
                        types.add(drawn.takesNoTensor() ? y.dtype() : dtype);
                    }
                }
            }
        }
        return new Tried(attempts, successes, types, differentiable);
    }

    /** Whether a result's gradient comes to one of the tensors. */
    private static boolean goesBack(List<Tensor> results, List<Tensor> tensors) {
        boolean any = false;
        for (Tensor y : results) {
            if (y.requiresGrad()) {
                y.backward(Tensors.onesLike(y), true, false);
                any |= tensors.stream().anyMatch(x -> x.grad().isPresent());
                tensors.forEach(Tensor::zeroGrad);
            }
        }
        return any;
    }

    /** Nothing if it is refused; or if it is of truth values beside numbers, which always count as these. */
    private static List<Tensor> results(Call call, List<Tensor> tensors, DType dtype) {
        boolean beside = dtype == DType.BOOL
                && call.takes().stream().anyMatch(i -> tensors.get(i).dtype().isFloat());
        try {
            return beside ? List.of() : call.on(tensors);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
