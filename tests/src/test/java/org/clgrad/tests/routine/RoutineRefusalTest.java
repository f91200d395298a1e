package org.clgrad.tests.routine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clgrad.engine.DeviceStatistics;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a routine must refuse is refused on every device with a message that says why, before anything is launched. */
class RoutineRefusalTest {
    @TestFactory
    Stream<DynamicTest> refuses() {
        return TestRun.current().devices().stream()
                .flatMap(device -> RoutineCatalog.spaces().stream().flatMap(space -> space.refusals().stream()
                        .map(refusal -> DynamicTest.dynamicTest(
                                space.operation() + " refuses " + refusal.why() + " on " + device,
                                () -> check(device, refusal)))));
    }

    private static void check(TestDevice device, SampleSpace.Refusal refusal) {
        long live = device.device().statistics().liveStorages();
        List<TensorData> inputs = new ArrayList<>();
        try {
            for (TensorSpec spec : refusal.inputs()) {
                inputs.add(device.device().allocate(spec));
            }
            DeviceStatistics before = device.device().statistics();
            assertThatThrownBy(() -> device.device().run(refusal.routine(), inputs))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining(refusal.message());
            DeviceStatistics after = device.device().statistics();
            assertThat(after.launches()).as("launches").isEqualTo(before.launches());
            assertThat(after.liveStorages()).as("live storages").isEqualTo(before.liveStorages());
        } finally {
            inputs.forEach(input -> input.storage().release());
        }
        assertThat(device.device().statistics().liveStorages()).isEqualTo(live);
        TestRun.current().coverage().test("refusals", device);
    }
}
