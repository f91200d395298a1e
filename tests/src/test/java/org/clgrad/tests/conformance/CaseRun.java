package org.clgrad.tests.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * What an operator computes of given values, forward and back. Lists of values are in the order of the tensors.
 *
 * @param outShapes shapes of the outputs
 * @param out the outputs
 * @param inDiffs the gradients at the inputs; zeros where there is none
 * @param paramDiffs the gradients at the parameters
 */
record CaseRun(List<Shape> outShapes, List<double[]> out, List<double[]> inDiffs, List<double[]> paramDiffs) {
    /** Sixteenths: products and sums of thousands of them are exact in single precision, so both sides of a kink agree. */
    private static final double GRID = 16;

    /**
     * The values that a case is run on.
     *
     * @param outDiffs the gradients given to the outputs; none for the outputs only
     */
    record Values(List<double[]> in, List<double[]> params, List<double[]> outDiffs) {
        /** Those of the case, or drawn ones where it is shapes only. */
        static Values of(String operator, CaseFile.Case given) {
            if (given.hasData()) {
                return new Values(given.in(), given.params(), given.outDiffs());
            }
            Random random = new Random(given.name().hashCode());
            List<double[]> in = new ArrayList<>();
            for (int i = 0; i < given.inShapes().size(); i++) {
                int size = elements(given.inShapes().get(i));
                in.add(
                        Operators.isIndex(operator, i)
                                ? random.ints(size, 0, (int)
                                                given.inShapes().get(0).size(1))
                                        .asDoubleStream()
                                        .toArray()
                                : onGrid(size, random));
            }
            return new Values(in, drawn(given.paramShapes(), random), drawn(given.outShapes(), random));
        }

        private static List<double[]> drawn(List<Shape> shapes, Random random) {
            return shapes.stream().map(shape -> onGrid(elements(shape), random)).toList();
        }

        private static double[] onGrid(int size, Random random) {
            return random.ints(size, (int) -GRID, (int) GRID + 1)
                    .mapToDouble(n -> n / GRID)
                    .toArray();
        }

        /** Without signs, but for class indices, which have none. */
        Values magnitudes() {
            return new Values(absolute(in), absolute(params), absolute(outDiffs));
        }

        private static List<double[]> absolute(List<double[]> values) {
            return values.stream()
                    .map(one -> IntStream.range(0, one.length)
                            .mapToDouble(i -> Math.abs(one[i]))
                            .toArray())
                    .toList();
        }
    }

    static int elements(Shape shape) {
        return Math.toIntExact(shape.elements());
    }

    /** Runs an operator on a device. */
    static CaseRun run(Device device, DType dtype, String operator, CaseFile.Case given, Values values) {
        try (Scope scope = Scope.open()) {
            List<Tensor> in = new ArrayList<>();
            for (int i = 0; i < values.in().size(); i++) {
                Tensor tensor = Tensor.of(
                        device, dtype, given.inShapes().get(i), values.in().get(i));
                in.add(tensor.requiresGrad(!Operators.isIndex(operator, i)));
            }
            List<Tensor> params = new ArrayList<>();
            for (int i = 0; i < values.params().size(); i++) {
                params.add(Tensor.of(
                                device,
                                dtype,
                                given.paramShapes().get(i),
                                values.params().get(i))
                        .requiresGrad(true));
            }
            List<Tensor> out = Operators.of(operator).apply(given.options(), in, params);
            for (int i = 0; i < values.outDiffs().size(); i++) {
                Tensor y = out.get(i);
                if (y.requiresGrad()) {
                    y.backward(
                            Tensor.of(
                                    device, dtype, y.shape(), values.outDiffs().get(i)),
                            true,
                            false);
                }
            }
            return new CaseRun(
                    out.stream().map(Tensor::shape).toList(),
                    out.stream().map(Tensor::toDoubles).toList(),
                    gradients(in),
                    gradients(params));
        }
    }

    private static List<double[]> gradients(List<Tensor> tensors) {
        return tensors.stream()
                .map(tensor ->
                        tensor.grad().map(Tensor::toDoubles).orElseGet(() -> new double[elements(tensor.shape())]))
                .toList();
    }
}
