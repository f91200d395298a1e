package org.clgrad.nn.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.OnEachDevice;
import org.junit.jupiter.api.Test;

final class PaddedSequencesTest extends DeviceTest {
    @OnEachDevice
    void aNetworkGivesEachWhatItGetsAlone(Device device) {
        try (Scope scope = on(device, 1);
                GRU gru = new GRU(2, 3)) {
            Tensor a = Tensor.of(DType.F32, Shape.of(3, 2), 1, -1, 0.5, 2, -2, 0.25);
            Tensor b = Tensor.of(DType.F32, Shape.of(1, 2), 0.5, -0.5);
            PaddedSequences in = PaddedSequences.of(false, 7, a, b);
            assertThat(in.padded().shape()).isEqualTo(Shape.of(3, 2, 2));
            assertThat(in.padded().select(1, 1).toDoubles()).containsExactly(0.5, -0.5, 7, 7, 7, 7);
            assertThat(in.lengths()).containsExactly(3, 1);
            assertThat(in.split().get(0).toDoubles()).isEqualTo(a.toDoubles());
            Tensor together = gru.apply(in.padded(), null, in.lengths()).output();
            List<Tensor> each = in.with(together).split();
            Tensor alone = gru.apply(b.reshape(1, 1, 2), null).output();
            assertThat(each.get(1).toDoubles()).isEqualTo(alone.toDoubles());
            assertThat(each.get(0).shape()).isEqualTo(Shape.of(3, 3));
        }
    }

    @Test
    void theBatchMayComeFirst() {
        try (Scope scope = on(host(), 1)) {
            PaddedSequences in = PaddedSequences.of(true, -1, Tensor.ofIntegers(1), Tensor.ofIntegers(2, 3));
            assertThat(in.padded().toLongs()).containsExactly(1, -1, 2, 3);
            assertThat(in.split().get(0).toLongs()).containsExactly(1);
            assertThatThrownBy(() -> PaddedSequences.of(true, 0)).isInstanceOf(MismatchException.class);
            assertThatThrownBy(() -> PaddedSequences.of(true, 0, Tensor.scalar(1)))
                    .isInstanceOf(MismatchException.class);
        }
    }
}
