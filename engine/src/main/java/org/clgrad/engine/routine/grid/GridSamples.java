package org.clgrad.engine.routine.grid;

import java.util.List;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.SampleSpace;
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
                .flag("nonFiniteValues")
                .flag("nonFinitePlaces")
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
     * Values and places may be NaN or infinite.
     */
    static List<Domain> domains(SampleSpace.Choice choice) {
        Domain places = GridTolerance.jumps(sampling(choice))
                ? new Domain.Integers(-2, 3)
                : new Domain.Uniform(-LARGEST, LARGEST);
        return List.of(
                choice.flag("nonFiniteValues") ? new Domain.NonFinite(Domain.standard()) : Domain.standard(),
                choice.flag("nonFinitePlaces") ? new Domain.NonFinite(places) : places);
    }

    /** The sizes of planes and grid. */
    static GridGeometry geometry(SampleSpace.Choice choice) {
        GridSampling sampling = sampling(choice);
        TensorSpec x = input(choice);
        return GridGeometry.of(
                "grid_sample", "input", sampling, x, grid(choice), x.shape().last(sampling.axes()));
    }
}
