package org.clgrad.engine.routine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clgrad.engine.routine.matmul.MatMul;
import org.clgrad.engine.routine.norm.BatchNorm;
import org.clgrad.engine.routine.reduce.ArgReduce;
import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.routine.shape.Fill;
import org.clgrad.engine.routine.shape.Pad;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** References of products, reductions and what moves elements, against results worked out by hand. */
final class ReferenceValuesTest {
    private static final HostArray SQUARE = of(Shape.of(2, 2), 1, 2, 3, 4);
    private static final HostArray WIDE = of(Shape.of(2, 3), 5, -1, 3, 0.5, 4, 4);

    private static HostArray of(Shape shape, double... values) {
        return HostArray.of(DType.F64, shape, values);
    }

    static Stream<Arguments> byHand() {
        return Stream.of(
                row(new MatMul(false, false), List.of(SQUARE, WIDE), 6, 7, 11, 17, 13, 25),
                row(new MatMul(true, false), List.of(SQUARE, WIDE), 6.5, 11, 15, 12, 14, 22),
                row(new MatMul(false, true), List.of(WIDE, WIDE), 35, 10.5, 10.5, 32.25),
                row(new Reduce(Reduce.Op.SUM, List.of(1), false), List.of(WIDE), 7, 8.5),
                row(new Reduce(Reduce.Op.SUM, List.of(0, 1), true), List.of(WIDE), 15.5),
                row(new Reduce(Reduce.Op.MEAN, List.of(0), false), List.of(WIDE), 2.75, 1.5, 3.5),
                row(new Reduce(Reduce.Op.MAX, List.of(1), false), List.of(WIDE), 5, 4),
                row(new Reduce(Reduce.Op.MIN, List.of(1), false), List.of(WIDE), -1, 0.5),
                row(new Reduce(Reduce.Op.PROD, List.of(1), false), List.of(WIDE), -15, 8),
                row(new ArgReduce(false, 1, false), List.of(WIDE), 0, 1),
                row(new ArgReduce(true, 1, true), List.of(WIDE), 1, 0),
                row(new Copy(), List.of(WIDE), 5, -1, 3, 0.5, 4, 4),
                row(new Fill(DType.F64, Shape.of(3), 2.5), List.of(), 2.5, 2.5, 2.5),
                row(new Pad(List.of(0L, 1L), List.of(1L, 0L), 9), List.of(SQUARE), 9, 1, 2, 9, 3, 4, 9, 9, 9),
                // Mean 2, variance 1; (∓1)/√(1 + 3)·4 + 10.
                row(
                        new BatchNorm(3, Ending.NONE),
                        List.of(of(Shape.of(2, 1), 1, 3), of(Shape.of(1), 4), of(Shape.of(1), 10)),
                        8,
                        12),
                // As before, with −9 and 0 added; negative is 0.
                row(
                        new BatchNorm(3, Ending.ADD_RELU),
                        List.of(
                                of(Shape.of(2, 1), 1, 3),
                                of(Shape.of(1), 4),
                                of(Shape.of(1), 10),
                                of(Shape.of(2, 1), -9, 0)),
                        0,
                        12));
    }

    private static Arguments row(Routine routine, List<HostArray> in, double... expected) {
        return Arguments.of(routine, in, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void byHand(Routine routine, List<HostArray> in, double[] expected) {
        List<HostArray> out = new ArrayList<>();
        routine.infer(in.stream().map(HostArray::spec).toList()).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(in, out));
        assertThat(out.get(0).doubles()).containsExactly(expected);
    }
}
