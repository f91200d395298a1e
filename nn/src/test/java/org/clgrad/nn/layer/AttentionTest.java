package org.clgrad.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.junit.jupiter.api.Test;

/** Attention between projections, and bilinear forms. */
final class AttentionTest extends DeviceTest {
    private static final double LN3 = Math.log(3);

    private static void set(Module module, String name, double... values) {
        Tensor tensor = module.parameter(name).tensor();
        tensor.assign(Tensor.of(DType.F32, tensor.shape(), values));
    }

    private static Tensor normal(long... sizes) {
        return RandomStream.draw(random -> random.normal(DType.F32, Shape.of(sizes), 0, 1));
    }

    private static void same(Tensor one, Tensor other) {
        assertThat(one.shape()).isEqualTo(other.shape());
        assertThat(one.toDoubles()).containsExactly(other.toDoubles(), within(2e-6));
    }

    /**
     * Two heads of one column: q = x, k = (z₀, 5), v = z + (0, 1). With x = (ln 3, 0) the first head has the scores z₀·ln 3, and
     * the second weighs all alike.
     */
    @OnEachDevice
    void headsAreWorkedOutByHand(Device device) {
        try (Scope scope = on(device, 1);
                MultiheadAttention attention = new MultiheadAttention(2, 2)) {
            set(attention, "in_proj_weight", 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1);
            set(attention, "in_proj_bias", 0, 0, 0, 5, 0, 1);
            set(attention, "out_proj.weight", 0, 1, 1, 0);
            set(attention, "out_proj.bias", 100, 0);
            Tensor query = Tensor.of(new double[][] {{LN3, 0}});
            Tensor memory = Tensor.of(new double[][] {{0, 2}, {1, 6}});
            // Head 1: weights ¼, ¾ of 0, 1; head 2: ½, ½ of 3, 7; then they change places.
            Tensor y = attention.apply(query, memory, memory);
            assertThat(y.toDoubles()).containsExactly(new double[] {105, 0.75}, within(1e-5));
            Tensor padding = Tensor.of(DType.BOOL, Shape.of(2), 0, 1);
            Tensor first = attention.apply(query, memory, memory, padding, null, false);
            assertThat(first.toDoubles()).containsExactly(new double[] {103, 0}, within(1e-5));
            Tensor penalty = Tensor.of(new double[][] {{LN3, 0}});
            Tensor even = attention.apply(query, memory, memory, null, penalty, false);
            assertThat(even.toDoubles()).containsExactly(new double[] {104, 0.5}, within(1e-5));
        }
    }

    @OnEachDevice
    void axesAndMasksSayTheSameInSeveralWays(Device device) {
        try (Scope scope = on(device, 3);
                MultiheadAttention attention = new MultiheadAttention(6, 3, 0, true, true);
                MultiheadAttention lengthFirst = new MultiheadAttention(6, 3, 0, true, false)) {
            lengthFirst.namedParameters().forEach((name, own) -> own.tensor()
                    .assign(attention.parameter(name).tensor().detach()));
            Tensor x = normal(2, 5, 6);
            Tensor y = attention.apply(x);
            same(lengthFirst.apply(x.transpose(0, 1)).transpose(0, 1), y);
            same(attention.apply(x.select(0, 1)), y.select(0, 1));
            // Of three tensors that happen to be one, and of one: two ways to project.
            same(attention.apply(x, x.copy(), x), y);
            Tensor ahead =
                    Tensors.arange(device, 5).gt(Tensors.arange(device, 5).unsqueeze(1));
            Tensor causal = attention.apply(x, x, x, null, null, true);
            same(attention.apply(x, x, x, null, ahead, false), causal);
            same(attention.apply(x, x, x, null, ahead.expand(Shape.of(6, 5, 5)), false), causal);
            same(
                    attention.apply(x.narrow(1, 0, 3)),
                    attention.apply(x.narrow(1, 0, 3), x, x, padding(2, 3), null, false));
            // A causal attention with padding, by flag and by masks of both sorts.
            Tensor padded = attention.apply(x, x, x, padding(2, 4), null, true);
            same(attention.apply(x, x, x, padding(2, 4), ahead, false), padded);
            Tensor numbers = ahead.to(DType.F32).mul(-1e30);
            same(attention.apply(x, x, x, padding(2, 4), numbers, false), padded);
        }
    }

