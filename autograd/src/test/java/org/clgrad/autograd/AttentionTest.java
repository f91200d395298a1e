package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What attention makes of its arguments; its arithmetic is tried in the engine and by gradient checks. */
final class AttentionTest {
    private final Device host = Devices.openHost();
    private Scope scope = Scope.open();

    @BeforeEach
    void onTheHost() {
        RandomStream.seed(DefaultDevice.set(scope, host), 11);
    }

    @AfterEach
    void nothingStays() {
        scope.close();
        assertThat(host.statistics().liveStorages()).isZero();
    }

    private static Tensor normal(long... sizes) {
        return RandomStream.draw(random -> random.normal(DType.F64, Shape.of(sizes), 0, 1));
    }

    /** softmax(scale·q·kᵀ + mask)·v by plain operations. */
    private static Tensor plain(Tensor q, Tensor k, Tensor v, double scale, @Nullable Tensor mask) {
        Tensor scores = q.matmul(k.t()).mul(scale);
        return (mask == null ? scores : scores.add(mask)).softmax(-1).matmul(v);
    }

    private static void same(Tensor one, Tensor other) {
        assertThat(one.shape()).isEqualTo(other.shape());
        assertThat(one.toDoubles()).containsExactly(other.toDoubles(), within(1e-12));
    }

    private static Tensor attention(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, boolean shared) {
        return q.scaledDotProductAttention(k, v, mask, 0, false, null, shared);
    }

    @Test
    void axesBeforeTheLastTwoMayBeMissingOrMany() {
        double scale = 1 / Math.sqrt(3);
        for (Shape lead : List.of(Shape.scalar(), Shape.of(2), Shape.of(2, 3), Shape.of(2, 1, 2))) {
            long[] q = of(lead, 4, 3);
            long[] k = of(lead, 5, 3);
            long[] v = of(lead, 5, 2);
            Tensor[] in = {normal(q), normal(k), normal(v)};
            same(in[0].scaledDotProductAttention(in[1], in[2]), plain(in[0], in[1], in[2], scale, null));
        }
        // They broadcast, and views are taken as they lie.
        Tensor q = normal(2, 4, 2, 3).transpose(1, 2);
        Tensor k = normal(1, 2, 3, 5).t();
        Tensor v = normal(2, 1, 5, 2);
        same(q.scaledDotProductAttention(k, v), plain(q, k, v, scale, null));
    }

    private static long[] of(Shape lead, long rows, long columns) {
        long[] sizes = Arrays.copyOf(lead.toArray(), lead.rank() + 2);
        sizes[lead.rank()] = rows;
        sizes[lead.rank() + 1] = columns;
        return sizes;
    }

    @Test
    void masksBroadcast() {
        Tensor q = normal(2, 3, 4, 2);
        Tensor k = normal(2, 3, 5, 2);
        Tensor v = normal(2, 3, 5, 2);
        double scale = 1 / Math.sqrt(2);
        for (Tensor mask : List.of(normal(4, 5), normal(5), normal(2, 1, 1, 5), normal(3, 4, 1), normal(2, 3, 4, 5))) {
            same(attention(q, k, v, mask, false), plain(q, k, v, scale, mask));
            Tensor keeps = mask.gt(Tensors.full(host, DType.F64, Shape.scalar(), -2));
            Tensor numbers = Tensors.zerosLike(mask).maskedFill(keeps.logicalNot(), Double.NEGATIVE_INFINITY);
            same(attention(q, k, v, keeps, false), plain(q, k, v, scale, numbers));
        }
    }

    @Test
    void fewerHeadsOfKeysAreShared() {
        Tensor q = normal(2, 6, 4, 3);
        Tensor k = normal(2, 2, 5, 3);
        Tensor v = normal(2, 2, 5, 2);
        Tensor repeatedK = TensorShapes.stack(2, k, k, k).reshape(2, 6, 5, 3);
        Tensor repeatedV = TensorShapes.stack(2, v, v, v).reshape(2, 6, 5, 2);
        same(attention(q, k, v, null, true), attention(q, repeatedK, repeatedV, null, false));
        same(
                attention(q.select(0, 1), k.select(0, 1), v.select(0, 1), null, true),
                attention(q, k, v, null, true).select(0, 1));
    }

    /** With equal scores a result is the mean over keys of the values that stay, grown by 1/(1 − p). */
    @Test
    void dropoutKeepsTheMean() {
        Tensor q = Tensors.zeros(host, DType.F64, Shape.of(500, 1));
        Tensor k = normal(40, 1);
        Tensor v = Tensors.full(host, DType.F64, Shape.of(40, 1), 1);
        double[] y = q.scaledDotProductAttention(k, v, null, 0.25, false, null, false)
                .toDoubles();
        double mean = Arrays.stream(y).average().orElseThrow();
        // 20,000 draws: the deviation of the mean is √(0.25/0.75/20000) = 0.004.
        assertThat(mean).isCloseTo(1, within(0.017));
        for (double value : y) {
            double kept = value * 40 * 0.75;
            assertThat(kept).isCloseTo(Math.rint(kept), within(1e-9));
        }
        assertThat(q.scaledDotProductAttention(k, v, null, 1, false, null, false)
                        .toDoubles())
                .containsOnly(0);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor q = normal(2, 4, 3, 2);
        Tensor k = normal(2, 2, 5, 2);
        refused(() -> attention(normal(2), k, k, null, false), "attention: query needs […,rows,columns], got [2]");
        refused(() -> attention(q, k, normal(5, 2), null, true), "attention: value needs […,heads,rows,columns]");
        refused(() -> attention(q, k, k, null, false), "attention");
        refused(() -> attention(q, normal(2, 3, 5, 2), normal(2, 3, 5, 2), null, true), "heads that divide 4");
        refused(() -> attention(q, normal(2, 4, 5, 3), q, null, false), "attention: key needs");
        refused(() -> attention(q, q, q, normal(2, 3), false), "attention");
        refused(() -> attention(q, q, q, normal(5, 2, 4, 3, 3), false), "mask needs what broadcasts to [2,4,3,3]");
        refused(
                () -> attention(q, q, q, Tensors.zeros(host, DType.F32, Shape.of(3, 3)), false),
                "mask needs bool or f64");
        assertThatThrownBy(() -> q.scaledDotProductAttention(q, q, null, -0.1, false, null, false))
                .hasMessageContaining("dropout is from 0 to 1");
    }

    private static void refused(Runnable call, String words) {
        assertThatThrownBy(call::run).isInstanceOf(MismatchException.class).hasMessageContaining(words);
    }
}
