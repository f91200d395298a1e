package org.clgrad.tests.routine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.Test;

/**
 * The functions that {@code math.clh} may compute by itself, over floats of all magnitudes: within the bounds that it states, or
 * OpenCL's where these are wider, and exact where they are saturated.
 */
class MathFunctionsTest {
    /** Prime, so that all last digits are met. */
    private static final long STRIDE = 4099;

    private static final float LEAST_NORMAL = 0x1p-126f;

    @Test
    void functionsOfAllMagnitudesAreWithinTheirBounds() {
        double[] x = LongStream.rangeClosed(0, 0xffffffffL / STRIDE)
                .mapToDouble(i -> Float.intBitsToFloat((int) (i * STRIDE)))
                .toArray();
        for (TestDevice tested : TestRun.current().devices()) {
            check(tested.device(), "exp", x, Tensor::exp, Math::exp, 3);
            check(tested.device(), "tanh", x, Tensor::tanh, Math::tanh, 5.5);
        }
    }

    private static void check(
            Device device,
            String name,
            double[] x,
            UnaryOperator<Tensor> function,
            DoubleUnaryOperator reference,
            double ulps) {
        double[] y = values(device, function, x);
        for (int i = 0; i < x.length; i++) {
            double want = reference.applyAsDouble(x[i]);
            // A device may flush what is below the least normal number.
            double bound = Math.max(LEAST_NORMAL, ulps * Math.ulp((float) Math.min(Math.abs(want), Float.MAX_VALUE)));
            boolean overflows = Math.abs(want) + bound > Float.MAX_VALUE;
            boolean same = Double.compare(y[i], (float) want) == 0;
            if (!same && !(Math.abs(y[i] - want) <= bound) && !(overflows && y[i] > Float.MAX_VALUE)) {
                assertThat(y[i])
                        .as(name + " of " + x[i] + " on " + device.name())
                        .isEqualTo(want);
            }
        }
    }

    @Test
    void saturatedValuesAreExact() {
        double inf = Double.POSITIVE_INFINITY;
        double[] x = {inf, -inf, Double.NaN, 30, -30, 1e30};
        for (TestDevice tested : TestRun.current().devices()) {
            assertThat(values(tested.device(), Tensor::tanh, x)).containsExactly(1, -1, Double.NaN, 1, -1, 1);
            assertThat(values(tested.device(), Tensor::erf, x)).containsExactly(1, -1, Double.NaN, 1, -1, 1);
            assertThat(Arrays.copyOf(values(tested.device(), Tensor::exp, x), 3))
                    .containsExactly(inf, 0, Double.NaN);
        }
    }

    private static double[] values(Device device, UnaryOperator<Tensor> function, double... x) {
        try (Scope scope = Scope.open()) {
            return function.apply(Tensor.of(device, DType.F32, Shape.of(x.length), x))
                    .toDoubles();
        }
    }
}
