package org.clgrad.engine.routine.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.clgrad.engine.routine.recurrent.LstmReferenceTest.row;
import static org.clgrad.engine.routine.recurrent.LstmReferenceTest.run;
import static org.clgrad.engine.routine.recurrent.LstmReferenceTest.vector;

import java.util.List;
import org.assertj.core.data.Offset;
import org.clgrad.engine.routine.HostArray;
import org.junit.jupiter.api.Test;

/** The references of the gated recurrent unit against cases worked out by hand: σ(ln 3) = ¾, tanh(ln 2) = 0.6. */
final class GruReferenceTest {
    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);
    private static final Offset<Double> EXACT = within(1e-15);

    /** n = tanh(ln 2 − 3 + ¾·4) = 0.6; h' = ¾·0.6 + ¼·2. */
    @Test
    void theResetIsOfTheProduct() {
        List<HostArray> out = run(
                new GruCell(true),
                row(LN3 - 1, 1, LN2),
                row(0.25, -LN3),
                row(3),
                vector(0.5, -3, -3),
                vector(0.25, 2, 1),
                row(2));
        assertThat(out.get(1).doubles()).containsExactly(new double[] {0.75, 0.25, 0.6, 4}, EXACT);
        assertThat(out.get(0).doubles()).containsExactly(new double[] {0.95}, EXACT);
    }

    /** n = tanh(ln 2 − 4 + 4) whatever r is. */
    @Test
    void theResetIsInTheProduct() {
        List<HostArray> out = run(
                new GruCell(false), row(LN3, 0, LN2), row(0, -LN3), row(3), vector(0, 0, -4), vector(0, 0, 1), row(2));
        assertThat(out.get(1).doubles()).containsExactly(new double[] {0.75, 0.25, 0.6, 4}, EXACT);
        assertThat(out.get(0).doubles()).containsExactly(new double[] {0.95}, EXACT);
    }

    /** dh' = 2: daₙ = 2·¾·0.64 = 0.96, da_z = 2·1.4·3/16 = 0.525, daᵣ = 0.96·4·3/16 = 0.72, dq = 0.72. */
    @Test
    void gradientsGoThroughTheReset() {
        List<HostArray> out = run(new GruCellBackward(true), row(0.5), row(1.5), row(0.75, 0.25, 0.6, 4), row(2));
        assertThat(out.get(0).doubles()).containsExactly(new double[] {0.72, 0.525, 0.96}, EXACT);
        assertThat(out.get(1).doubles()).containsExactly(new double[] {0.72, 0.525, 0.72}, EXACT);
        assertThat(out.get(2).doubles()).containsExactly(new double[] {0.5}, EXACT);
    }

    @Test
    void gradientsPassTheResetBy() {
        List<HostArray> out = run(new GruCellBackward(false), row(0.5), row(1.5), row(0.75, 0.25, 0.6, 4), row(2));
        assertThat(out.get(0).doubles()).containsExactly(new double[] {0, 0.525, 0.96}, EXACT);
        assertThat(out.get(1).doubles()).containsExactly(new double[] {0, 0.525, 0.96}, EXACT);
        assertThat(out.get(2).doubles()).containsExactly(new double[] {0.5}, EXACT);
    }
}
