package org.clgrad.tests.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;

/**
 * Compares two devices on a graph: every result, and the gradients of their weighted sum. Random numbers are those of one
 * seed on both.
 *
 * <p>How much rounding may matter is found by experiment: the graph is run with inputs that are a little off, and so is what
 * comes of each routine ({@link NoisyHost}). A result may be off by as much as that moves any of its elements, and by so
 * many errors of its largest element, of the coarsest type that it or a tensor before it has. Where a graph jumps (a
 * comparison, a floor, a condition), that lets it jump.
 */
public final class Agreement {
    private static final long SEED = 20261129;
    private static final int TIMES = 4;
    private static final int BEFORE_A_VERDICT = 12;
    /** How a saved value says that it is not what it was. */
    private static final String CHANGED = "was changed in place since";

    private static final String GRADIENT = "gradient ";

    private final Device one;
    private final Device other;

    /** Of a reference and a device under test. */
    public Agreement(Device one, Device other) {
        this.one = one;
        this.other = other;
    }

    /** A graph: from its leaves to all its results. */
    @FunctionalInterface
    public interface Program {
        List<Tensor> apply(List<Tensor> leaves);
    }

    /**
     * A graph's results, one behind the other, then gradients of the leaves.
     *
     * @param shapes of each with its type, and what was refused
     * @param perturbations by how much of its largest value each may be off before anything is known of the graph
     */
    private record Values(List<String> shapes, List<double[]> all, List<Double> perturbations) {
        private Values() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void add(String what, Tensor y, double perturbation) {
            shapes.add(what + y.dtype() + " " + y.shape());
            all.add(y.toDoubles());
            perturbations.add(perturbation);
        }
    }

    /** Whether what is different is a gradient, and no result. */
    static boolean isOfGradient(String different) {
        return different.startsWith("result ") && different.contains("(" + GRADIENT);
    }

    /** What is different, in a line; nothing if all agrees. */
    public Optional<String> disagreement(List<Leaf> leaves, Program program) {
        Values expected;
        try {
            expected = run(one, leaves, program);
        } catch (RuntimeException e) {
            return Optional.of("on " + one.name() + ": " + e);
        }
        Values actual;
        try {
            actual = run(other, leaves, program);
        } catch (RuntimeException e) {
            return Optional.of("only on " + other.name() + ": " + e);
        }
        List<Values> near = new ArrayList<>();
        Optional<String> different = Optional.empty();
        for (int times : new int[] {TIMES, BEFORE_A_VERDICT}) {
            while (near.size() < times) {
                near.add(nearby(leaves, program, new Random(near.size())));
            }
            different = compare(expected, actual, near);
            if (different.isEmpty()) {
                break;
            }
        }
        return different;
    }

    /** What a host with noise makes of inputs that are a little off; nothing if its shapes then do not fit. */
    private Values nearby(List<Leaf> leaves, Program program, Random random) {
        try (Device noisy = new NoisyHost(one, random)) {
            return run(
                    noisy,
                    leaves.stream()
                            .map(leaf -> leaf.perturbed(NoisyHost.perturbation(leaf.dtype()), random))
                            .toList(),
                    program);
        } catch (MismatchException e) {
            return new Values();
        }
    }

    /** Has a scope make tensors on a device, and draw from a stream that begins alike on each. */
    static RandomStream begin(Scope scope, Device device) {
        RandomStream stream = new RandomStream(device, SEED);
        DefaultDevice.set(scope, device);
        RandomStream.set(scope, stream);
        return stream;
    }

    private static Values run(Device device, List<Leaf> leaves, Program program) {
        try (Scope scope = Scope.open();
                RandomStream stream = begin(scope, device)) {
            List<Tensor> in = leaves.stream().map(leaf -> leaf.on(device)).toList();
            List<Tensor> out = program.apply(in);
            Tensor loss = null;
            Values values = new Values();
            double coarsest = in.stream()
                    .mapToDouble(x -> NoisyHost.perturbation(x.dtype()))
                    .max()
                    .orElse(0);
            for (Tensor y : out) {
                coarsest = Math.max(coarsest, NoisyHost.perturbation(y.dtype()));
                values.add("", y, y.dtype().isFloat() ? coarsest : 0);
                if (y.requiresGrad()) {
                    double[] weight = new double[Math.toIntExact(y.shape().elements())];
                    Arrays.setAll(weight, i -> Math.cos(1.3 * i + 0.4));
                    Tensor term = y.mul(Tensor.of(device, y.dtype(), y.shape(), weight))
                            .sum()
                            .to(DType.F32);
                    loss = loss == null ? term : loss.add(term);
                }
            }
            if (loss != null) {
                gradients(loss, in.stream().filter(Tensor::requiresGrad).toList(), coarsest, values);
            }
            return values;
        }
    }

    /** Gradients of the leaves; of what was changed in place after it was saved, that this is refused. */
    private static void gradients(Tensor loss, List<Tensor> wanted, double coarsest, Values values) {
        List<Tensor> gradients;
        try {
            gradients = Gradients.of(loss, wanted, false);
        } catch (IllegalStateException e) {
            if (!String.valueOf(e.getMessage()).contains(CHANGED)) {
                throw e;
            }
            values.shapes.add("gradient refused: " + e.getMessage());
            return;
        }
        gradients.forEach(gradient -> values.add(GRADIENT, gradient, coarsest));
    }

    private static Optional<String> compare(Values expected, Values actual, List<Values> near) {
        if (!expected.shapes().equals(actual.shapes())) {
            boolean settled = near.stream().allMatch(values -> values.shapes().equals(expected.shapes()));
            return settled
                    ? Optional.of("shapes " + actual.shapes() + ", expected " + expected.shapes())
                    : Optional.empty();
        }
        for (int t = 0; t < expected.all().size(); t++) {
            int tensor = t;
            double[] want = expected.all().get(t);
            double[] got = actual.all().get(t);
            List<double[]> around = near.stream()
                    .filter(values -> values.shapes().equals(expected.shapes()))
                    .map(values -> values.all().get(tensor))
                    .toList();
            double largest = DoubleStream.of(want)
                    .filter(Double::isFinite)
                    .map(Math::abs)
                    .max()
                    .orElse(0);
            double moved = 0;
            for (double[] values : around) {
                for (int i = 0; i < want.length; i++) {
                    if (Double.compare(values[i], want[i]) != 0) {
                        moved = Math.max(moved, distance(values[i], want[i]));
                    }
                }
            }
            double bound = 4 * moved + 16 * expected.perturbations().get(t) * Math.max(1, largest);
            for (int i = 0; i < want.length; i++) {
                if (want[i] != got[i]
                        && Double.compare(want[i], got[i]) != 0
                        && !(distance(want[i], got[i]) <= bound)) {
                    return Optional.of("result " + t + " (" + expected.shapes().get(t) + ") at " + i + " is " + got[i]
                            + ", expected " + want[i] + " ± " + bound);
                }
            }
        }
        return Optional.empty();
    }

    private static double distance(double a, double b) {
        double distance = Math.abs(a - b);
        return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
    }
}
