package org.clgrad.engine.routine.recurrent;

import java.util.List;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/** What the long short-term memory over a whole sequence is tried on, and the bounds of its errors. */
final class LstmSequenceSamples {
    /** Small, so that an error of one step does not grow beyond all bounds over the next ones. */
    private static final Domain WEIGHTS = new Domain.Uniform(-0.125, 0.125);

    /** As gates are. */
    private static final Domain GATES = new Domain.Uniform(-1, 1);

    private LstmSequenceSamples() {}

    /** Around tiles of 6 and 8 rows and vectors of 8 and 16 units, two of them side by side, and groups of 32; nothing. */
    private static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .flag("reverse")
                .sizes("steps", 2, 1, 3, 5)
                .sizes("rows", 3, 1, 2, 13, 33, 0)
                .sizes("hidden", 5, 1, 8, 15, 16, 17, 33, 65, 0);
    }

    static SampleSpace forward() {
        LstmSequence routine = new LstmSequence(false, true);
        TensorSpec product = TensorSpec.of(DType.F32, 4, 2, 12);
        TensorSpec weight = TensorSpec.of(DType.F32, 12, 3);
        TensorSpec bias = TensorSpec.of(DType.F32, 12);
        TensorSpec state = TensorSpec.of(DType.F32, 2, 3);
        return space(LstmSequence.NAME)
                .flag("keeps")
                .refuses("no cell", routine, List.of(product, weight, bias, bias, state), "needs 6 tensors")
                .refuses(
                        "no steps",
                        routine,
                        List.of(TensorSpec.of(DType.F32, 0, 2, 12), weight, bias, bias, state, state),
                        "input product needs f32[T,2,12], T ≥ 1, got f32[0,2,12]")
                .refuses(
                        "weights of three gates",
                        routine,
                        List.of(product, TensorSpec.of(DType.F32, 9, 3), bias, bias, state, state),
                        "recurrent weight needs f32[12,3], got f32[9,3]")
                .refuses(
                        "a state of another batch",
                        routine,
                        List.of(product, weight, bias, bias, TensorSpec.of(DType.F32, 3, 3), state),
                        "first state needs f32[2,3]")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    long rows = choice.size("rows");
                    long hidden = choice.size("hidden");
                    boolean reverse = choice.flag("reverse");
                    return new Sample(
                            new LstmSequence(reverse, choice.flag("keeps")),
                            List.of(
                                    TensorSpec.of(dtype, choice.size("steps"), rows, 4 * hidden),
                                    TensorSpec.of(dtype, 4 * hidden, hidden),
                                    TensorSpec.of(dtype, 4 * hidden),
                                    TensorSpec.of(dtype, 4 * hidden),
                                    TensorSpec.of(dtype, rows, hidden),
                                    TensorSpec.of(dtype, rows, hidden)),
                            List.of(
                                    Domain.standard(),
                                    WEIGHTS,
                                    Domain.standard(),
                                    Domain.standard(),
                                    Domain.standard(),
                                    Domain.standard()),
                            (output, type, values, expected) ->
                                    new LstmSequenceErrors(values, dtype, reverse).forward(output, expected.length));
                });
    }

    static SampleSpace backward() {
        LstmSequenceBackward routine = new LstmSequenceBackward(false);
        TensorSpec results = TensorSpec.of(DType.F32, 4, 2, 3);
        TensorSpec gates = TensorSpec.of(DType.F32, 4, 2, 12);
        TensorSpec cells = TensorSpec.of(DType.F32, 5, 2, 3);
        TensorSpec weight = TensorSpec.of(DType.F32, 12, 3);
        TensorSpec state = TensorSpec.of(DType.F32, 2, 3);
        return space(LstmSequenceBackward.NAME)
                .refuses("no weights", routine, List.of(results, state, state, gates, cells), "needs 6 tensors")
                .refuses(
                        "cells after the steps only",
                        routine,
                        List.of(results, state, state, gates, results, weight),
                        "cells needs f32[5,2,3], got f32[4,2,3]")
                .refuses(
                        "gates of another length",
                        routine,
                        List.of(results, state, state, TensorSpec.of(DType.F32, 1, 2, 12), cells, weight),
                        "gates needs f32[4,2,12], got f32[1,2,12]")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    long steps = choice.size("steps");
                    long rows = choice.size("rows");
                    long hidden = choice.size("hidden");
                    boolean reverse = choice.flag("reverse");
                    return new Sample(
                            new LstmSequenceBackward(reverse),
                            List.of(
                                    TensorSpec.of(dtype, steps, rows, hidden),
                                    TensorSpec.of(dtype, rows, hidden),
                                    TensorSpec.of(dtype, rows, hidden),
                                    TensorSpec.of(dtype, steps, rows, 4 * hidden),
                                    TensorSpec.of(dtype, steps + 1, rows, hidden),
                                    TensorSpec.of(dtype, 4 * hidden, hidden)),
                            List.of(Domain.standard(), Domain.standard(), Domain.standard(), GATES, GATES, WEIGHTS),
                            (output, type, values, expected) ->
                                    new LstmSequenceErrors(values, dtype, reverse).backward(output, expected.length));
                });
    }
}
