package org.clgrad.engine.routine.grid;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** The planes and grids that reading is tried on. */
final class GridSamples {
    private static final double LARGEST = 2;

    /** The largest weight of a cubic tap, and of its derivatives. */
    private static final double CUBIC_WEIGHT = 7.5;

    private GridSamples() {}

    static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .values("padding", (Object[]) GridSampling.Padding.values())
                .values("mode", (Object[]) GridSampling.Mode.values())
                .flag("alignCorners")
                .sizes("orderX", 0, 1, 2, 3)
                .sizes("orderY", 0, 1, 2, 3)
                .sizes("orderZ", 0, 1)
                .values(
                        "planes",
                        Shape.of(2, 3, 4, 5),
                        Shape.of(1, 1, 1, 1),
                        Shape.of(1, 17, 9, 3),
                        Shape.of(2, 1, 35, 2),
                        Shape.of(0, 2, 3, 3),
                        Shape.of(1, 0, 3, 3),
                        Shape.of(2, 3, 3, 4, 5),
                        Shape.of(1, 2, 1, 1, 1),
                        Shape.of(1, 18, 2, 9, 3))
                .values("places", Shape.of(3, 3), Shape.of(1, 9), Shape.of(6, 7), Shape.of(0, 2))
                .where(GridSamples::isValid);
    }

    private static boolean isValid(SampleSpace.Choice choice) {
        boolean isDeep = choice.value("planes", Shape.class).rank() == 5;
        int mostOrder =
                switch (choice.value("mode", GridSampling.Mode.class)) {
                    case CUBIC -> isDeep ? -1 : 3;
                    case LINEAR, NEAREST -> 1;
                };
        return choice.count("orderX") <= mostOrder
                && choice.count("orderY") <= mostOrder
                && choice.count("orderZ") <= (isDeep ? 1 : 0);
    }

    static GridSampling sampling(SampleSpace.Choice choice) {
        boolean isDeep = choice.value("planes", Shape.class).rank() == 5;
        return new GridSampling(
                choice.value("mode", GridSampling.Mode.class),
                choice.value("padding", GridSampling.Padding.class),
                choice.flag("alignCorners"),
                isDeep
                        ? List.of(choice.count("orderX"), choice.count("orderY"), choice.count("orderZ"))
                        : List.of(choice.count("orderX"), choice.count("orderY")));
    }

    static TensorSpec input(SampleSpace.Choice choice) {
        return TensorSpec.of(choice.value("dtype", DType.class), choice.value("planes", Shape.class));
    }

    static TensorSpec grid(SampleSpace.Choice choice) {
        Shape places = choice.value("places", Shape.class);
        long batch = input(choice).size(0);
        DType dtype = choice.value("dtype", DType.class);
        return input(choice).rank() == 5
                ? TensorSpec.of(dtype, batch, 2, places.size(0), places.size(1), 3)
                : TensorSpec.of(dtype, batch, places.size(0), places.size(1), 2);
    }

    /**
     * Anywhere, unless what is read jumps: then few places, which are the same in any precision, being multiples of a half.
     */
    static List<Domain> domains(GridSampling sampling) {
        int order = sampling.orders().stream().mapToInt(Integer::intValue).max().orElse(0);
        boolean jumps =
                switch (sampling.mode()) {
                    case NEAREST -> true;
                    case LINEAR -> order > 0;
                    case CUBIC -> order > 1;
                };
        return List.of(Domain.standard(), jumps ? new Domain.Integers(-2, 3) : new Domain.Uniform(-LARGEST, LARGEST));
    }

    /**
     * A place has an error of 8·u·(|g| + 2)·size, so a straight weight has it at most for each axis, of a product whose other
     * factors are 1 or a slope; a cubic weight, or a derivative of it, is up to 7.5, changes by as much in a step, and is a
     * polynomial of five roundings. Products and sums add 6 + terms roundings. Twice, since in double the reference rounds
     * as often.
     *
     * @param x the planes that are read
     * @param terms that an element of the output is a sum of, at most
     */
    static Tolerance tolerance(GridSampling sampling, TensorSpec x, long terms) {
        double sizes = 0;
        double slope = 1;
        for (int i = 0; i < sampling.axes(); i++) {
            long size = x.size(x.rank() - 1 - i);
            sizes += size;
            slope *= Math.max(1, Math.pow(size / 2.0, sampling.orders().get(i)));
            slope *= sampling.mode() == GridSampling.Mode.CUBIC ? CUBIC_WEIGHT : 1;
        }
        double largestFactor = slope;
        double roundings = 2 * (8 * (LARGEST + 2) * sizes + 11 + terms);
        return (output, dtype, in, expected) -> {
            double largest =
                    Arrays.stream(in.get(0).doubles()).map(Math::abs).max().orElse(0);
            double[] bounds = new double[expected.length];
            Arrays.fill(bounds, roundings * dtype.unitRoundoff() * largestFactor * largest * terms);
            return bounds;
        };
    }
}
