package org.clgrad.engine.routine.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/** The references of recurrent cells against cases worked out by hand: σ(ln 3) = ¾, tanh(ln 2) = 0.6. */
final class LstmReferenceTest {
    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);
    private static final Offset<Double> EXACT = within(1e-15);

    /** ½·c + ¾·0.6 = ln 2. */
    private static final double CELL = 2 * (LN2 - 0.45);

    static HostArray row(double... values) {
        return HostArray.of(DType.F64, Shape.of(1, values.length), values);
    }

    static HostArray vector(double... values) {
        return HostArray.of(DType.F64, Shape.of(values.length), values);
    }

    static List<HostArray> run(Routine routine, HostArray... in) {
        List<TensorSpec> specs = List.of(in).stream().map(HostArray::spec).toList();
        List<HostArray> out = new ArrayList<>();
        routine.infer(specs).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), out));
        return out;
    }

    @Test
    void sumsOfFourTermsBecomeGatesCellAndResult() {
        List<HostArray> out = run(
                new LstmCell(false),
                row(LN3 - 1, 1, LN2, -1),
                row(0.25, 1, 0, -LN3),
                vector(0.5, -1, 1, 1),
                vector(0.25, -1, -1, 0),
                row(CELL));
        assertThat(out.get(2).doubles()).containsExactly(new double[] {0.75, 0.5, 0.6, 0.25}, EXACT);
        assertThat(out.get(1).doubles()).containsExactly(new double[] {LN2}, EXACT);
        assertThat(out.get(0).doubles()).containsExactly(new double[] {0.15}, EXACT);
    }

    @Test
    void peepholesSeeTheCellBeforeAndTheOutputThatAfter() {
        List<HostArray> out = run(
                new LstmCell(true),
                row(LN3 - CELL, -2 * CELL, LN2, -LN3 - 4 * LN2),
                row(0, 0, 0, 0),
                vector(0, 0, 0, 0),
                vector(0, 0, 0, 0),
                row(CELL),
                vector(1, 2, 4));
        assertThat(out.get(2).doubles()).containsExactly(new double[] {0.75, 0.5, 0.6, 0.25}, EXACT);
        assertThat(out.get(0).doubles()).containsExactly(new double[] {0.15}, EXACT);
    }

    /** dh' = 2 and dc' = ½: daₒ = 2·0.6·¼·¾, δ = ½ + 2·¼·0.64 = 0.82. */
    @Test
    void gradientsGoThroughOutputAndCell() {
        List<HostArray> out = run(
                new LstmCellBackward(false),
                row(0.5),
                row(1.5),
                row(0.5),
                row(0.75, 0.5, 0.6, 0.25),
                row(CELL),
                row(LN2));
        assertThat(out.get(0).doubles())
                .containsExactly(new double[] {0.82 * 0.6 * 0.1875, 0.82 * CELL * 0.25, 0.82 * 0.48, 0.225}, EXACT);
        assertThat(out.get(1).doubles()).containsExactly(new double[] {0.41}, EXACT);
    }

    /** δ has 4·daₒ = 0.9 more; dc has daᵢ + 2·da_f more. */
    @Test
    void gradientsGoThroughPeepholes() {
        List<HostArray> out = run(
                new LstmCellBackward(true),
                row(0.5),
                row(1.5),
                row(0.5),
                row(0.75, 0.5, 0.6, 0.25),
                row(CELL),
                row(LN2),
                vector(1, 2, 4));
        double input = 1.72 * 0.6 * 0.1875;
        double forget = 1.72 * CELL * 0.25;
        assertThat(out.get(0).doubles()).containsExactly(new double[] {input, forget, 1.72 * 0.48, 0.225}, EXACT);
        assertThat(out.get(1).doubles()).containsExactly(new double[] {0.86 + input + 2 * forget}, EXACT);
    }
}
