package org.clgrad.nn.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.clgrad.nn.recurrent.LSTMTest.normal;
import static org.clgrad.nn.recurrent.LSTMTest.same;

import org.clgrad.autograd.Nonlinearity;
import org.clgrad.autograd.RecurrentOutput;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.junit.jupiter.api.Test;

/** Plain and gated recurrent networks and their cells; what all networks share is tried on {@link LSTMTest long ones}. */
final class RecurrentModulesTest extends DeviceTest {
    private static final double LN2 = Math.log(2);

    private static Tensor sequence(double... values) {
        return Tensor.of(DType.F32, Shape.of(values.length, 1), values);
    }

    private static void set(Module module, String name, double... values) {
        Tensor tensor = module.parameter(name).tensor();
        tensor.assign(Tensor.of(DType.F32, tensor.shape(), values));
    }

    /** tanh(ln 2) = 0.6, and tanh(2·0.6 − 1.2) = 0; without the curve ln 2 and 2·ln 2 − 1.2. */
    @OnEachDevice
    void aPlainNetworkIsWorkedOutByHand(Device device) {
        try (Scope scope = on(device, 1);
                RNN curved = new RNN(1, 1);
                RNN straight = new RNN(1, 1, 1, Nonlinearity.RELU, true, false, 0, false)) {
            for (Module network : new Module[] {curved, straight}) {
                set(network, "weight_ih_l0", 1);
                set(network, "weight_hh_l0", 2);
                set(network, "bias_ih_l0", 3);
                set(network, "bias_hh_l0", -3);
            }
            Tensor x = sequence(LN2, -1.2, -7);
            assertThat(curved.apply(x.narrow(0, 0, 2)).toDoubles())
                    .containsExactly(new double[] {0.6, 0}, within(1e-6));
            assertThat(straight.apply(x).toDoubles())
                    .containsExactly(new double[] {LN2, 2 * LN2 - 1.2, 0}, within(1e-6));
        }
    }

    /**
     * All sums are 0 but that of n, so r = z = ½: from h = 1 with Wₙ = 4 and bₙ = −1, n = tanh(½·3 + x) or tanh(4·½·1 − 1 + x),
     * where x makes either ln 2; h' = ½·0.6 + ½.
     */
    @OnEachDevice
    void bothResetsAreWorkedOutByHand(Device device) {
        for (boolean after : new boolean[] {true, false}) {
            try (Scope scope = on(device, 1);
                    GRU gru = new GRU(1, 1, 1, true, false, 0, false, after)) {
                set(gru, "weight_ih_l0", 0, 0, 1);
                set(gru, "weight_hh_l0", 0, 0, 4);
                set(gru, "bias_ih_l0", 0, 0, 0);
                set(gru, "bias_hh_l0", 0, 0, -1);
                Tensor x = sequence(LN2 - (after ? 1.5 : 1));
                RecurrentOutput out = gru.apply(x, Tensor.of(DType.F32, Shape.of(1, 1), 1));
                assertThat(out.hidden().item()).isCloseTo(0.8, within(1e-6));
            }
        }
    }

    @OnEachDevice
    void cellsTakeTheStepsOfTheirNetworks(Device device) {
        try (Scope scope = on(device, 3);
                RNN rnn = new RNN(3, 4, 1, Nonlinearity.RELU, true, false, 0, false);
                RNNCell rnnCell = new RNNCell(3, 4, true, Nonlinearity.RELU);
                GRU gru = new GRU(3, 4, 1, false, false, 0, false, false);
                GRUCell gruCell = new GRUCell(3, 4, false, false)) {
            rnnCell.namedParameters().forEach((name, own) -> own.tensor()
                    .assign(rnn.parameter(name + "_l0").tensor().detach()));
            gruCell.namedParameters().forEach((name, own) -> own.tensor()
                    .assign(gru.parameter(name + "_l0").tensor().detach()));
            Tensor x = normal(2, 2, 3);
            Tensor first = x.select(0, 0);
            same(
                    rnnCell.apply(x.select(0, 1), rnnCell.apply(first)),
                    rnn.apply(x, null).hidden().squeeze(0));
            same(
                    gruCell.apply(x.select(0, 1), gruCell.apply(first)),
                    gru.apply(x, null).hidden().squeeze(0));
            assertThat(gru.parameters()).hasSize(2);
        }
    }

    /** Two layers in both directions: the second sees both results, and a shorter sequence is as if alone. */
    @OnEachDevice
    void layersAndDirectionsAreStacked(Device device) {
        try (Scope scope = on(device, 4);
                GRU gru = new GRU(3, 4, 2, true, true, 0, true, true)) {
            assertThat(gru.parameter("weight_ih_l1_reverse").shape()).isEqualTo(Shape.of(12, 8));
            Tensor x = normal(2, 5, 3);
            RecurrentOutput all = gru.apply(x, null, 5, 3);
            assertThat(all.output().shape()).isEqualTo(Shape.of(2, 5, 8));
            assertThat(all.hidden().shape()).isEqualTo(Shape.of(4, 2, 4));
            RecurrentOutput alone = gru.apply(x.narrow(0, 1, 1).narrow(1, 0, 3), null);
            same(all.output().narrow(0, 1, 1).narrow(1, 0, 3), alone.output());
            same(all.hidden().narrow(1, 1, 1), alone.hidden());
            // The last layer's states are the ends of its results: forward the last step, in reverse the first.
            same(alone.hidden().select(0, 2), alone.output().select(1, 2).narrow(1, 0, 4));
            same(alone.hidden().select(0, 3), alone.output().select(1, 0).narrow(1, 4, 4));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (Scope scope = on(host(), 5);
                GRUCell cell = new GRUCell(3, 4)) {
            assertThatThrownBy(() -> cell.apply(normal(2, 3), normal(3, 4)))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("gru: first state needs F32 [1,2,4], got F32 [1,3,4]");
        }
        assertThatThrownBy(() -> new RNN(0, 4)).hasMessageContaining("RNN: expected sizes of at least 1");
        assertThatThrownBy(() -> new GRU(3, 4, 1, true, false, 1.5, false, true))
                .hasMessageContaining("1.5");
    }
}
