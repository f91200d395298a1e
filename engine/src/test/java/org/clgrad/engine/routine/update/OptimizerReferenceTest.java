package org.clgrad.engine.routine.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The references of optimizers and clipping against numbers worked out by hand, with powers of 2 and whole roots. */
final class OptimizerReferenceTest {
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

    private static void run(Routine routine, HostArray... in) {
        List<HostArray> out = new ArrayList<>();
        routine.inPlace().forEach(i -> out.add(in[i]));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), out));
    }

    private static void assertHolds(HostArray tensor, double... expected) {
        assertThat(tensor.doubles()).containsExactly(expected, CLOSE);
    }

    @Test
    void setsAreChangedOneByOne() {
        HostArray p = vector(1, 2);
        HostArray q = vector(3);
        run(new SgdUpdate(2, 0, 0, false, 0), p, vector(10, 20), q, vector(30), scalar(0.1));
        assertHolds(p, 0, 0);
        assertHolds(q, 0);
    }

    @Test
    void amsgradKeepsTheLargestMoment() {
        HostArray p = vector(0);
        HostArray m = vector(0);
        HostArray v = vector(0);
        HostArray largest = vector(32);
        // v = ½·16 = 8, corrected 8/½; v̂ = 32: √32/√½ = 8; m = ½·4 = 2, corrected 4: the step is 1·4/8.
        run(
                new AdamUpdate(1, new Moments(0.5, 0.5, 0, 0, false), true),
                p,
                vector(4),
                m,
                v,
                largest,
                scalar(1),
                counter(1));
        assertHolds(v, 8);
        assertHolds(largest, 32);
        assertHolds(p, -0.5);
        // Now v grows beyond: ½·8 + ½·80² = 3204.
        run(
                new AdamUpdate(1, new Moments(0.5, 0.5, 0, 0, false), true),
                p,
                vector(80),
                m,
                v,
                largest,
                scalar(0),
                counter(2));
        assertHolds(largest, 3204);
    }

    @Test
    void rmspropDividesByTheRootOfTheMeanSquare() {
        HostArray p = vector(1);
        HostArray v = vector(12);
        // λ = 1: g = 1 + 1·1 = 2; v = ½·12 + ½·2² = 8.
        run(new RmspropUpdate(1, 0.5, 0, 1, 0, false), p, vector(1), v, scalar(1));
        assertHolds(v, 8);
        assertHolds(p, 1 - 2 / Math.sqrt(8));
    }

    @Test
    void rmspropCenteredWithMomentum() {
        HostArray p = vector(1);
        HostArray v = vector(40);
        HostArray b = vector(4);
        HostArray a = vector(2);
        // v = ½·40 + ½·4² = 28; a = ½·2 + ½·4 = 3; √(28 − 9) = √19, + 1; b = ½·4 + 4/(√19 + 1).
        run(new RmspropUpdate(1, 0.5, 1, 0, 0.5, true), p, vector(4), v, b, a, scalar(0.5));
        assertHolds(v, 28);
        assertHolds(a, 3);
        double step = 2 + 4 / (Math.sqrt(19) + 1);
        assertHolds(b, step);
        assertHolds(p, 1 - 0.5 * step);
    }

    @Test
    void adagradSumsSquaresAndSlowsDown() {
        HostArray p = vector(1);
        HostArray s = vector(16);
        // s = 16 + 3² = 25; lr = 1/(1 + 2·½) = ½; step ½·3/(5 + 1).
        run(new AdagradUpdate(1, 0.5, 1, 0), p, vector(3), s, scalar(1), counter(3));
        assertHolds(s, 25);
        assertHolds(p, 0.75);
        // λ = 2: g = 1 + 2·0.75 = 2.5; s = 25 + 6.25.
        run(new AdagradUpdate(1, 0, 0, 2), p, vector(1), s, scalar(0), counter(1));
        assertHolds(s, 31.25);
    }

    @Test
    void adadeltaMakesStepsOfTheSizeOfStepsBefore() {
        HostArray p = vector(1);
        HostArray v = vector(10);
        HostArray u = vector(3);
        // v = ½·10 + ½·4 = 7; with ε = 2: d = √(3 + 2)/√(7 + 2)·2; u = ½·3 + ½·d².
        run(new AdadeltaUpdate(1, 0.5, 2, 0), p, vector(2), v, u, scalar(1));
        double step = Math.sqrt(5) / 3 * 2;
        assertHolds(v, 7);
        assertHolds(u, 1.5 + 0.5 * 20.0 / 9);
        assertHolds(p, 1 - step);
        HostArray decayed = vector(1);
        run(new AdadeltaUpdate(1, 0.5, 2, 2), decayed, vector(0), vector(10), vector(3), scalar(1));
        assertHolds(decayed, 1 - step);
    }

    @Test
    void nadamMixesGradientAndMoment() {
        HostArray p = vector(1);
        HostArray m = vector(2);
        HostArray v = vector(4);
        HostArray t = counter(0);
        HostArray product = scalar(1);
        // Without decay of the momentum 0.96⁰ = 1: μ is ½·½ = ¼ always.
        run(new NadamSchedule(0.5, 0), t, product);
        assertThat(t.longs()).containsExactly(1);
        assertHolds(product, 0.25);
        // m = ½·2 + ½·4 = 3; v = ¾·4 + ¼·16 = 7, corrected 28; s = √28 + 1.
        // p = 1 − (1 − ¼)/(1 − ¼)·4/s − ¼/(1 − 1/16)·3/s = 1 − (4 + 0.8)/s.
        run(new NadamUpdate(1, new Moments(0.5, 0.75, 1, 0, false), 0), p, vector(4), m, v, scalar(1), t, product);
        assertHolds(m, 3);
        assertHolds(v, 7);
        assertHolds(p, 1 - 4.8 / (Math.sqrt(28) + 1));
    }

    @Test
    void nadamsScheduleRisesToBeta() {
        HostArray t = counter(1);
        HostArray product = scalar(0.5);
        // 0.96^(2·½) = 0.96: μ = 0.5·(1 − 0.48) = 0.26.
        run(new NadamSchedule(0.5, 0.5), t, product);
        assertHolds(product, 0.13);
    }

    @Test
    void lionStepsByTheSign() {
        HostArray p = vector(2, 2, 2);
        HostArray m = vector(1, -1, 1);
        // c = ¾·m + ¼·g = 1, −1, 0; p·(1 − ½·¼) = 1.75.
        run(new LionUpdate(1, 0.75, 0.5, 0.25), p, vector(1, -1, -3), m, scalar(0.5));
        assertHolds(p, 1.25, 2.25, 1.75);
        assertHolds(m, 1, -1, -1);
    }

    @Test
    void clippingScalesWhatIsTooLong() {
        HostArray a = vector(3);
        HostArray b = vector(0, -4);
        HostArray norm = scalar(0);
        new GradientNorm(GradientNorm.Kind.TWO).onHost(HostExec.sequential(), new Args(List.of(a, b), List.of(norm)));
        assertHolds(norm, 5);
        new GradientNorm(GradientNorm.Kind.ONE).onHost(HostExec.sequential(), new Args(List.of(a, b), List.of(norm)));
        assertHolds(norm, 7);
        new GradientNorm(GradientNorm.Kind.INFINITY)
                .onHost(HostExec.sequential(), new Args(List.of(a, b), List.of(norm)));
        assertHolds(norm, 4);
        run(new ScaleToNorm(2, 2), a, b, norm);
        double factor = 2 / (4 + 1e-6);
        assertHolds(a, 3 * factor);
        assertHolds(b, 0, -4 * factor);
        run(new ScaleToNorm(1, 2), a, scalar(1));
        assertHolds(a, 3 * factor);
    }

    @Test
    void clampingLimitsBothSides() {
        HostArray a = vector(3, -0.5, -7, Double.NaN);
        run(new ClampTensors(1, 1), a);
        assertThat(a.doubles()).containsExactly(1, -0.5, -1, Double.NaN);
    }

    @Test
    void attributesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SgdUpdate(0, 0, 0, false, 0))
                .withMessageContaining("1 parameter or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RmspropUpdate(1, 1, 0, 0, 0, false))
                .withMessageContaining("alpha is in [0, 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdadeltaUpdate(1, 1.5, 0, 0))
                .withMessageContaining("rho is in [0, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NadamSchedule(0.9, -1))
                .withMessageContaining("momentum decay");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GradientNorm.Kind.of(3))
                .withMessageContaining("1, 2 or infinity, got 3.0");
    }
}
