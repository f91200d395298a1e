package org.clgrad.tests.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cl.binding.ClBuildException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.IncludeResolver;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestDevices;
import org.junit.jupiter.api.Test;

/** A device gives back all that it took, whatever happened between its opening and its closing. */
class DeviceLifeTest {
    private static final TensorSpec SPEC = TensorSpec.of(DType.F32, 5, 7);

    @Test
    void closingReleasesEverything() {
        TestDevices devices = TestDevices.open();
        for (TestDevice device : devices.all()) {
            runSome(device, 3);
        }
        assertThat(devices.liveHandles()).isNotEmpty();
        devices.close();
        assertThat(devices.liveHandles()).isEmpty();
    }

    @Test
    void closingReleasesEverythingAfterProfiling() {
        TestDevices devices = TestDevices.open();
        for (TestDevice device : devices.all()) {
            AtomicLong heard = new AtomicLong();
            device.device().listen((routine, variant, launch, nanos) -> heard.incrementAndGet());
            runSome(device, 3);
            device.device().finish();
            assertThat(heard.get()).as("launches heard of on %s", device).isEqualTo(3);
            assertThat(device.handles().live(ClHandle.Event.class)).isZero();
        }
        devices.close();
        assertThat(devices.liveHandles()).isEmpty();
    }

    @Test
    void aKernelThatDoesNotCompileLeavesNothing() {
        KernelCatalog builtin = KernelCatalog.builtin();
        String broken = builtin.source("copy_strided").original().replace("const long begin", "const wrong begin");
        TestDevices devices =
                TestDevices.open(builtin.with(KernelSource.parse("copy_strided", broken, IncludeResolver.builtin())));
        for (TestDevice device : devices.all()) {
            TensorData input = device.device().allocate(SPEC);
            assertThatThrownBy(() -> device.device().run(new Copy(), List.of(input)))
                    .isInstanceOf(ClBuildException.class)
                    .hasMessageContaining("CL_BUILD_PROGRAM_FAILURE");
            input.storage().release();
            assertThat(device.device().statistics().liveStorages()).isZero();
            assertThat(device.handles().live(ClHandle.Kernel.class)).isZero();
        }
        devices.close();
        assertThat(devices.liveHandles()).isEmpty();
    }

    @Test
    void memoryIsUsedAgain() {
        TestDevices devices = TestDevices.open();
        for (TestDevice device : devices.all()) {
            runSome(device, 1);
            long buffers = device.handles().live(ClHandle.Mem.class);
            runSome(device, 100);
            assertThat(device.handles().live(ClHandle.Mem.class)).isEqualTo(buffers);
            assertThat(device.device().statistics().liveStorages()).isZero();
        }
        devices.close();
    }

    private static void runSome(TestDevice device, int count) {
        TensorData input = device.device().allocate(SPEC);
        List<TensorData> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.addAll(device.device().run(new Copy(), List.of(input)));
        }
        input.storage().release();
        results.forEach(result -> result.storage().release());
    }
}
