package org.clgrad.engine.routine.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/** The references of convolution against cases worked out by hand: the digits of a result say which terms are in it. */
final class ConvolutionReferenceTest {
    private static HostArray array(Shape shape, double... values) {
        return HostArray.of(DType.F32, shape, values);
    }

    private static HostArray sequence(double... values) {
        return array(Shape.of(1, 1, values.length), values);
    }

    private static double[] run(Routine routine, HostArray... in) {
        List<TensorSpec> specs = List.of(in).stream().map(HostArray::spec).toList();
        HostArray out = HostArray.zeros(routine.infer(specs).get(0));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), List.of(out)));
        return out.doubles();
    }

    private static ConvGeometry one(long stride, long before, long after, long dilation) {
        return new ConvGeometry(List.of(new ConvAxis(stride, before, after, dilation)), 1);
    }

    @Test
    void zerosAreBeforeOrAfter() {
        HostArray x = sequence(1, 2, 3, 4);
        HostArray w = sequence(1, 10, 100);
        assertThat(run(new Convolution(one(1, 1, 0, 1)), x, w)).containsExactly(210, 321, 432);
        assertThat(run(new Convolution(one(1, 0, 2, 1)), x, w)).containsExactly(321, 432, 43, 4);
        assertThat(run(new Convolution(one(1, 0, -1, 1)), x, w)).containsExactly(321);
    }

    @Test
    void samePaddingKeepsTheSize() {
        ConvGeometry same = new ConvGeometry(List.of(ConvAxis.same(4, 1)), 1);
        // Three zeros, and the odd one is behind: as torch.nn.Conv1d(…, padding='same').
        assertThat(run(new Convolution(same), sequence(1, 2, 3), sequence(1, 10, 100, 1000)))
                .containsExactly(3210, 321, 32);
        assertThat(ConvAxis.same(3, 2)).isEqualTo(new ConvAxis(1, 2, 2, 2));
    }

    @Test
    void stridesMoveTheWindowAndDilationSpreadsIt() {
        assertThat(run(new Convolution(one(2, 0, 0, 2)), sequence(1, 2, 3, 4, 5), sequence(1, 10)))
                .containsExactly(31, 53);
    }

    @Test
    void volumesHaveLayers() {
        HostArray x = array(Shape.of(1, 1, 2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        HostArray w = array(Shape.of(1, 1, 2, 1, 2), 1, 10, 100, 1000);
        assertThat(run(new Convolution(ConvGeometry.plain(3)), x, w)).containsExactly(6521, 8743);
    }

    @Test
    void groupsSeeTheirOwnChannels() {
        HostArray x = array(Shape.of(1, 2, 2), 1, 2, 3, 4);
        HostArray w = array(Shape.of(2, 1, 1), 2, 10);
        HostArray b = array(Shape.of(2), 1, 5);
        assertThat(run(new Convolution(ConvGeometry.of(1, ConvAxis.PLAIN, 2)), x, w, b))
                .containsExactly(3, 5, 35, 45);
    }

    @Test
    void theGradientByTheInputSpreadsTheWindow() {
        HostArray dy = sequence(1, 2, 3);
        HostArray w = sequence(1, 10, 100);
        assertThat(run(new ConvolutionInputGradient(one(2, 0, 0, 1), Volume.of(7)), dy, w))
                .containsExactly(1, 10, 102, 20, 203, 30, 300);
        HostArray b = array(Shape.of(1), 1000);
        // One place is not seen because the window moves on, one lies in the padding.
        assertThat(run(new ConvolutionInputGradient(one(2, 1, 0, 1), Volume.of(7)), dy, w, b))
                .containsExactly(1010, 1102, 1020, 1203, 1030, 1300, 1000);
    }

    @Test
    void theGradientByTheWeightSumsOverPixelsAndImages() {
        HostArray x = array(Shape.of(2, 1, 3), 1, 2, 3, 4, 5, 6);
        HostArray dy = array(Shape.of(2, 1, 2), 1, 10, 100, 1000);
        assertThat(run(new ConvolutionWeightGradient(ConvGeometry.plain(1), Volume.of(2)), x, dy))
                .containsExactly(1 + 20 + 400 + 5000, 2 + 30 + 500 + 6000);
    }

    @Test
    void geometriesThatAreNoneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConvAxis.of(0, 0, 1))
                .withMessageContaining("stride 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConvAxis.of(1, 0, 0))
                .withMessageContaining("dilation 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConvGeometry.plain(4))
                .withMessageContaining("one to three axes, got 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConvGeometry.of(2, ConvAxis.PLAIN, 0))
                .withMessageContaining("groups");
    }
}
