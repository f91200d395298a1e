package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/**
 * Compares the gradients of a function with central differences, in double.
 *
 * <p>The outputs are weighted with fixed numbers and summed to one, L. Each dL/dxᵢ is compared with (L(xᵢ+h) −
 * L(xᵢ−h))/2h. The difference has an error of order h² from the series and of order u·|L|/h from rounding; with h =
 * 10⁻⁵ both are about 10⁻¹⁰ for values and derivatives around 1, so a relative tolerance of 10⁻⁶ leaves room for third
 * derivatives of some thousand and still catches every wrong factor. Points near kinks (a relu at 0, ties of a maximum)
 * are the caller's to avoid.
 */
public final class GradientCheck {
    /** The step of the differences. */
    public static final double STEP = 1e-5;

    /** How far gradients may be apart, relative to the larger of 1 and the gradient. */
    public static final double TOLERANCE = 1e-6;

    private GradientCheck() {}

    /** What is differentiated: any number of tensors to one. */
    @FunctionalInterface
    public interface Differentiable {
        Tensor apply(List<Tensor> in);
    }

    /**
     * The largest disagreement of first-order gradients, in a line; nothing if all agree.
     *
     * @param inputs values of each input, all of F64 on {@code device}
     */
    public static Optional<String> first(Device device, Differentiable function, List<Point> inputs) {
        return compare(device, inputs, function);
    }

    /** The same for the gradients of the gradients: those of Σ w·(dL/dx) over all inputs. */
    public static Optional<String> second(Device device, Differentiable function, List<Point> inputs) {
        return compare(device, inputs, in -> {
            Tensor loss = weighted(function.apply(in));
            Tensor sum = null;
            for (Tensor gradient : Gradients.of(loss, in, true)) {
                Tensor term = weighted(gradient);
                sum = sum == null ? term : sum.add(term);
            }
            if (sum == null) {
                throw new MismatchException("gradient check", "inputs", "at least one", "none");
            }
            return sum;
        });
    }

    /**
     * An input's values.
     *
     * @param shape its shape
     * @param values row-major
     */
    public record Point(Shape shape, List<Double> values) {
        public Point {
            values = List.copyOf(values);
        }
    }

    private static Optional<String> compare(Device device, List<Point> points, Differentiable function) {
        List<double[]> values = points.stream()
                .map(p -> p.values().stream().mapToDouble(Double::doubleValue).toArray())
                .toList();
        List<double[]> gradients = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            List<Tensor> in = tensors(device, points, values);
            in.forEach(x -> x.requiresGrad(true));
            Tensor loss = weighted(function.apply(in));
            // The gradient of what is linear does not depend on the inputs: its own gradient is zero, and has no graph.
            List<Tensor> found = loss.requiresGrad()
                    ? Gradients.of(loss, in, false)
                    : in.stream().map(Tensors::zerosLike).toList();
            found.forEach(g -> gradients.add(g.toDoubles()));
        }
        String worst = "";
        double largest = TOLERANCE;
        for (int input = 0; input < values.size(); input++) {
            for (int i = 0; i < values.get(input).length; i++) {
                double numeric = difference(device, points, values, function, input, i);
                double analytic = gradients.get(input)[i];
                double error = Math.abs(numeric - analytic) / Math.max(1, Math.abs(numeric));
                // Written so that NaN is a disagreement.
                if (!(error <= largest)) {
                    largest = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
                    worst = "input " + input + ", element " + i + ": gradient " + analytic + ", differences " + numeric;
                }
            }
        }
        return worst.isEmpty() ? Optional.empty() : Optional.of(worst);
    }

    private static double difference(
            Device device, List<Point> points, List<double[]> values, Differentiable function, int input, int i) {
        double x = values.get(input)[i];
        double[] sides = new double[2];
        for (int side = 0; side < 2; side++) {
            values.get(input)[i] = side == 0 ? x - STEP : x + STEP;
            try (Scope scope = Scope.open()) {
                List<Tensor> in = tensors(device, points, values);
                // Second-order functions take gradients inside, so the graph is needed here too.
                in.forEach(t -> t.requiresGrad(true));
                sides[side] = weighted(function.apply(in)).item();
            }
        }
        values.get(input)[i] = x;
        return (sides[1] - sides[0]) / (2 * STEP);
    }

    private static List<Tensor> tensors(Device device, List<Point> points, List<double[]> values) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            tensors.add(Tensor.of(device, DType.F64, points.get(i).shape(), values.get(i)));
        }
        return tensors;
    }

    /** Σ wᵢ·yᵢ with weights that differ from element to element, so that no two errors can cancel everywhere. */
    private static Tensor weighted(Tensor y) {
        double[] weights = new double[Math.toIntExact(y.shape().elements())];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.cos(1.3 * i + 0.4);
        }
        return y.mul(Tensor.of(y.device(), y.dtype(), y.shape(), weights)).sum();
    }
}
