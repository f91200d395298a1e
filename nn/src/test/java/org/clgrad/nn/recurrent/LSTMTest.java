package org.clgrad.nn.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.clgrad.autograd.LstmOutput;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Parameter;
import org.junit.jupiter.api.Test;

final class LSTMTest extends DeviceTest {
    /** Sums of a dozen terms around 1 in single precision, through a few steps. */
    private static final Offset<Double> CLOSE = within(1e-5);

    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);
    /**
     * Of a step in f32: c' = ½·c + ¾·0.6 is off by 0.49·6u + 0.6·9u + 0.75·10u and some roundings, 17u in all, with 12u of a sigmoid
     * and 10u of a hyperbolic tangent; h and the gradients are smaller.
     */
    private static final Offset<Double> ONE_STEP = within(17 * 0x1p-24);

    static Tensor normal(long... sizes) {
        return RandomStream.draw(random -> random.normal(DType.F32, Shape.of(sizes), 0, 1));
    }

    private static LSTM large(double dropout) {
        return new LSTM(3, 4, 2, true, true, dropout, true, 0, false);
    }

    /** Sums of ln 3, 0, ln 2 and −ln 3 from x = 1 make gates of ¾, ½, 0.6 and ¼; h does not come back. */
    @OnEachDevice
    void onesStepIsWorkedOutByHand(Device device) {
        try (Scope scope = on(device, 1);
                LSTM lstm = new LSTM(1, 1)) {
            lstm.parameter("weight_ih_l0").tensor().assign(Tensor.of(DType.F32, Shape.of(4, 1), LN3, 0, LN2, -LN3));
            for (String zero : List.of("weight_hh_l0", "bias_ih_l0", "bias_hh_l0")) {
                Tensor tensor = lstm.parameter(zero).tensor();
                tensor.assign(tensor.detach().mul(0));
            }
            Tensor c0 = Tensor.of(DType.F32, Shape.of(1, 1, 1), 2 * (LN2 - 0.45));
            LstmOutput out = lstm.apply(Tensor.of(DType.F32, Shape.of(1, 1, 1), 1), null, c0);
            assertThat(out.output().item()).isCloseTo(0.15, ONE_STEP);
            assertThat(out.cell().item()).isCloseTo(LN2, ONE_STEP);
            out.output().sum().backward();
            // da = h'·(…): daₒ = 0.6·¼·¾; the cell gets ¼·0.64 = 0.16.
            double[] gradient =
                    lstm.parameter("weight_ih_l0").grad().orElseThrow().toDoubles();
            double[] expected = {0.16 * 0.6 * 0.1875, 0.16 * (LN2 - 0.45) / 2, 0.16 * 0.48, 0.1125};
            assertThat(gradient).containsExactly(expected, ONE_STEP);
        }
    }

    @Test
    void parametersHaveTheNamesAndShapesOfPyTorch() {
        try (Scope scope = on(host(), 1);
                LSTM lstm = new LSTM(3, 4, 2, true, false, 0, true, 2, false)) {
            assertThat(lstm.namedParameters().keySet())
                    .startsWith(
                            "weight_ih_l0",
                            "weight_hh_l0",
                            "bias_ih_l0",
                            "bias_hh_l0",
                            "weight_hr_l0",
                            "weight_ih_l0_reverse")
                    .endsWith("bias_hh_l1_reverse", "weight_hr_l1_reverse")
                    .hasSize(20);
            assertThat(lstm.parameter("weight_ih_l1").shape()).isEqualTo(Shape.of(16, 4));
            assertThat(lstm.parameter("weight_hh_l1").shape()).isEqualTo(Shape.of(16, 2));
            assertThat(lstm.parameter("weight_hr_l1").shape()).isEqualTo(Shape.of(2, 4));
            for (Parameter parameter : lstm.parameters()) {
                assertThat(Arrays.stream(parameter.tensor().toDoubles())
                                .map(Math::abs)
                                .max()
                                .orElse(1))
                        .isBetween(0.3, 0.5);
            }
        }
    }

    /** What PyTorch's packing comes to: each sequence as if it were alone, whatever the padding holds. */
    @OnEachDevice
    void paddedSequencesAreEachAsIfAlone(Device device) {
        long[] lengths = {2, 5, 1, 4};
        try (Scope scope = on(device, 2);
                LSTM lstm = large(0)) {
            Tensor x = normal(4, 6, 3);
            Tensor h0 = normal(4, 4, 4);
            Tensor c0 = normal(4, 4, 4);
            double[] dirty = x.toDoubles();
            for (int n = 0; n < 4; n++) {
                Arrays.fill(dirty, (n * 6 + (int) lengths[n]) * 3, (n + 1) * 18, Double.NaN);
            }
            Tensor padded = Tensor.of(DType.F32, x.shape(), dirty).requiresGrad(true);
            LstmOutput all = lstm.apply(padded, h0, c0, lengths);
            all.output().square().sum().backward();
            Tensor gradient = padded.grad().orElseThrow();
            for (int n = 0; n < 4; n++) {
                Tensor one = x.narrow(0, n, 1).narrow(1, 0, lengths[n]).copy().requiresGrad(true);
                LstmOutput alone = lstm.apply(one, h0.narrow(1, n, 1), c0.narrow(1, n, 1));
                alone.output().square().sum().backward();
                long rest = 6 - lengths[n];
                Tensor mine = all.output().narrow(0, n, 1);
                same(mine.narrow(1, 0, lengths[n]), alone.output());
                assertThat(mine.narrow(1, lengths[n], rest).toDoubles()).containsOnly(0);
                same(all.hidden().narrow(1, n, 1), alone.hidden());
                same(all.cell().narrow(1, n, 1), alone.cell());
                Tensor own = gradient.narrow(0, n, 1);
                same(own.narrow(1, 0, lengths[n]), one.grad().orElseThrow());
                assertThat(own.narrow(1, lengths[n], rest).toDoubles()).containsOnly(0);
            }
        }
    }

    static void same(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.toDoubles()).containsExactly(expected.toDoubles(), CLOSE);
    }

    @OnEachDevice
    void aCellTakesTheStepsOfTheNetwork(Device device) {
        try (Scope scope = on(device, 3);
                LSTM lstm = new LSTM(3, 4);
                LSTMCell cell = new LSTMCell(3, 4)) {
            cell.namedParameters().forEach((name, parameter) -> parameter
                    .tensor()
                    .assign(lstm.parameter(name + "_l0").tensor().detach()));
            Tensor x = normal(3, 2, 3);
            LstmOutput all = lstm.apply(x, null, null);
            LSTMCell.State state = cell.apply(x.select(0, 0), null);
            for (int t = 1; t < 3; t++) {
                state = cell.apply(x.select(0, t), state);
            }
            same(state.hidden(), all.hidden().squeeze(0));
            same(state.cell(), all.cell().squeeze(0));
            same(state.hidden(), lstm.apply(x).select(0, 2));
            same(lstm.apply(x.select(1, 1)), all.output().select(1, 1));
        }
    }

    @OnEachDevice
    void dropoutIsBetweenLayersAndInTrainingOnly(Device device) {
        try (Scope scope = on(device, 4);
                LSTM lstm = large(1);
                LSTM half = large(0.5)) {
            Tensor x = normal(2, 3, 3);
            // All of the first layer is dropped, so x does not matter; the second layer's biases make its result.
            assertThat(lstm.apply(x).toDoubles())
                    .containsExactly(lstm.apply(x.neg()).toDoubles());
            lstm.eval();
            assertThat(lstm.apply(x).toDoubles())
                    .isNotEqualTo(lstm.apply(x.neg()).toDoubles());
            assertThat(half.apply(x).toDoubles()).isNotEqualTo(half.apply(x).toDoubles());
            half.eval();
            assertThat(half.apply(x).toDoubles()).isEqualTo(half.apply(x).toDoubles());
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (Scope scope = on(host(), 5);
                LSTM lstm = new LSTM(3, 4)) {
            Tensor x = normal(2, 3, 3);
            refused(() -> lstm.apply(normal(2, 3, 4)), "lstm: input weight for an input F32 [2,3,4] needs F32 [16,4]");
            refused(() -> lstm.apply(normal(3)), "needs shape [T,N,I] or [T,I], got [3]");
            refused(() -> lstm.apply(x, normal(1, 2, 4), null), "first state needs F32 [1,3,4], got F32 [1,2,4]");
            refused(() -> lstm.apply(x, null, null, 1, 3, 2), "lengths for an input of 2 steps needs 3 from 1 to 2");
            refused(() -> lstm.apply(x, null, null, 1, 2), "got [1, 2]");
            refused(() -> lstm.apply(x.narrow(0, 0, 0)), "needs at least one step");
        }
        assertThatThrownBy(() -> new LSTM(3, 4, 1, true, false, 0, false, 4, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("projection 4");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(MismatchException.class).hasMessageContaining(message);
    }
}
