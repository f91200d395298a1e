package org.clgrad.engine.routine.indexing;

import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** What the routines of this package are tried on: axes in front, in the middle and behind; few and many indices. */
final class IndexSamples {
    /** The size of an axis that several work-items share on CPUs. */
    private static final long LONG = 1500;

    private IndexSamples() {}

    /** The choices for all of them; indices of {@code I32} are tried with one element type only, to build fewer programs. */
    static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", (Object[]) DType.values())
                .values("index", DType.I64, DType.I32)
                .values(
                        "shape",
                        Shape.of(5),
                        Shape.of(1),
                        Shape.of(3, 4),
                        Shape.of(2, 3, 5),
                        Shape.of(7, 33),
                        Shape.of(3, 2, 17),
                        Shape.of(5, LONG),
                        Shape.of(3, 0, 2),
                        Shape.of(0, 3))
                .sizes("axis", 0, 1, 2)
                .sizes("count", 3, 1, 0, 17, 130)
                .values("indices", Spread.ALL, Spread.FEW, Spread.BEYOND)
                .flag("wraps")
                .where(choice -> choice.count("axis") < shape(choice).rank())
                .where(choice ->
                        shape(choice).rank() != 2 || shape(choice).size(1) < LONG || choice.size("count") < 100)
                .where(choice -> choice.value("index", DType.class) == DType.I64 || dtype(choice) == DType.F32);
    }

    /** Which indices there are. */
    enum Spread {
        /** Places, and those just outside. */
        ALL,
        /** Two places, so that many indices say the same. */
        FEW,
        /** Mostly none. */
        BEYOND
    }

    static DType dtype(SampleSpace.Choice choice) {
        return choice.value("dtype", DType.class);
    }

    static Shape shape(SampleSpace.Choice choice) {
        return choice.value("shape", Shape.class);
    }

    /** The shape of what the indices read or write. */
    static Shape counted(SampleSpace.Choice choice) {
        return shape(choice).with(choice.count("axis"), choice.size("count"));
    }

    static TensorSpec index(SampleSpace.Choice choice, Indexed indexed) {
        return indexed.index(choice.value("index", DType.class), counted(choice), choice.count("axis"));
    }

    static Domain indices(SampleSpace.Choice choice) {
        long size = shape(choice).size(choice.count("axis"));
        return switch (choice.value("indices", Spread.class)) {
            case ALL -> new Domain.Integers(-size - 1, size + 2);
            case FEW -> new Domain.Integers(0, 2);
            case BEYOND -> new Domain.Integers(-5 * size - 3, 5 * size + 3);
        };
    }

    /** Any bits. */
    static Domain values(DType dtype) {
        return dtype == DType.BOOL ? new Domain.Integers(0, 2) : new Domain.Special();
    }

    /** Numbers to be summed. */
    static Domain terms(DType dtype, boolean nonFinite) {
        if (!dtype.isFloat()) {
            return values(dtype);
        }
        return nonFinite ? new Domain.NonFinite(Domain.standard()) : Domain.standard();
    }
}
