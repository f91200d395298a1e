package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ScalarLogTest {
    static List<Device> devices() {
        return List.of(
                Devices.openHost(),
                Devices.discover().openCl().stream()
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no OpenCL device to test on"))
                        .open());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("devices")
    void keepsTheLastNumbersInOrder(Device opened) {
        try (Device device = opened) {
            try (Scope scope = DefaultDevice.set(Scope.open(), device);
                    ScalarLog log = new ScalarLog(device, DType.F32, 3)) {
                assertThat(log.read()).isEmpty();
                log.record(Tensor.scalar(1));
                log.record(Tensor.scalar(2));
                assertThat(log.read()).containsExactly(1, 2);
                assertThat(log.recent(1)).containsExactly(2);
                log.record(Tensor.scalar(3));
                log.record(Tensor.scalar(4));
                log.record(Tensor.of(5));
                assertThat(log.count()).isEqualTo(5);
                assertThat(log.read()).containsExactly(3, 4, 5);
                assertThat(log.recent(2)).containsExactly(4, 5);
                assertThat(log.recent(0)).isEmpty();
            }
            assertThat(device.statistics().liveStorages()).isZero();
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("devices")
    void outlivesTheScopeItWasMadeInAndWaitsForNothing(Device opened) {
        try (Device device = opened) {
            ScalarLog log;
            try (Scope scope = Scope.open()) {
                log = new ScalarLog(device, DType.F64, 2);
            }
            long waits = device.statistics().waits();
            try (Scope scope = DefaultDevice.set(Scope.open(), device)) {
                log.record(Tensor.of(DType.F64, Shape.scalar(), 0.1));
                assertThat(device.statistics().waits()).isEqualTo(waits);
                assertThat(log.read()).containsExactly(0.1);
            }
            log.close();
            assertThat(device.statistics().liveStorages()).isZero();
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("devices")
    void refusesWhatItHasNoPlaceFor(Device opened) {
        try (Device device = opened;
                Scope scope = DefaultDevice.set(Scope.open(), device);
                ScalarLog log = new ScalarLog(device, DType.F32, 2)) {
            assertThatThrownBy(() -> log.record(Tensor.of(1, 2))).isInstanceOf(MismatchException.class);
            assertThat(log.count()).isZero();
            assertThatThrownBy(() -> log.recent(1)).hasMessageContaining("expected 0 to 0 numbers, got 1");
            assertThatThrownBy(() -> new ScalarLog(device, DType.F32, 0)).hasMessageContaining("at least 1");
        }
    }
}
