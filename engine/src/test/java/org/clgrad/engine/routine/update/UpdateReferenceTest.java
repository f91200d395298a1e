package org.clgrad.engine.routine.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The references of the updates against numbers worked out by hand. */
final class UpdateReferenceTest {
    private static final Offset<Double> CLOSE = within(1e-14);

    private static HostArray vector(double... values) {
        return HostArray.of(DType.F64, Shape.of(values.length), values);
    }

    private static HostArray scalar(double value) {
        return HostArray.of(DType.F64, Shape.scalar(), value);
    }

    private static HostArray counter(long value) {
        HostArray counter = HostArray.of(DType.I64, Shape.scalar(), 0);
        counter.set(new long[] {value});
        return counter;
    }

    private static void sgd(SgdUpdate routine, HostArray p, HostArray g, HostArray b) {
        routine.onHost(HostExec.sequential(), new Args(List.of(p, g, b, scalar(0.1)), List.of(p, b)));
    }

    @Test
    void plainDescentSubtractsTheScaledGradient() {
        HostArray p = vector(1, -2);
        SgdUpdate routine = new SgdUpdate(1, 0, 0, false, 0.5);
        routine.onHost(HostExec.sequential(), new Args(List.of(p, vector(3, 4), scalar(0.1)), List.of(p)));
        // d = 3 + 0.5·1 = 3.5 and 4 − 1 = 3.
        assertThat(p.doubles()).containsExactly(new double[] {0.65, -2.3}, CLOSE);
    }

    @Test
    void momentumAccumulatesFromZero() {
        HostArray p = vector(1);
        HostArray b = vector(0);
        SgdUpdate routine = new SgdUpdate(1, 0.5, 0, false, 0);
        sgd(routine, p, vector(2), b);
        assertThat(b.doubles()).containsExactly(new double[] {2}, CLOSE);
        assertThat(p.doubles()).containsExactly(new double[] {0.8}, CLOSE);
        sgd(routine, p, vector(2), b);
        assertThat(b.doubles()).containsExactly(new double[] {3}, CLOSE);
        assertThat(p.doubles()).containsExactly(new double[] {0.5}, CLOSE);
    }

    @Test
    void nesterovLooksAheadAndDampeningHoldsBack() {
        HostArray p = vector(1);
        HostArray b = vector(4);
        sgd(new SgdUpdate(1, 0.5, 0, true, 0), p, vector(2), b);
        // b = 0.5·4 + 2 = 4, step = 2 + 0.5·4 = 4.
        assertThat(p.doubles()).containsExactly(new double[] {0.6}, CLOSE);
        b = vector(4);
        sgd(new SgdUpdate(1, 0.5, 0.75, false, 0), p, vector(2), b);
        // b = 2 + 0.25·2 = 2.5.
        assertThat(b.doubles()).containsExactly(new double[] {2.5}, CLOSE);
        assertThat(p.doubles()).containsExactly(new double[] {0.35}, CLOSE);
    }

    @Test
    void theFirstStepOfAdamIsTheLearningRateLong() {
        HostArray p = vector(1, 1);
        HostArray m = vector(0, 0);
        HostArray v = vector(0, 0);
        new AdamUpdate(1, new Moments(0.9, 0.999, 0, 0, false), false)
                .onHost(
                        HostExec.sequential(),
                        new Args(List.of(p, vector(3, -1e-3), m, v, scalar(0.01), counter(1)), List.of(p, m, v)));
        assertThat(p.doubles()).containsExactly(new double[] {0.99, 1.01}, CLOSE);
        assertThat(m.doubles()).containsExactly(new double[] {0.3, -1e-4}, CLOSE);
        assertThat(v.doubles()).containsExactly(new double[] {0.009, 1e-9}, CLOSE);
    }

    @Test
    void adamCorrectsBiasBeforeEpsilon() {
        HostArray p = vector(2);
        HostArray m = vector(1);
        HostArray v = vector(0.3125);
        // m = 0.5·1 + 0.5·2 = 1.5; v = 0.75·0.3125 + 0.25·4 = 1.234375; t = 2: corrections 0.75 and 0.4375.
        // √v/√0.4375 + 1 = √(1.234375/0.4375) + 1 = √2.8214285714285716 + 1; step = 0.3/0.75·1.5 = 0.6.
        new AdamUpdate(1, new Moments(0.5, 0.75, 1, 0, false), false)
                .onHost(
                        HostExec.sequential(),
                        new Args(List.of(p, vector(2), m, v, scalar(0.3), counter(2)), List.of(p, m, v)));
        assertThat(p.doubles()).containsExactly(new double[] {2 - 0.6 / 2.679710859472121}, CLOSE);
    }

    @Test
    void weightDecayActsThroughTheGradientOrOnTheParameter() {
        HostArray coupled = vector(4);
        HostArray m = vector(0);
        HostArray v = vector(0);
        new AdamUpdate(1, new Moments(0.5, 0.5, 0, 0.25, false), false)
                .onHost(
                        HostExec.sequential(),
                        new Args(List.of(coupled, vector(1), m, v, scalar(0.5), counter(1)), List.of(coupled, m, v)));
        // g = 1 + 0.25·4 = 2, m = 1; the first step is lr long.
        assertThat(m.doubles()).containsExactly(new double[] {1}, CLOSE);
        assertThat(coupled.doubles()).containsExactly(new double[] {3.5}, CLOSE);
        HostArray decoupled = vector(4);
        m = vector(0);
        v = vector(0);
        new AdamUpdate(1, new Moments(0.5, 0.5, 0, 0.25, true), false)
                .onHost(
                        HostExec.sequential(),
                        new Args(
                                List.of(decoupled, vector(1), m, v, scalar(0.5), counter(1)),
                                List.of(decoupled, m, v)));
        // 4·(1 − 0.125) − 0.5.
        assertThat(m.doubles()).containsExactly(new double[] {0.5}, CLOSE);
        assertThat(decoupled.doubles()).containsExactly(new double[] {3}, CLOSE);
    }

    @Test
    void aLogIsARing() {
        HostArray log = vector(0, 0, 0);
        HostArray position = counter(2);
        for (double value : new double[] {5, 6, 7}) {
            new RecordScalar()
                    .onHost(
                            HostExec.sequential(),
                            new Args(List.of(log, position, scalar(value)), List.of(log, position)));
        }
        assertThat(log.doubles()).containsExactly(6, 7, 5);
        assertThat(position.longs()).containsExactly(5);
    }

    @Test
    void aCounterWrapsAround() {
        HostArray counter = counter(Long.MAX_VALUE);
        new Increment().onHost(HostExec.sequential(), new Args(List.of(counter), List.of(counter)));
        assertThat(counter.longs()).containsExactly(Long.MIN_VALUE);
    }

    @Test
    void attributesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdamUpdate(1, new Moments(1, 0.9, 1e-8, 0, false), false))
                .withMessage("adam_update: beta1 is in [0, 1), got 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SgdUpdate(1, 0.9, 0.1, true, 0))
                .withMessageContaining("nesterov needs a momentum and no dampening");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SgdUpdate(1, 0, 0, false, Double.NaN))
                .withMessageContaining("weight decay");
    }
}
