package org.clgrad.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.layer.Bilinear;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.layer.MultiheadAttention;
import org.clgrad.nn.recurrent.GRU;
import org.clgrad.nn.recurrent.GRUCell;
import org.clgrad.nn.recurrent.LSTM;
import org.clgrad.nn.recurrent.LSTMCell;
import org.clgrad.nn.recurrent.RNN;
import org.clgrad.nn.recurrent.RNNCell;
import org.junit.jupiter.api.Test;

/** Parameters that are computed from others are there wherever a module computes something, and wherever they are read. */
final class DerivedParametersTest extends DeviceTest {
    /** The norm is taken and divided by again: a few roundings of numbers of about 1. */
    private static final Offset<Double> CLOSE = within(1e-5);

    private static Tensor normal(long... sizes) {
        return RandomStream.draw(random -> random.normal(DType.F32, Shape.of(sizes), 0, 1));
    }

    /** At first a length and a direction are those of the parameter, so a result stays, and has gradients for both. */
    private static <M extends Module> void normalised(M module, String name, Function<M, Tensor> run) {
        try (Scope scope = Scope.open();
                module) {
            double[] before = run.apply(module).toDoubles();
            WeightNorm.of(module, name, 0);
            Tensor after = run.apply(module);
            assertThat(after.toDoubles()).as("%s", module).containsExactly(before, CLOSE);
            after.square().sum().backward();
            assertThat(module.parameter(name + "_g").grad()).as("%s", module).isPresent();
            assertThat(module.parameter(name + "_v").grad()).as("%s", module).isPresent();
        }
    }

    @Test
    void recurrentNetworksTakeThemFromGivenStates() {
        try (Scope scope = on(host(), 1)) {
            Tensor x = normal(4, 2, 2);
            normalised(new LSTM(2, 3), "weight_hh_l0", lstm -> lstm.apply(x, null, null)
                    .output());
            normalised(new GRU(2, 3), "weight_hh_l0", gru -> gru.apply(x, null, 4, 2)
                    .output());
            normalised(new RNN(2, 3), "weight_ih_l0", rnn -> rnn.apply(x, null).hidden());
        }
    }

    @Test
    void recurrentCellsTakeThemInAStep() {
        try (Scope scope = on(host(), 1)) {
            Tensor x = normal(2, 2);
            Tensor h = normal(2, 3);
            normalised(new LSTMCell(2, 3), "weight_hh", cell -> cell.apply(x, new LSTMCell.State(h, h))
                    .cell());
            normalised(new GRUCell(2, 3), "weight_hh", cell -> cell.apply(x, h));
            normalised(new RNNCell(2, 3), "weight_hh", cell -> cell.apply(x, h));
            normalised(new LSTMCell(2, 3), "weight_ih", cell -> cell.apply(x));
        }
    }

    @Test
    void layersOfSeveralInputsTakeThem() {
        try (Scope scope = on(host(), 1)) {
            Tensor x = normal(4, 2, 6);
            Tensor z = normal(4, 2, 3);
            normalised(new Bilinear(6, 3, 2), "weight", layer -> layer.apply(x, z));
            normalised(
                    new MultiheadAttention(6, 3, 0, true, true),
                    "in_proj_weight",
                    layer -> layer.apply(x, x.neg(), x, null, null, true));
        }
    }

    /** A module of a user with an entry of its own, which reads its child's parameter and its own twice. */
    private static final class Tied extends Module {
        private final Linear inner = child("inner", new Linear(2, 2, false, Init.KAIMING_UNIFORM));
        private final Parameter scale = parameter("scale", new Parameter(Tensors.ones(2, 2)));

        @Override
        protected Tensor forward(Tensor x) {
            return inner.apply(x).matmul(inner.weight().tensor());
        }

        Tensor twice(Tensor x, Tensor z) {
            return running(scope -> {
                assertThat(scale.tensor()).as("one for the run").isSameAs(scale.tensor());
                return scope.keep(x.matmul(scale.tensor()).add(z.matmul(scale.tensor())));
            });
        }
    }

    @Test
    void modulesOfUsersTakeThem() {
        try (Scope scope = on(host(), 1)) {
            Tensor x = normal(3, 2);
            normalised(new Tied(), "scale", tied -> tied.twice(x, x));
            Tied tied = new Tied();
            try (tied) {
                double[] before = tied.apply(x).toDoubles();
                WeightNorm.of(tied.inner);
                assertThat(tied.apply(x).toDoubles()).containsExactly(before, CLOSE);
            }
        }
    }

    @Test
    void readingOneImprovesNothing() {
        try (Scope scope = on(host(), 1);
                Linear layer = SpectralNorm.of(new Linear(3, 2))) {
            double[] first = layer.weight().tensor().toDoubles();
            assertThat(layer.weight().tensor().toDoubles()).isEqualTo(first);
            layer.apply(normal(1, 3));
            assertThat(layer.weight().tensor().toDoubles()).isNotEqualTo(first);
        }
    }

    private static Tensor bufferOf(Module module, String name) {
        return Objects.requireNonNull(module.namedBuffers().get(name)).tensor();
    }

    @Test
    void aStepOfACellImprovesOnce() {
        try (Scope scope = on(host(), 1);
                GRUCell cell = new GRUCell(2, 3);
                GRUCell other = new GRUCell(2, 3)) {
            Tensor x = normal(1, 2);
            SpectralNorm.of(cell, "weight_ih", 1, 1e-12, 0);
            SpectralNorm.of(other, "weight_ih", 1, 1e-12, 0);
            cell.namedBuffers().forEach((name, buffer) -> buffer.tensor().assign(bufferOf(other, name)));
            cell.namedParameters().forEach((name, parameter) -> parameter
                    .tensor()
                    .assign(other.parameter(name).tensor().detach()));
            cell.apply(x);
            other.apply(x, null);
            assertThat(bufferOf(cell, "weight_ih_u").toDoubles())
                    .isEqualTo(bufferOf(other, "weight_ih_u").toDoubles());
        }
    }

    /** A module with a name taken that the second part would need. */
    private static final class Taken extends Module {
        private final Parameter weight = parameter("weight", new Parameter(Tensor.of(3, 4)));
        private final Parameter taken = parameter("weight_v", new Parameter(Tensor.of(2)));

        @Override
        protected Tensor forward(Tensor x) {
            return x.mul(weight.tensor()).mul(taken.tensor());
        }
    }

    @Test
    void whatFailsLeavesTheModuleAsItWas() {
        try (Scope scope = on(host(), 1);
                Taken module = new Taken();
                Linear linear = new Linear(2, 2)) {
            assertThatThrownBy(() -> WeightNorm.of(linear, "weight", 5)).isInstanceOf(IllegalArgumentException.class);
            assertThat(linear.namedParameters().keySet()).containsExactly("weight", "bias");
            assertThatThrownBy(() -> WeightNorm.of(module)).hasMessageContaining("weight_v");
            assertThat(module.namedParameters().keySet()).containsExactly("weight", "weight_v");
            assertThat(module.apply(Tensor.of(1, 1)).toDoubles()).containsExactly(6, 8);
        }
    }
}
