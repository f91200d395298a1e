package org.clgrad.engine.routine.ctc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/** The references of connectionist temporal classification against a sequence whose ways can be counted. */
final class CtcReferenceTest {
    private static final Offset<Double> CLOSE = within(1e-14);
    private static final double INF = Double.POSITIVE_INFINITY;

    /** Two steps of three classes, of which 0 is the blank. */
    private static final HostArray STEPS = HostArray.of(
            DType.F64,
            Shape.of(2, 1, 3),
            DoubleStream.of(0.5, 0.3, 0.2, 0.4, 0.5, 0.1).map(Math::log).toArray());

    private static HostArray integers(Shape shape, double... values) {
        return HostArray.of(DType.I64, shape, values);
    }

    private static List<HostArray> run(Routine routine, HostArray... in) {
        List<TensorSpec> specs = List.of(in).stream().map(HostArray::spec).toList();
        List<HostArray> out = new ArrayList<>();
        routine.infer(specs).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), out));
        return out;
    }

    private static double loss(double steps, double length, double... labels) {
        return run(
                        new Ctc(0),
                        STEPS,
                        integers(Shape.of(1, labels.length), labels),
                        integers(Shape.of(1), steps),
                        integers(Shape.of(1), length))
                .get(0)
                .doubles()[0];
    }

    @Test
    void allWaysAreCounted() {
        assertThat(loss(2, 1, 1)).isCloseTo(-Math.log(0.15 + 0.25 + 0.12), CLOSE);
        assertThat(loss(2, 2, 1, 2)).isCloseTo(-Math.log(0.03), CLOSE);
        assertThat(loss(2, 0, 1)).isCloseTo(-Math.log(0.2), CLOSE);
        assertThat(loss(1, 1, 1)).isCloseTo(-Math.log(0.3), CLOSE);
        assertThat(loss(0, 0, 1)).isZero();
        assertThat(loss(0, 1, 1)).isEqualTo(INF);
        assertThat(loss(2, 2, 1, 1)).isEqualTo(INF);
        assertThat(loss(3, 1, 1)).isNaN();
        assertThat(loss(2, 1, 3)).isNaN();
    }

    @Test
    void beginningsEndInTheirStates() {
        HostArray alpha = run(
                        new Ctc(0),
                        STEPS,
                        integers(Shape.of(1, 1), 1),
                        integers(Shape.of(1), 2),
                        integers(Shape.of(1), 1))
                .get(1);
        assertThat(alpha.doubles())
                .containsExactly(
                        new double[] {
                            Math.log(0.5), Math.log(0.3), -INF, Math.log(0.2), Math.log(0.8 * 0.5), Math.log(0.3 * 0.4)
                        },
                        CLOSE);
    }

    @Test
    void theGradientIsTheShareOfTheWaysThroughALabel() {
        HostArray labels = integers(Shape.of(1, 1), 1);
        HostArray steps = integers(Shape.of(1), 2);
        HostArray length = integers(Shape.of(1), 1);
        List<HostArray> out = run(new Ctc(0), STEPS, labels, steps, length);
        HostArray dloss = HostArray.of(DType.F64, Shape.of(1), 52);
        assertThat(run(new CtcBackward(0), dloss, STEPS, labels, steps, length, out.get(0), out.get(1))
                        .get(0)
                        .doubles())
                .containsExactly(new double[] {-25, -27, 0, -12, -40, 0}, within(1e-12));
    }
}
