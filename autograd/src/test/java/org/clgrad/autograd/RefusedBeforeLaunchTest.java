package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What does not fit is refused before anything is launched, changed or allocated. */
final class RefusedBeforeLaunchTest extends HostTest {
    private void refused(ThrowingCallable call, String message) {
        long launches = host.statistics().launches();
        long storages = host.statistics().liveStorages();
        assertThatThrownBy(call).isInstanceOf(MismatchException.class).hasMessageContaining(message);
        assertThat(host.statistics().launches()).as("launches: %s", message).isEqualTo(launches);
        assertThat(host.statistics().liveStorages()).as("storages: %s", message).isEqualTo(storages);
    }

    private static RunningMoments running(Tensor mean, Tensor variance) {
        return new RunningMoments(mean, variance, 0.5);
    }

    @Test
    void averagesThatDoNotFitTheChannels() {
        Tensor x = Tensors.ones(2, 3);
        Tensor one = Tensors.ones(1, 3);
        Tensor images = Tensors.ones(2, 3, 4);
        Tensor single = Tensors.ones(2, 3, 1);
        Tensor three = Tensors.ones(3);
        Tensor two = Tensors.ones(2);
        Tensor whole = Tensor.ofIntegers(1, 2, 3);
        refused(
                () -> one.batchNorm(null, null, 0, running(three, three)),
                "batch_norm: input needs more than one element of each channel to train on, got 1");
        refused(() -> x.batchNorm(null, null, 0, running(two, three)), "batch_norm: running mean needs shape [3]");
        refused(() -> x.batchNorm(null, null, 0, running(three, two)), "batch_norm: running variance needs shape [3]");
        refused(() -> x.batchNorm(null, null, 0, running(whole, three)), "batch_norm: running mean needs");
        refused(() -> images.instanceNorm(null, null, 0, running(three, two)), "instance_norm: running variance needs");
        refused(
                () -> single.instanceNorm(null, null, 0, running(three, three)),
                "instance_norm: input needs more than one element");
        RunningMoments cumulative = RunningMoments.cumulative(three, Tensors.ones(3), two);
        refused(() -> x.batchNorm(null, null, 0, cumulative), "batch_norm: number of batches needs");
        try (Device other = Devices.openHost();
                Tensor far = Tensors.full(other, DType.F32, Shape.of(3), 1)) {
            refused(() -> x.batchNorm(null, null, 0, running(three, far)), "batch_norm: running variance needs");
        }
        assertThat(three.toDoubles()).containsExactly(1, 1, 1);
    }

    @Test
    void partsOfAnotherDevice() {
        Tensor x = Tensor.of(1, 2);
        try (Device other = Devices.openHost();
                Tensor far = Tensor.of(other, DType.F32, Shape.of(1), 3)) {
            refused(() -> TensorShapes.concat(0, x, x, far), "concat: part 2 needs");
        }
    }

    @Test
    void whatCannotBeFilledIsGivenBack() {
        long before = host.statistics().liveStorages();
        assertThatThrownBy(() -> SingleOutput.filled(Tensor.of(1, 2), y -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(host.statistics().liveStorages()).isEqualTo(before);
    }

    @Test
    void valuesThatDoNotFitTheirPlaces() {
        Tensor x = Tensors.ones(2, 3);
        List<Tensor> places = List.of(Tensor.ofIntegers(0, 1), Tensor.ofIntegers(1, 2));
        Tensor three = Tensors.ones(3);
        refused(() -> x.indexPut(places, three, false), "expand");
        refused(() -> x.indexPut(places, three, true), "expand");
    }

    @Test
    void aBiasThatIsNotOfTheOutputs() {
        Tensor x = Tensors.ones(2, 3);
        Tensor weight = Tensors.ones(4, 3);
        Tensor row = Tensors.ones(3);
        Tensor large = Tensors.ones(5, 2, 4);
        Tensor one = Tensors.ones(1);
        refused(() -> x.linear(weight, large), "linear: bias needs shape [4], got [5,2,4]");
        refused(() -> x.linear(weight, one), "linear: bias needs shape [4], got [1]");
        refused(() -> x.linear(row, one), "linear: bias needs shape [], got [1]");
        assertThat(x.linear(row, Tensor.scalar(1)).toDoubles()).containsExactly(4, 4);
    }
}
