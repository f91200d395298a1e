package org.clgrad.engine.routine.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.reduce.Reduce.Op;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The references of scans and recurrences against cases worked out by hand. */
final class ScanReferenceTest {
    private static final double NAN = Double.NaN;

    private static HostArray run(Routine routine, HostArray... in) {
        HostArray out = HostArray.zeros(
                routine.infer(List.of(in).stream().map(HostArray::spec).toList())
                        .get(0));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), List.of(out)));
        return out;
    }

    private static double[] scan(Op op, int axis, boolean exclusive, boolean reverse, HostArray x) {
        return run(new Scan(op, axis, exclusive, reverse), x).doubles();
    }

    @Test
    void runsAlongAnAxisFromEitherEnd() {
        HostArray x = HostArray.of(DType.F32, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertThat(scan(Op.SUM, 1, false, false, x)).containsExactly(1, 3, 6, 4, 9, 15);
        assertThat(scan(Op.SUM, 0, false, false, x)).containsExactly(1, 2, 3, 5, 7, 9);
        assertThat(scan(Op.SUM, 1, false, true, x)).containsExactly(6, 5, 3, 15, 11, 6);
        assertThat(scan(Op.PROD, 1, false, false, x)).containsExactly(1, 2, 6, 4, 20, 120);
        assertThat(scan(Op.PROD, 0, false, true, x)).containsExactly(4, 10, 18, 4, 5, 6);
    }

    @Test
    void leavesElementsOutOfTheirOwn() {
        HostArray x = HostArray.of(DType.F64, Shape.of(4), 2, 0, 3, 5);
        assertThat(scan(Op.SUM, 0, true, false, x)).containsExactly(0, 2, 2, 5);
        assertThat(scan(Op.SUM, 0, true, true, x)).containsExactly(8, 8, 5, 0);
        assertThat(scan(Op.PROD, 0, true, false, x)).containsExactly(1, 2, 0, 0);
        assertThat(scan(Op.PROD, 0, true, true, x)).containsExactly(0, 15, 5, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Scan(Op.MAX, 0, true, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new Scan(Op.MEAN, 0, false, false));
    }

    @Test
    void keepsTheLargestAndOnceMetNaN() {
        HostArray x = HostArray.of(DType.F32, Shape.of(5), 1, 3, 2, NAN, 9);
        assertThat(scan(Op.MAX, 0, false, false, x)).containsExactly(1, 3, 3, NAN, NAN);
        assertThat(scan(Op.MIN, 0, false, true, x)).containsExactly(NAN, NAN, NAN, NAN, 9);
        assertThat(scan(Op.SUM, 0, false, false, x)).containsExactly(1, 4, 6, NAN, NAN);
    }

    @Test
    void integersAreSummedIn64Bits() {
        HostArray x = HostArray.of(DType.U8, Shape.of(3), 200, 100, 7);
        HostArray y = run(new Scan(Op.SUM, 0, false, false), x);
        assertThat(y.spec().dtype()).isEqualTo(DType.I64);
        assertThat(y.longs()).containsExactly(200, 300, 307);
        assertThat(run(new Scan(Op.MAX, 0, false, false), x).spec().dtype()).isEqualTo(DType.U8);
    }

    @Test
    void aRecurrenceGivesWhatItHasComeTo() {
        HostArray a = HostArray.of(DType.F32, Shape.of(4), 9, 2, 3, 7);
        HostArray b = HostArray.of(DType.F32, Shape.of(4), 1, 10, 100, 7);
        // h = 1; 2·1 + 10 = 12; 3·12 + 100 = 136
        assertThat(run(new Recurrence(0, false), a, b).doubles()).containsExactly(0, 1, 12, 136);
        // h = 7; 3·7 + 100 = 121; 2·121 + 10 = 252
        assertThat(run(new Recurrence(0, true), a, b).doubles()).containsExactly(252, 121, 7, 0);
    }
}
