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

    private GridSamples() {}

    static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .values("padding", (Object[]) GridSampling.Padding.values())
                .flag("nearest")
                .flag("alignCorners")
                .sizes("orderX", 0, 1)
                .sizes("orderY", 0, 1)
                .values(
                        "planes",
                        Shape.of(2, 3, 4, 5),
                        Shape.of(1, 1, 1, 1),
                        Shape.of(1, 17, 9, 3),
                        Shape.of(2, 1, 35, 2),
                        Shape.of(0, 2, 3, 3),
                        Shape.of(1, 0, 3, 3))
                .values("places", Shape.of(3, 3), Shape.of(1, 9), Shape.of(6, 7), Shape.of(0, 2));
    }

    static GridSampling sampling(SampleSpace.Choice choice) {
        return new GridSampling(
                choice.flag("nearest"),
                choice.value("padding", GridSampling.Padding.class),
                choice.flag("alignCorners"),
                choice.count("orderX"),
                choice.count("orderY"));
    }

    static TensorSpec input(SampleSpace.Choice choice) {
        return TensorSpec.of(choice.value("dtype", DType.class), choice.value("planes", Shape.class));
    }

    static TensorSpec grid(SampleSpace.Choice choice) {
        Shape places = choice.value("places", Shape.class);
        return TensorSpec.of(
                choice.value("dtype", DType.class), input(choice).size(0), places.size(0), places.size(1), 2);
    }

    /**
     * Anywhere, unless what is read jumps: then few places, which are the same in any precision, being multiples of a half.
     */
    static List<Domain> domains(GridSampling sampling) {
        boolean jumps = sampling.nearest() || sampling.orderX() + sampling.orderY() > 0;
        return List.of(Domain.standard(), jumps ? new Domain.Integers(-2, 3) : new Domain.Uniform(-LARGEST, LARGEST));
    }

    /**
     * A place has an error of 8·u·(|g| + 2)·size, so a weight has it at most for each axis, of a product whose other factor is
     * 1 or a slope; products and sums add 4 + terms roundings. Twice, since in double the reference rounds as often.
     *
     * @param terms that an element of the output is a sum of, at most
     */
    static Tolerance tolerance(GridSampling sampling, SampleSpace.Choice choice, int terms) {
        Shape planes = choice.value("planes", Shape.class);
        double sizes = planes.size(2) + planes.size(3);
        double slope = Math.max(1, sampling.orderX() * planes.size(3) / 2.0)
                * Math.max(1, sampling.orderY() * planes.size(2) / 2.0);
        double roundings = 2 * (8 * (LARGEST + 2) * sizes + 4 + terms);
        return (output, dtype, in, expected) -> {
            double largest =
                    Arrays.stream(in.get(0).doubles()).map(Math::abs).max().orElse(0);
            double[] bounds = new double[expected.length];
            Arrays.fill(bounds, roundings * dtype.unitRoundoff() * slope * largest * terms);
            return bounds;
        };
    }
}
