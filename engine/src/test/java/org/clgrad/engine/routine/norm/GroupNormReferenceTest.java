package org.clgrad.engine.routine.norm;

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

/** The references of group normalisation against numbers worked out by hand. */
final class GroupNormReferenceTest {
    private static final Offset<Double> CLOSE = within(1e-14);

    private static HostArray array(Shape shape, double... values) {
        return HostArray.of(DType.F64, shape, values);
    }

    private static List<HostArray> run(Routine routine, HostArray... in) {
        List<TensorSpec> specs = List.of(in).stream().map(HostArray::spec).toList();
        List<HostArray> out = new ArrayList<>();
        routine.infer(specs).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), out));
        return out;
    }

    @Test
    void groupsHaveMomentsOfTheirOwn() {
        HostArray x = array(Shape.of(1, 4), 1, 3, 10, 14);
        List<HostArray> out =
                run(new GroupNorm(2, true, 0), x, array(Shape.of(4), 2, 2, 3, 3), array(Shape.of(4), 0, 1, 0, 1));
        assertThat(out.get(0).doubles()).containsExactly(new double[] {-2, 3, -3, 4}, CLOSE);
        assertThat(out.get(1).doubles()).containsExactly(2, 12);
        assertThat(out.get(2).doubles()).containsExactly(1, 4);
        assertThat(run(new GroupNorm(2, true, 3), x).get(0).doubles()[0]).isEqualTo(-0.5);
    }

    @Test
    void withoutCentringTheMeanSquareScales() {
        List<HostArray> out = run(new GroupNorm(1, false, 0.5), array(Shape.of(1, 2), 1, 2));
        assertThat(out.get(0).doubles()).containsExactly(new double[] {1 / Math.sqrt(3), 2 / Math.sqrt(3)}, CLOSE);
        assertThat(out.get(1).doubles()).containsExactly(0);
        assertThat(out.get(2).doubles()).containsExactly(2.5);
    }

    @Test
    void channelsShareTheirWeightOverPlanes() {
        HostArray x = array(Shape.of(2, 2, 2), -1, -1, 1, 1, 0, 2, 0, 2);
        HostArray weight = array(Shape.of(2), 1, 10);
        assertThat(run(new GroupNorm(1, true, 0), x, weight).get(0).doubles())
                .containsExactly(new double[] {-1, -1, 10, 10, -1, 1, -10, 10}, CLOSE);
    }

    @Test
    void gradientsLeaveOutWhatTheMomentsTakeUp() {
        Shape shape = Shape.of(1, 4);
        HostArray dy = array(shape, 1, 2, 3, 6);
        HostArray x = array(shape, -1, -1, 1, 1);
        HostArray mean = array(Shape.of(1, 1), 0);
        HostArray variance = array(Shape.of(1, 1), 1);
        HostArray ones = array(Shape.of(4), 1, 1, 1, 1);
        // The mean of dy is 3, that of dy·x̂ 1.5.
        List<HostArray> out = run(new GroupNormBackward(1, true, 0), dy, x, mean, variance, ones);
        assertThat(out.get(0).doubles()).containsExactly(new double[] {-0.5, 0.5, -1.5, 1.5}, CLOSE);
        assertThat(out.get(1).doubles()).containsExactly(-1, -2, 3, 6);
        assertThat(out.get(2).doubles()).containsExactly(1, 2, 3, 6);
        assertThat(run(new GroupNormBackward(1, false, 0), dy, x, mean, variance)
                        .get(0)
                        .doubles())
                .containsExactly(new double[] {2.5, 3.5, 1.5, 4.5}, CLOSE);
    }
}
