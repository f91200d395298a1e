package org.clgrad.examples.derivatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the examples find what they look for. */
final class DerivativesTest {
    private final Device host = Devices.openHost();
    private final Scope scope = Scope.open();

    @BeforeEach
    void onTheHost() {
        RandomStream.seed(DefaultDevice.set(scope, host), 1);
    }

    @AfterEach
    void nothingStays() {
        scope.close();
        assertThat(host.statistics().liveStorages()).isZero();
        host.close();
    }

    @Test
    void theLargestCurvatureIsFound() {
        Tensor x = Tensor.of(1, 2).requiresGrad(true);
        Tensor matrix = Tensor.of(new double[] {4, 1}, new double[] {1, 4});
        double largest = HessianVector.largestCurvature(
                at -> at.matmul(matrix).mul(at).sum().mul(0.5), x, Tensor.of(1, 0));
        assertThat(largest).isCloseTo(5, within(1e-4));
        // x⁴ at 1 and 2 has the Hessian diag(12, 48).
        assertThat(HessianVector.largestCurvature(at -> at.pow(4).sum(), x, Tensor.of(1, 1)))
                .isCloseTo(48, within(1e-3));
    }

    @Test
    void slopesBecomeOne() {
        double[] penalties = GradientPenalty.train();
        assertThat(penalties[1]).isLessThan(penalties[0] / 10);
    }

    @Test
    void theLearntStartIsBetter() {
        double[] errors = MetaLearning.train();
        assertThat(errors[1]).isLessThan(errors[0] * 0.9);
    }
}
