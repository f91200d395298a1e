package org.clgrad.engine.routine.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/** The references of sorts and of what is found by value against cases worked out by hand. */
final class SortReferenceTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static List<HostArray> run(Routine routine, HostArray... in) {
        List<TensorSpec> specs = List.of(in).stream().map(HostArray::spec).toList();
        List<HostArray> out = new ArrayList<>();
        routine.infer(specs).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), out));
        return out;
    }

    @Test
    void equalElementsStayInOrderAndNaNIsLast() {
        HostArray x = HostArray.of(DType.F32, Shape.of(8), 3, NAN, -INFINITY, 0.0, 3, INFINITY, -0.0, NAN);
        List<HostArray> up = run(new Sort(0, false, Sort.ALL), x);
        assertThat(up.get(0).doubles()).containsExactly(-INFINITY, 0.0, -0.0, 3, 3, INFINITY, NAN, NAN);
        assertThat(up.get(1).longs()).containsExactly(2, 3, 6, 0, 4, 5, 1, 7);
        List<HostArray> down = run(new Sort(0, true, Sort.ALL), x);
        assertThat(down.get(0).doubles()).containsExactly(NAN, NAN, INFINITY, 3, 3, 0.0, -0.0, -INFINITY);
        assertThat(down.get(1).longs()).containsExactly(1, 7, 5, 0, 4, 3, 6, 2);
    }

    @Test
    void sortsAlongAnAxisAndTakesTheFirst() {
        HostArray x = HostArray.of(DType.I32, Shape.of(3, 2), 5, 1, -7, 1, 9, 0);
        List<HostArray> columns = run(new Sort(0, false, Sort.ALL), x);
        assertThat(columns.get(0).longs()).containsExactly(-7, 0, 5, 1, 9, 1);
        assertThat(columns.get(1).longs()).containsExactly(1, 2, 0, 0, 2, 1);
        List<HostArray> largest = run(new Sort(0, true, 2), x);
        assertThat(largest.get(0).longs()).containsExactly(9, 1, 5, 1);
        assertThat(largest.get(1).longs()).containsExactly(2, 0, 0, 1);
        assertThat(run(new Sort(1, true, 0), x).get(0).shape()).isEqualTo(Shape.of(3, 0));
    }

    @Test
    void longsAreComparedExactly() {
        HostArray x = HostArray.zeros(TensorSpec.of(DType.I64, 3));
        x.set(new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE});
        assertThat(run(new Sort(0, false, Sort.ALL), x).get(1).longs()).containsExactly(2, 1, 0);
    }

    @Test
    void partsByAMaskInOrder() {
        HostArray mask = HostArray.of(DType.F32, Shape.of(2, 3), 0, NAN, 2, -0.0, -1, 0);
        HostArray x = HostArray.of(DType.I32, Shape.of(2, 3), 10, 11, 12, 13, 14, 15);
        List<HostArray> out = run(new Partition(true), mask, x);
        assertThat(out.get(0).longs()).containsExactly(3);
        assertThat(out.get(1).longs()).containsExactly(1, 2, 4, 0, 3, 5);
        assertThat(out.get(2).longs()).containsExactly(11, 12, 14, 10, 13, 15);
    }

    @Test
    void findsWhatDiffers() {
        HostArray x = HostArray.of(DType.F64, Shape.of(2, 4), 2, -0.0, NAN, 2, 0.0, NAN, -5, 2);
        List<HostArray> out = run(new Unique(), x);
        assertThat(out.get(0).longs()).containsExactly(5);
        assertThat(out.get(1).doubles()).containsExactly(-5, -0.0, 2, NAN, NAN, 0, 0, 0);
        assertThat(out.get(2).longs()).containsExactly(2, 1, 3, 2, 1, 4, 0, 2);
        assertThat(out.get(3).longs()).containsExactly(1, 2, 3, 1, 1, 0, 0, 0);
    }

    @Test
    void theBitsOfKeysAreCounted() {
        assertThat(RadixSort.bitsBelow(0)).isZero();
        assertThat(RadixSort.bitsBelow(1)).isZero();
        assertThat(RadixSort.bitsBelow(2)).isEqualTo(1);
        assertThat(RadixSort.bitsBelow(256)).isEqualTo(8);
        assertThat(RadixSort.bitsBelow(257)).isEqualTo(9);
        assertThatIllegalArgumentException().isThrownBy(() -> new RadixSort(DType.I32, 33, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RadixSort(DType.F32, 8, 1, 1));
    }
}
