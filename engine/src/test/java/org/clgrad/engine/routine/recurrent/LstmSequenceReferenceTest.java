package org.clgrad.engine.routine.recurrent;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * Two steps of one unit by hand. The sums ln 3, 0, ln 2 and −ln 3 give the gates ¾, ½, 0.6 and ¼; a cell that is then ln 2 has the result
 * ¼·0.6 = 0.15.
 */
class LstmSequenceReferenceTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-15);
    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);

    /** ½·CELL + ¾·0.6 = ln 2. */
    private static final double CELL = 2 * (LN2 - 0.45);

    private static final double[] SUMS = {LN3, 0, LN2, -LN3};
    private static final double[] WEIGHTS = {0.5, 0.25, -0.5, 1};
    private static final double[] INPUT_BIAS = {0.25, -1, 1, 2};
    private static final double[] RECURRENT_BIAS = {0.5, 2, -3, 1};

    private static HostArray array(Shape shape, double... values) {
        return HostArray.of(DType.F64, shape, values);
    }

    private static List<HostArray> run(Routine routine, HostArray... in) {
        List<HostArray> out = new ArrayList<>();
        routine.infer(List.of(in).stream().map(HostArray::spec).toList())
                .forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), out));
        return out;
    }

    /** The input product with which a state h leads to the sums. */
    private static double product(int part, double h) {
        return SUMS[part] - INPUT_BIAS[part] - RECURRENT_BIAS[part] - WEIGHTS[part] * h;
    }

    /** Both steps come to the same gates; the second begins with h = 0.15 and c = ln 2. */
    private static List<HostArray> forward(boolean reverse, boolean keeps) {
        double[] products = new double[8];
        for (int part = 0; part < 4; part++) {
            products[(reverse ? 4 : 0) + part] = product(part, 2);
            products[(reverse ? 0 : 4) + part] = product(part, 0.15);
        }
        return run(
                new LstmSequence(reverse, keeps),
                array(Shape.of(2, 1, 4), products),
                array(Shape.of(4, 1), WEIGHTS),
                array(Shape.of(4), INPUT_BIAS),
                array(Shape.of(4), RECURRENT_BIAS),
                array(Shape.of(1, 1), 2),
                array(Shape.of(1, 1), CELL));
    }

    @Test
    void eachStepGoesOnFromTheOneBefore() {
        List<HostArray> out = forward(false, true);
        double last = 0.5 * LN2 + 0.45;
        assertThat(out.get(0).doubles()).containsExactly(new double[] {2, 0.15, 0.25 * Math.tanh(last)}, CLOSE);
        assertThat(out.get(1).doubles()).containsExactly(new double[] {CELL, LN2, last}, CLOSE);
        assertThat(out.get(2).doubles())
                .containsExactly(new double[] {0.75, 0.5, 0.6, 0.25, 0.75, 0.5, 0.6, 0.25}, CLOSE);
    }

    @Test
    void inReverseTheLastStepIsTheFirst() {
        List<HostArray> out = forward(true, false);
        double last = 0.5 * LN2 + 0.45;
        assertThat(out.get(0).doubles()).containsExactly(new double[] {0.25 * Math.tanh(last), 0.15, 2}, CLOSE);
        assertThat(out.get(1).doubles()).containsExactly(new double[] {last, LN2, CELL}, CLOSE);
        assertThat(out.get(2).doubles()).containsExactly(new double[] {0.75, 0.5, 0.6, 0.25}, CLOSE);
    }

    /**
     * The step taken last has dh' = 2, dc' = ½: daₒ = 2·0.6·¼·¾ and δ = ½ + 2·¼·0.64 = 0.82, as one step of the cell. In that before it,
     * whose gates are 1, 1, 0, 1, only g passes anything on, and all of dc.
     */
    private static void gradients(boolean reverse) {
        double[] dy = reverse ? new double[] {0.5, 0.125} : new double[] {0.125, 0.5};
        double[] gates = reverse
                ? new double[] {0.75, 0.5, 0.6, 0.25, 1, 1, 0, 1}
                : new double[] {1, 1, 0, 1, 0.75, 0.5, 0.6, 0.25};
        double[] cells = reverse ? new double[] {LN2, CELL, 7} : new double[] {7, CELL, LN2};
        List<HostArray> out = run(
                new LstmSequenceBackward(reverse),
                array(Shape.of(2, 1, 1), dy),
                array(Shape.of(1, 1), 1.5),
                array(Shape.of(1, 1), 0.5),
                array(Shape.of(2, 1, 4), gates),
                array(Shape.of(3, 1, 1), cells),
                array(Shape.of(4, 1), WEIGHTS));
        double[] last = {0.82 * 0.6 * 0.1875, 0.82 * CELL * 0.25, 0.82 * 0.48, 0.225};
        double sent = 0.5 * last[0] + 0.25 * last[1] - 0.5 * last[2] + last[3];
        double t = Math.tanh(CELL);
        double delta = 0.41 + (0.125 + sent) * (1 - t * t);
        double[] da = new double[8];
        System.arraycopy(last, 0, da, reverse ? 0 : 4, 4);
        da[(reverse ? 4 : 0) + 2] = delta;
        assertThat(out.get(0).doubles()).containsExactly(da, CLOSE);
        assertThat(out.get(1).doubles()).containsExactly(new double[] {-0.5 * delta}, CLOSE);
        assertThat(out.get(2).doubles()).containsExactly(new double[] {delta}, CLOSE);
    }

    @Test
    void gradientsGoBackFromTheStepTakenLast() {
        gradients(false);
    }

    @Test
    void inReverseTheyGoForward() {
        gradients(true);
    }
}
