package org.clgrad.tests.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.kit.TestDevices;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** That a test which leaves something behind fails: the guard is guarded. */
class LeakDetectionTest {
    /** What the tests below left, for the test that runs them to clean up. */
    private static final List<AutoCloseable> LEFT = new ArrayList<>();

    private static Tensor tensor() {
        ClDevice device = TestRun.current().devices().get(0).device();
        return Tensor.of(device, DType.F32, Shape.of(1), 1);
    }

    static final class LeakingTests {
        @Test
        void leavesATensor() {
            LEFT.add(tensor());
        }

        @Test
        void leavesADevice() {
            LEFT.add(TestDevices.open());
        }
    }

    static final class LeakingOnPurpose {
        @Example
        void leavesATensor() {
            LEFT.add(tensor());
        }
    }

    static final class Tidy {
        @Test
        void leavesNothing() {
            tensor().close();
        }
    }

    private static TestExecutionSummary run(Class<?> tests) {
        // Without the listeners that are found by themselves, or the report would close the devices of the run around.
        LauncherConfig config = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        Launcher launcher = LauncherFactory.create(config);
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        launcher.execute(request, summary);
        return summary.getSummary();
    }

    private static List<String> failures(Class<?> tests) throws Exception {
        List<String> failures = run(tests).getFailures().stream()
                .map(failure -> failure.getException().getMessage())
                .sorted()
                .toList();
        for (AutoCloseable left : LEFT) {
            left.close();
        }
        LEFT.clear();
        return failures;
    }

    @Test
    void aTestThatLeavesSomethingFails() throws Exception {
        assertThat(failures(LeakingTests.class))
                .hasSize(2)
                .anySatisfy(message -> assertThat(message).startsWith("left behind: 1 storages on "))
                .anySatisfy(message -> assertThat(message).contains("Context", "Queue", "of devices of its own"));
    }

    @Test
    void aPropertyThatLeavesSomethingFails() throws Exception {
        assertThat(failures(LeakingOnPurpose.class))
                .singleElement()
                .asString()
                .startsWith("left behind: 1 storages on ");
    }

    @Test
    void aTestThatLeavesNothingPasses() {
        TestExecutionSummary summary = run(Tidy.class);
        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(summary.getFailures()).isEmpty();
    }
}