    /** BOOL [n,5]: true from a place on. */
    private static Tensor padding(int n, int from) {
        double[] flags = new double[n * 5];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = i % 5 >= from ? 1 : 0;
        }
        return Tensor.of(DType.BOOL, Shape.of(n, 5), flags);
    }

    @OnEachDevice
    void otherSizesOfKeysAndValuesHaveProjectionsOfTheirOwn(Device device) {
        try (Scope scope = on(device, 4);
                MultiheadAttention attention = new MultiheadAttention(4, 2, 0, false, 3, 5, true)) {
            assertThat(attention.namedParameters().keySet())
                    .containsExactly("q_proj_weight", "k_proj_weight", "v_proj_weight", "out_proj.weight");
            Tensor y = attention.apply(normal(2, 3, 4), normal(2, 7, 3), normal(2, 7, 5));
            assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 4));
            y.square().sum().backward();
            attention.parameters().forEach(own -> assertThat(own.tensor().grad())
                    .isPresent());
            assertThat(attention).hasToString("MultiheadAttention(4, 2, keys 3, values 5, no bias, batch first)");
        }
    }

    @OnEachDevice
    void dropsWhileTrainingOnly(Device device) {
        try (Scope scope = on(device, 5);
                MultiheadAttention attention = new MultiheadAttention(4, 1, 0.5, true, true)) {
            assertThat(attention.namedParameters().keySet())
                    .containsExactly("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias");
            Tensor x = normal(1, 9, 4);
            double[] once = attention.apply(x).toDoubles();
            assertThat(attention.apply(x).toDoubles()).isNotEqualTo(once);
            attention.eval();
            assertThat(attention.apply(x).toDoubles())
                    .isEqualTo(attention.apply(x).toDoubles());
        }
    }

    /** Gradients by fused kernels and, where a graph of them is asked for, in tensor operations; with all there is at once. */
    @OnEachDevice
    void fusedGradientsAreThoseOfTensorOperations(Device device) {
        try (Scope scope = on(device, 6)) {
            List<Tensor> in = List.of(normal(2, 4, 19, 5), normal(2, 2, 21, 5), normal(2, 2, 21, 18));
            in.forEach(x -> x.requiresGrad(true));
            // The third query sees no key.
            double[] flags = new double[19 * 21];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = i / 21 != 2 && i % 7 != 3 ? 1 : 0;
            }
            Tensor mask = Tensor.of(DType.BOOL, Shape.of(19, 21), flags);
            Tensor seed = normal(2, 4, 19, 18);
            Tensor y = in.get(0).scaledDotProductAttention(in.get(1), in.get(2), mask, 0.3, true, 0.6, true);
            assertThat(y.select(2, 2).abs().flatten(0).max(false, 0).item()).isZero();
            List<Tensor> fused = Gradients.of(List.of(y), List.of(seed), in, true, false);
            List<Tensor> plain = Gradients.of(List.of(y), List.of(seed), in, true, true);
            for (int i = 0; i < 3; i++) {
                assertThat(fused.get(i)
                                .sub(plain.get(i))
                                .abs()
                                .flatten(0)
                                .max(false, 0)
                                .item())
                        .isLessThan(1e-5);
                assertThat(fused.get(i).abs().flatten(0).max(false, 0).item()).isGreaterThan(0.1);
            }
        }
    }

    @Test
    void theSameIsDroppedOnEveryDevice() {
        List<double[]> results = new ArrayList<>();
        for (Device device : devices()) {
            try (Scope scope = on(device, 7)) {
                Tensor q = normal(1, 2, 9, 3);
                Tensor v = normal(1, 2, 11, 4);
                Tensor k = normal(1, 2, 11, 3);
                Tensor y = q.scaledDotProductAttention(k, v, null, 0.5, false, null, false);
                Tensor next = q.scaledDotProductAttention(k, v, null, 0.5, false, null, false);
                assertThat(next.toDoubles()).isNotEqualTo(y.toDoubles());
                results.add(y.toDoubles());
            }
        }
        assertThat(results.get(1)).containsExactly(results.get(0), within(1e-5));
    }

    private static Module part(Module module, String name) {
        return Objects.requireNonNull(module.children().get(name));
    }

    @OnEachDevice
    void aTransformersLayerIsMadeOfItsParts(Device device) {
        for (boolean first : new boolean[] {false, true}) {
            try (Scope scope = on(device, 8);
                    TransformerEncoderLayer layer =
                            new TransformerEncoderLayer(4, 2, 7, 0.5, Tensor::gelu, 1e-5, true, first, true)) {
                assertThat(layer.namedParameters().keySet())
                        .containsExactly(
                                "self_attn.in_proj_weight",
                                "self_attn.in_proj_bias",
                                "self_attn.out_proj.weight",
                                "self_attn.out_proj.bias",
                                "linear1.weight",
                                "linear1.bias",
                                "linear2.weight",
                                "linear2.bias",
                                "norm1.weight",
                                "norm1.bias",
                                "norm2.weight",
                                "norm2.bias");
                set(layer, "norm1.weight", 1, 2, 3, 4);
                Tensor x = normal(2, 5, 4);
                assertThat(layer.apply(x).toDoubles())
                        .isNotEqualTo(layer.apply(x).toDoubles());
                layer.eval();
                Tensor padding = padding(2, 4);
                Module norm1 = part(layer, "norm1");
                Module norm2 = part(layer, "norm2");
                MultiheadAttention attention = (MultiheadAttention) part(layer, "self_attn");
                Tensor in = first ? norm1.apply(x) : x;
                Tensor y = x.add(attention.apply(in, in, in, padding, null, true));
                y = first ? y : norm1.apply(y);
                Tensor between = part(layer, "linear1").apply(first ? norm2.apply(y) : y);
                Tensor z = y.add(part(layer, "linear2").apply(between.gelu()));
                same(layer.apply(x, null, padding, true), first ? z : norm2.apply(z));
            }
        }
    }

    @OnEachDevice
    void bilinearFormsAreWorkedOutByHand(Device device) {
        try (Scope scope = on(device, 1);
                Bilinear bilinear = new Bilinear(2, 3, 1)) {
            set(bilinear, "weight", 1, 2, 3, 4, 5, 6);
            set(bilinear, "bias", 0.5);
            // 1·(1 − 3) + 2·(4 − 6)
            Tensor y = bilinear.apply(Tensor.of(1, 2), Tensor.of(1, 0, -1));
            assertThat(y.toDoubles()).containsExactly(-5.5);
            assertThat(bilinear).hasToString("Bilinear(2, 3, 1)");
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (Scope scope = on(host(), 1);
                MultiheadAttention attention = new MultiheadAttention(4, 2)) {
            Tensor x = normal(3, 2, 4);
            assertThatThrownBy(() -> attention.apply(normal(4))).hasMessageContaining("query needs two or three axes");
            assertThatThrownBy(() -> attention.apply(x, normal(3, 4), x)).hasMessageContaining("as many axes");
            assertThatThrownBy(() -> attention.apply(x, x, x, normal(3, 2), null, false))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("keyPaddingMask needs [2,3] or [3], got [3,2]");
            assertThatThrownBy(() -> attention.apply(x, x, x, null, normal(2, 3, 3), false))
                    .hasMessageContaining("attnMask needs [3,3] or [4,3,3]");
            assertThatThrownBy(() -> attention.apply(normal(3, 2, 5)))
                    .hasMessage("linear: input needs […, 4], got [3,2,5]");
        }
        assertThatThrownBy(() -> new MultiheadAttention(4, 3)).hasMessageContaining("heads that divide 4");
        assertThatThrownBy(() -> new MultiheadAttention(4, 2, 2, true, true)).hasMessageContaining("dropout");
        assertThatThrownBy(() -> new Bilinear(2, 0, 1)).hasMessageContaining("sizes of at least 1");
    }
}
