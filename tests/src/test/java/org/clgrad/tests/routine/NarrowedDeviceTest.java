package org.clgrad.tests.routine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceMemoryException;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.shape.Pad;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.tests.kit.DeviceCheck;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestDevices;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A sample of what {@code -Dclgrad.test.limit=…} tries in full: one case of each routine on a device smaller than any that
 * there is, so that each has a variant that can do with less.
 */
class NarrowedDeviceTest {
    private static final CapabilityLimits SMALL =
            CapabilityLimits.parse("localMemory=1k,workGroup=16,outerGroups=3,fp64=no");

    private static final TestDevices DEVICES = TestDevices.open(TestDevices.allKernels(), SMALL);

    @AfterAll
    static void nothingIsLeft() {
        DEVICES.close();
        assertThat(DEVICES.liveHandles()).isEmpty();
    }

    @Test
    void itsCapabilitiesAreWhatIsLeft() {
        for (TestDevice device : DEVICES.all()) {
            Capabilities capabilities = device.device().capabilities();
            assertThat(capabilities.localMemoryBytes()).isEqualTo(1024);
            assertThat(capabilities.maxWorkGroupSize()).isEqualTo(16);
            assertThat(capabilities.maxOuterGroups()).isEqualTo(3);
            assertThat(capabilities.fp64()).isFalse();
            assertThat(device.device().target().capabilities()).isEqualTo(capabilities);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRoutineCanDoWithLess() {
        return RoutineCatalog.spaces().stream()
                .map(space -> DynamicTest.dynamicTest(space.operation(), () -> check(space)));
    }

    private static void check(SampleSpace space) {
        Random random = new Random(20261121);
        RoutineCase testCase;
        do {
            testCase = RoutineCase.draw(space, random);
        } while (testCase.choice().values().containsValue(DType.F64));
        DeviceCheck.check(DEVICES.all().get(0), TestRun.current().coverage(), testCase);
    }

    /** 8 rows, of which a launch may have 3: three parts, which are one launch to whoever counts or listens. */
    @Test
    void launchesThatAreTooWideAreDoneInParts() {
        ClDevice device = DEVICES.all().get(0).device();
        TensorData rows = device.allocate(TensorSpec.of(DType.F32, 8, 100));
        List<Long> nanos = new ArrayList<>();
        long before = device.statistics().launches();
        device.listen((routine, variant, launch, elapsedNanos) -> nanos.add(elapsedNanos));
        device.run(new Pad(List.of(0L, 1L), List.of(0L, 0L), 0), List.of(rows))
                .get(0)
                .storage()
                .release();
        device.finish();
        device.listen(null);
        assertThat(device.statistics().launches() - before).isEqualTo(1);
        assertThat(nanos).hasSize(1);
        rows.storage().release();
    }

    @Test
    void memoryBeyondTheLimitIsRefusedAndTheDeviceGoesOn() {
        CapabilityLimits limits = CapabilityLimits.parse("memory=4m");
        try (TestDevices devices = TestDevices.open(KernelCatalog.builtin(), limits)) {
            for (TestDevice tested : devices.all()) {
                Device device = tested.device();
                Storage most = device.allocate(3 << 20);
                assertThatExceptionOfType(DeviceMemoryException.class)
                        .isThrownBy(() -> device.allocate(2 << 20))
                        .withMessageContaining("2097152 bytes")
                        .withMessageContaining("live are 3145728 bytes")
                        .withMessageContaining("in all 4194304");
                assertThatExceptionOfType(DeviceMemoryException.class)
                        .isThrownBy(() -> device.allocate(5 << 20))
                        .withMessageContaining("one storage holds at most 4194304");
                most.release();
                // What was released is cached as 3 MiB, and has to be given back for this.
                Storage other = device.allocate((5 << 20) / 2);
                Storage little = device.allocate(100);
                other.release();
                little.release();
            }
        }
    }
}
