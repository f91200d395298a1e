package org.clgrad.engine.routine.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The references of reading, writing and summing at places against cases worked out by hand. */
final class IndexReferenceTest {
    private static final double NAN = Double.NaN;

    private static HostArray run(Routine routine, HostArray... in) {
        HostArray out = HostArray.zeros(
                routine.infer(List.of(in).stream().map(HostArray::spec).toList())
                        .get(0));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), List.of(out)));
        return out;
    }

    private static HostArray floats(Shape shape, double... values) {
        return HostArray.of(DType.F32, shape, values);
    }

    private static HostArray index(Shape shape, double... values) {
        return HostArray.of(DType.I64, shape, values);
    }

    private static HostArray matrix() {
        return floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    }

    @Test
    void readsForEachElement() {
        HostArray rows = index(Shape.of(1, 3), 1, 0, 1);
        assertThat(run(new Gather(Indexed.ELEMENTS, 0, false, false), matrix(), rows)
                        .doubles())
                .containsExactly(4, 2, 6);
        HostArray columns = index(Shape.of(2, 2), 2, 2, -1, 3);
        assertThat(run(new Gather(Indexed.ELEMENTS, 1, false, false), matrix(), columns)
                        .doubles())
                .containsExactly(3, 3, NAN, NAN);
        assertThat(run(new Gather(Indexed.ELEMENTS, 1, true, false), matrix(), columns)
                        .doubles())
                .containsExactly(3, 3, 6, NAN);
        assertThat(run(new Gather(Indexed.ELEMENTS, 1, true, true), matrix(), columns)
                        .doubles())
                .containsExactly(3, 3, 6, 0);
        HostArray integers = HostArray.of(DType.I32, Shape.of(2), 8, 9);
        assertThat(run(new Gather(Indexed.ELEMENTS, 0, false, false), integers, index(Shape.of(3), 1, 2, 0))
                        .longs())
                .containsExactly(9, 0, 8);
    }

    @Test
    void readsSlices() {
        HostArray index = index(Shape.of(3), 2, 0, 7);
        HostArray y = run(new Gather(Indexed.SLICES, 1, false, false), matrix(), index);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(y.doubles()).containsExactly(3, 1, NAN, 6, 4, NAN);
        assertThat(run(new Gather(Indexed.SLICES, 0, true, false), matrix(), index(Shape.of(1), -2))
                        .doubles())
                .containsExactly(1, 2, 3);
        HostArray none = HostArray.zeros(run(new Gather(Indexed.SLICES, 0, true, false), matrix(), index(Shape.of(0)))
                .spec());
        assertThat(none.shape()).isEqualTo(Shape.of(0, 3));
    }

    @Test
    void theLastThatIsWrittenStays() {
        HostArray index = index(Shape.of(2, 2), 0, 0, 2, -1);
        HostArray source = floats(Shape.of(2, 2), 10, 20, 30, 40);
        assertThat(run(new Scatter(Indexed.ELEMENTS, 1, false), matrix(), index, source)
                        .doubles())
                .containsExactly(20, 2, 3, 4, 5, 30);
        assertThat(run(new Scatter(Indexed.ELEMENTS, 1, true), matrix(), index, source)
                        .doubles())
                .containsExactly(20, 2, 3, 4, 5, 40);
        HostArray rows = floats(Shape.of(2, 3), 10, 20, 30, 40, 50, 60);
        assertThat(run(new Scatter(Indexed.SLICES, 0, false), matrix(), index(Shape.of(2), 1, 1), rows)
                        .doubles())
                .containsExactly(1, 2, 3, 40, 50, 60);
    }

    @Test
    void whichIndexIsTheLast() {
        HostArray index = index(Shape.of(2, 3), 0, 0, 5, -1, 1, 2);
        assertThat(run(new LastIndex(1, 3, false), index).longs()).containsExactly(-1, 0, -1, -1, 1, 2);
        assertThat(run(new LastIndex(1, 3, true), index).longs()).containsExactly(-1, 0, -1, -1, 1, 2);
        assertThat(run(new LastIndex(1, 4, true), index).longs()).containsExactly(-1, 0, -1, 3, 1, 2);
        assertThat(run(new LastIndex(0, 4, false), index).longs()).containsExactly(0, 0, -1, -1, 1, 2);
    }

    @Test
    void sumsByPlace() {
        HostArray source = floats(Shape.of(2, 2), 10, 20, 30, 40);
        HostArray index = index(Shape.of(2, 2), 2, 2, 0, 3);
        assertThat(run(new ScatterAdd(Indexed.ELEMENTS, 1, 3, false), index, source)
                        .doubles())
                .containsExactly(0, 0, 30, 30, 0, 0);
        assertThat(run(new ScatterAdd(Indexed.ELEMENTS, 1, 3, false), index, source, matrix())
                        .doubles())
                .containsExactly(1, 2, 33, 34, 5, 6);
        HostArray rows = index(Shape.of(2), 1, -2);
        assertThat(run(new ScatterAdd(Indexed.SLICES, 0, 3, true), rows, source).doubles())
                .containsExactly(0, 0, 40, 60, 0, 0);
        assertThat(run(new ScatterAdd(Indexed.SLICES, 0, 3, false), rows, source)
                        .doubles())
                .containsExactly(0, 0, 10, 20, 0, 0);
        HostArray bytes = HostArray.of(DType.U8, Shape.of(3), 200, 100, 7);
        assertThat(run(new ScatterAdd(Indexed.ELEMENTS, 0, 1, false), index(Shape.of(3), 0, 0, 0), bytes)
                        .longs())
                .containsExactly(51);
        HostArray truths = HostArray.of(DType.BOOL, Shape.of(3), 1, 0, 1);
        assertThat(run(new ScatterAdd(Indexed.ELEMENTS, 0, 2, false), index(Shape.of(3), 0, 1, 0), truths)
                        .longs())
                .containsExactly(1, 0);
    }

    @Test
    void severalIndicesAreOne() {
        HostArray rows = index(Shape.of(4), 1, -1, 0, 2);
        HostArray columns = HostArray.of(DType.I32, Shape.of(4), 2, -3, 3, 0);
        assertThat(run(new FlatIndex(List.of(2L, 3L)), rows, columns).longs()).containsExactly(5, 3, -1, -1);
    }
}
