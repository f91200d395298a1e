package org.clgrad.tests.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RandomStream;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.nn.Module;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.data.DataLoader;
import org.clgrad.nn.data.DrawnDigits;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.layer.Flatten;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.loss.CrossEntropyLoss;
import org.clgrad.nn.optim.Adam;
import org.clgrad.nn.pool.MaxPool2d;
import org.clgrad.nn.training.Trainer;
import org.clgrad.tests.kit.DeviceCheck;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.Test;

/**
 * The digit classifier, trained from one seed, takes the same way everywhere: to the bit on one device, whichever binding
 * reaches it and however often; within what rounding explains on the host. The bounds are the issue's: float losses within
 * 10⁻⁵ for five steps, before differences of rounding have been amplified by the training, and within 10⁻³ for fifty; in
 * double within 10⁻¹⁰ for fifty.
 */
final class TrainingAgreementTest {
    private static final int BATCH = 64;
    private static final int STEPS = 50;
    private static final long SEED = 3;

    private static List<Double> losses(Device device, DType dtype, int steps) {
        try (Scope scope = Scope.open()) {
            DefaultDevice.set(scope, device);
            RandomStream.seed(scope, SEED);
            Module model = new Sequential(
                            new Conv2d(1, 32, 3),
                            new ReLU(),
                            new MaxPool2d(2),
                            new Flatten(),
                            new Linear(32 * 13 * 13, 10))
                    .to(dtype);
            DataLoader loader =
                    DataLoader.shuffled(DrawnDigits.load(SEED, STEPS * BATCH, 1).train(), BATCH, SEED);
            try (Adam adam = new Adam(model.parameters(), 1e-3)) {
                return new Trainer(model, new CrossEntropyLoss(), adam)
                        .maxSteps(steps)
                        .fit(loader)
                        .losses();
            } finally {
                model.close();
            }
        }
    }

    private static List<Double> onHost(DType dtype) {
        try (Device host = Devices.openHost()) {
            return losses(host, dtype, STEPS);
        }
    }

    private static double largestRelativeDifference(List<Double> a, List<Double> b, int steps) {
        double largest = 0;
        for (int i = 0; i < steps; i++) {
            largest = Math.max(largest, Math.abs(a.get(i) - b.get(i)) / Math.abs(b.get(i)));
        }
        return largest;
    }

    @Test
    void bindingsAndRunsAgreeToTheBit() {
        for (TestDevice one : TestRun.current().devices()) {
            List<Double> losses = losses(one.device(), DType.F32, STEPS);
            assertThat(losses).hasSize(STEPS).allMatch(Double::isFinite);
            for (TestDevice other : TestRun.current().devices()) {
                if (other.info().name().equals(one.info().name())) {
                    assertThat(losses(other.device(), DType.F32, STEPS))
                            .as("%s and %s", one, other)
                            .isEqualTo(losses);
                }
            }
            TestRun.current().coverage().test("trainings", one);
        }
    }

    @Test
    void deviceAndHostAgreeInFloat() {
        List<Double> expected = onHost(DType.F32);
        for (TestDevice tested : TestRun.current().devices()) {
            List<Double> losses = losses(tested.device(), DType.F32, STEPS);
            assertThat(largestRelativeDifference(losses, expected, 5)).isLessThan(1e-5);
            assertThat(largestRelativeDifference(losses, expected, STEPS)).isLessThan(1e-3);
            TestRun.current().coverage().test("trainings", tested);
        }
    }

    @Test
    void deviceAndHostAgreeInDouble() {
        List<Double> expected = onHost(DType.F64);
        for (TestDevice tested : TestRun.current().devices()) {
            if (tested.device().capabilities().fp64()) {
                List<Double> losses = losses(tested.device(), DType.F64, STEPS);
                assertThat(largestRelativeDifference(losses, expected, STEPS)).isLessThan(1e-10);
                TestRun.current().coverage().test("trainings", tested);
            } else {
                TestRun.current().coverage().notRun("trainings", tested, DeviceCheck.NO_FP64);
            }
        }
    }
}
