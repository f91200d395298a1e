package org.clgrad.engine.routine.ctc;

import java.util.List;
import java.util.stream.DoubleStream;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** What connectionist temporal classification is tried on, and the bounds of its errors. */
final class CtcSamples {
    /** Of log 3 and more: what a step's three ways add to a logarithm. */
    private static final double WAYS = 1.1;

    private CtcSamples() {}

    /** Few classes, so that labels repeat; lengths up to one too many. */
    private static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.F32, DType.F64)
                .sizes("steps", 7, 1, 2, 12, 0, 30)
                .sizes("samples", 3, 1, 17, 0)
                .sizes("classes", 3, 2, 9)
                .sizes("labels", 2, 1, 0, 3, 9, 33)
                .sizes("blank", 0, 1);
    }

    private static CtcSizes sizes(SampleSpace.Choice choice) {
        return new CtcSizes(
                choice.size("steps"), choice.size("samples"), choice.size("classes"), choice.size("labels"));
    }

    private static double roundoff(DType dtype) {
        return dtype == DType.F64 ? 2 * dtype.unitRoundoff() : dtype.unitRoundoff();
    }

    private static List<TensorSpec> sequences(CtcSizes sizes, DType dtype) {
        TensorSpec lengths = TensorSpec.of(DType.I64, sizes.samples());
        return List.of(
                TensorSpec.of(dtype, sizes.steps(), sizes.samples(), sizes.classes()),
                TensorSpec.of(DType.I64, sizes.samples(), sizes.labels()),
                lengths,
                lengths);
    }

    static SampleSpace forward() {
        TensorSpec y = TensorSpec.of(DType.F32, 5, 2, 3);
        TensorSpec labels = TensorSpec.of(DType.I64, 2, 4);
        TensorSpec lengths = TensorSpec.of(DType.I64, 2);
        return space(Ctc.NAME)
                .refuses(
                        "logarithms in 16 bits",
                        new Ctc(0),
                        List.of(TensorSpec.of(DType.BF16, 5, 2, 3), labels, lengths, lengths),
                        "needs F32 or F64")
                .refuses("a blank beyond the classes", new Ctc(3), List.of(y, labels, lengths, lengths), "blank 3")
                .refuses(
                        "labels of other samples",
                        new Ctc(0),
                        List.of(y, TensorSpec.of(DType.I64, 3, 4), lengths, lengths),
                        "labels needs i64[2,S]")
                .refuses(
                        "lengths of another type",
                        new Ctc(0),
                        List.of(y, labels, TensorSpec.of(DType.I32, 2), lengths),
                        "input lengths needs i64[2]")
                .sample(choice -> {
                    CtcSizes sizes = sizes(choice);
                    return new Sample(
                            new Ctc(choice.count("blank")),
                            sequences(sizes, choice.value("dtype", DType.class)),
                            List.of(
                                    new Domain.Uniform(-6, 0),
                                    new Domain.Integers(0, sizes.classes()),
                                    new Domain.Integers(sizes.steps() / 2, sizes.steps() + 2),
                                    new Domain.Integers(0, sizes.labels() + 2)),
                            forwardBounds(sizes));
                });
    }

    /** The largest |alpha| is below T·(max|y| + log 3). */
    private static Tolerance forwardBounds(CtcSizes sizes) {
        return (output, dtype, in, expected) -> {
            double largest = sizes.steps() * (largest(in.get(0).doubles()) + WAYS);
            return bounds(expected.length, sizes.steps() * (2 * largest + 20) * roundoff(dtype));
        };
    }

    private static double largest(double[] values) {
        return DoubleStream.of(values).map(Math::abs).max().orElse(0);
    }

    private static double[] bounds(int count, double each) {
        return DoubleStream.generate(() -> each).limit(count).toArray();
    }

    static SampleSpace backward() {
        TensorSpec y = TensorSpec.of(DType.F32, 5, 2, 3);
        TensorSpec labels = TensorSpec.of(DType.I64, 2, 4);
        TensorSpec lengths = TensorSpec.of(DType.I64, 2);
        TensorSpec losses = TensorSpec.of(DType.F32, 2);
        CtcBackward routine = new CtcBackward(0);
        return space(CtcBackward.NAME)
                .refuses(
                        "an alpha of other states",
                        routine,
                        List.of(losses, y, labels, lengths, lengths, losses, TensorSpec.of(DType.F32, 2, 5, 8)),
                        "alpha needs f32[2,5,9]")
                .refuses(
                        "a gradient for each step",
                        routine,
                        List.of(y, y, labels, lengths, lengths, losses, TensorSpec.of(DType.F32, 2, 5, 9)),
                        "gradient of the losses needs f32[2]")
                .sample(choice -> {
                    CtcSizes sizes = sizes(choice);
                    DType dtype = choice.value("dtype", DType.class);
                    TensorSpec each = TensorSpec.of(dtype, Shape.of(sizes.samples()));
                    List<TensorSpec> own = sequences(sizes, dtype);
                    return new Sample(
                            new CtcBackward(choice.count("blank")),
                            List.of(
                                    each,
                                    own.get(0),
                                    own.get(1),
                                    own.get(2),
                                    own.get(3),
                                    each,
                                    TensorSpec.of(dtype, sizes.alpha())),
                            List.of(
                                    Domain.standard(),
                                    new Domain.Uniform(-2, 0),
                                    new Domain.Integers(0, sizes.classes()),
                                    new Domain.Integers(sizes.steps() / 2, sizes.steps() + 2),
                                    new Domain.Integers(0, sizes.labels() + 2),
                                    Domain.standard(),
                                    Domain.standard()),
                            backwardBounds(sizes));
                });
    }

    /**
     * Each term is exp of a sum whose error is that of beta, T·(2B + 20)·u, and two roundings of what is at most B + 4; exp has 3
     * ulp = 6u; and up to 2S + 1 terms are added. Of the sum of the terms' magnitudes the expected gradient is the value, since
     * they have one sign.
     */
    private static Tolerance backwardBounds(CtcSizes sizes) {
        return (output, dtype, in, expected) -> {
            double largest = sizes.steps() * (largest(in.get(1).doubles()) + WAYS);
            double relative =
                    (sizes.steps() * (2 * largest + 20) + 2 * (largest + 4) + 8 + sizes.states()) * roundoff(dtype);
            double tiny = sizes.states() * (dtype == DType.F64 ? Double.MIN_NORMAL : Float.MIN_NORMAL);
            double[] bounds = new double[expected.length];
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] = relative * Math.abs(expected[i]) + tiny;
            }
            return bounds;
        };
    }
}
