package org.clgrad.tests.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;

/**
 * Compares two devices on a graph: every result, and the gradients of their weighted sum.
 *
 * <p>How much rounding may matter is found by experiment: on the first device the graph is run with inputs that are off by
 * {@value #PERTURBATION} units of roundoff. A result may be off by as much as that moves any of its elements, and by so many
 * units of its largest element. Where a graph jumps (a comparison, a floor), that lets it jump.
 */
public final class Agreement {
    private static final double PERTURBATION = 64;
    private static final int TIMES = 4;
    private static final int BEFORE_A_VERDICT = 12;

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

    /** A graph's results, one behind the other, then gradients of the leaves. */
    private record Values(List<String> shapes, List<double[]> all) {}

    /** What is different, in a line; nothing if all agrees. */
    public Optional<String> disagreement(List<Leaf> leaves, Program program) {
        Values expected = run(one, leaves, program);
        Values actual;
        try {
            actual = run(other, leaves, program);
        } catch (RuntimeException e) {
            return Optional.of("only on " + other.name() + ": " + e);
        }
        List<Values> near = new ArrayList<>();
        for (int times : new int[] {TIMES, BEFORE_A_VERDICT}) {
            while (near.size() < times) {
                Random random = new Random(near.size());
                near.add(run(
                        one,
                        leaves.stream()
                                .map(leaf -> leaf.perturbed(
                                        PERTURBATION * leaf.dtype().unitRoundoff(), random))
                                .toList(),
                        program));
            }
            Optional<String> different = compare(expected, actual, near, roundoff(leaves));
            if (different.isEmpty()) {
                return different;
            } else if (times == BEFORE_A_VERDICT) {
                return different;
            }
        }
        throw new AssertionError("unreachable");
    }

    private static double roundoff(List<Leaf> leaves) {
        return leaves.stream()
                .map(Leaf::dtype)
                .filter(DType::isFloat)
                .mapToDouble(DType::unitRoundoff)
                .max()
                .orElse(0);
    }

    private static Values run(Device device, List<Leaf> leaves, Program program) {
        try (Scope scope = Scope.open()) {
            List<Tensor> in = leaves.stream().map(leaf -> leaf.on(device)).toList();
            List<Tensor> out = program.apply(in);
            Tensor loss = null;
            List<double[]> all = new ArrayList<>();
            List<String> shapes = new ArrayList<>();
            for (Tensor y : out) {
                shapes.add(y.data().spec().dtype() + " " + y.shape());
                all.add(y.toDoubles());
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
                List<Tensor> wanted = in.stream().filter(Tensor::requiresGrad).toList();
                for (Tensor gradient : Gradients.of(loss, wanted, false)) {
                    shapes.add("gradient " + gradient.shape());
                    all.add(gradient.toDoubles());
                }
            }
            return new Values(shapes, all);
        }
    }

    private static Optional<String> compare(Values expected, Values actual, List<Values> near, double roundoff) {
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
            double bound = 4 * moved + 16 * PERTURBATION * roundoff * Math.max(1, largest);
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
