package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Normalisations worked out by hand. */
final class NormalisationTest extends HostTest {
    private static final Offset<Double> CLOSE = within(1e-12);

    private static Tensor tensor(Shape shape, double... values) {
        return Tensor.of(DType.F64, shape, values);
    }

    private static void check(Tensor y, double... expected) {
        assertThat(y.toDoubles()).containsExactly(expected, CLOSE);
    }

    @Test
    void layersAreNormalisedOverTheirLastAxes() {
        Tensor x = tensor(Shape.of(2, 1, 2), 1, 3, 10, 14);
        Tensor weight = tensor(Shape.of(1, 2), 2, 3);
        Tensor bias = tensor(Shape.of(1, 2), 0, 1);
        check(x.layerNorm(Shape.of(1, 2), weight, bias, 0), -2, 4, -2, 4);
        check(x.layerNorm(Shape.of(2), null, null, 0), -1, 1, -1, 1);
        check(x.layerNorm(Shape.of(1, 2), null, bias, 0), -1, 2, -1, 2);
        // Over all axes: mean 7, variance (36 + 16 + 9 + 49)/4.
        check(x.layerNorm(Shape.of(2, 1, 2), null, null, 0).mul(Math.sqrt(27.5)), -6, -4, 3, 7);
        check(
                tensor(Shape.of(2), 1, 2).rmsNorm(Shape.of(2), tensor(Shape.of(2), 3, 3), 0.5),
                Math.sqrt(3),
                2 * Math.sqrt(3));
        assertThatThrownBy(() -> x.layerNorm(Shape.of(3), null, null, 0))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("layer_norm: input")
                .hasMessageContaining("[…,3]");
        assertThatThrownBy(() -> x.layerNorm(Shape.of(1, 2), tensor(Shape.of(2), 1, 1), null, 0))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("weight");
    }

    @Test
    void groupsAndInstancesAreNormalisedImageByImage() {
        Tensor x = tensor(Shape.of(2, 2, 2), -1, -1, 1, 1, 0, 2, 0, 2);
        check(x.groupNorm(1, null, null, 0), -1, -1, 1, 1, -1, 1, -1, 1);
        Tensor weight = tensor(Shape.of(2), 1, 10);
        check(x.groupNorm(1, weight, tensor(Shape.of(2), 1, 0), 0), 0, 0, 10, 10, 0, 2, -10, 10);
        check(
                x.instanceNorm(weight, null, 1, null),
                0,
                0,
                0,
                0,
                -1 / Math.sqrt(2),
                1 / Math.sqrt(2),
                -10 / Math.sqrt(2),
                10 / Math.sqrt(2));
        assertThatThrownBy(() -> x.groupNorm(3, null, null, 0))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("multiple of 3 groups");
    }

    @Test
    void vectorsThatAreNotOneNumberAChannelAreRefused() {
        Tensor x = tensor(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Tensor three = tensor(Shape.of(3), 1, 2, 3);
        Tensor square = tensor(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        Tensor scalar = tensor(Shape.of(), 1);
        refused(() -> x.normalise(three, square, null, null, 0), "normalise: variance needs shape [3]");
        refused(() -> x.normalise(scalar, three, null, null, 0), "normalise: mean needs shape [3]");
        refused(() -> x.normalise(three, three, scalar, null, 0), "normalise: weight needs shape [3]");
        refused(() -> x.normalise(three, three, null, square, 0), "normalise: bias needs shape [3]");
        refused(() -> three.normalise(three, three, null, null, 0), "normalise: input needs shape [N,C,…], got [3]");
        refused(() -> scalar.batchNorm(null, null, 0, null), "batch_norm: input needs shape [N,C,…], got []");
        refused(() -> x.batchNorm(null, scalar, 0, null), "batch_norm: bias needs shape [3]");
        refused(
                () -> x.prelu(tensor(Shape.of(2), 1, 2)),
                "prelu: weight needs one element, or one for each channel of [2,3]");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(MismatchException.class).hasMessageContaining(message);
    }

    @Test
    void instancesKeepMovingAveragesOfAllImages() {
        Tensor x = tensor(Shape.of(2, 1, 2), 1, 3, 0, 4);
        Tensor mean = tensor(Shape.of(1), 0);
        Tensor variance = tensor(Shape.of(1), 1);
        x.instanceNorm(null, null, 0, new RunningMoments(mean, variance, 0.5));
        check(mean, 1);
        // By n − 1 the variances are 2 and 8.
        check(variance, 3);
    }

    @Test
    void averagesOverAllBatchesNeedNoMomentum() {
        Tensor mean = tensor(Shape.of(1), 0);
        Tensor variance = tensor(Shape.of(1), 1);
        Tensor batches = Tensor.ofIntegers(0).squeeze(0);
        RunningMoments running = RunningMoments.cumulative(mean, variance, batches);
        tensor(Shape.of(2, 1), 1, 3).batchNorm(null, null, 0, running);
        check(mean, 2);
        check(variance, 2);
        Updates.increment(batches);
        tensor(Shape.of(2, 1), 6, 10).batchNorm(null, null, 0, running);
        check(mean, 5);
        check(variance, 5);
    }

    @Test
    void withoutWeightAndBiasThereIsNothingToScale() {
        Tensor x = tensor(Shape.of(2, 1), 1, 3);
        check(x.batchNorm(null, null, 0, null), -1, 1);
        check(x.normalise(tensor(Shape.of(1), 1), tensor(Shape.of(1), 3), null, null, 1), 0, 1);
    }

    @Test
    void responsesAreMeasuredAcrossChannels() {
        Tensor x = tensor(Shape.of(1, 4, 1), 1, 2, 3, 4);
        // Means of three squares around each: 5/3, 14/3, 29/3, 25/3.
        check(x.localResponseNorm(3, 3, 1, 1), 1 / 6.0, 2 / 15.0, 3 / 30.0, 4 / 26.0);
        // Of two, the channel before and the channel itself.
        check(x.localResponseNorm(2, 2, 1, 1), 1 / 2.0, 2 / 6.0, 3 / 14.0, 4 / 26.0);
        check(x.localResponseNorm(1, 1, 0.5, 0), 1, 1, 1, 1);
    }

    /** A result that is NaN lets a gradient through its ReLU, as PyTorch's does. */
    @Test
    void nanStopsNoGradientWithOrWithoutAGraph() {
        for (boolean graph : new boolean[] {false, true}) {
            Tensor x = tensor(Shape.of(2, 1), Double.NaN, 1);
            Tensor bias = tensor(Shape.of(1), 0).requiresGrad(true);
            Tensor residual = tensor(Shape.of(2, 1), 0, 0).requiresGrad(true);
            Tensor sum = x.batchNormRelu(null, bias, 1, null, residual).sum();
            List<Tensor> gradients = Gradients.of(sum, List.of(bias, residual), graph);
            check(gradients.get(0), 2);
            check(gradients.get(1), 1, 1);
        }
    }

    @Test
    void aResidualThatNeedsNoGradientGetsNone() {
        for (boolean graph : new boolean[] {false, true}) {
            Tensor x = tensor(Shape.of(2, 1), 1, 3).requiresGrad(true);
            Tensor bias = tensor(Shape.of(1), 0).requiresGrad(true);
            Tensor sum = x.batchNormRelu(null, bias, 0, null, tensor(Shape.of(2, 1), 0.5, 0.5))
                    .sum();
            // y is 0 and 1.5.
            check(Gradients.of(sum, List.of(bias), graph).get(0), 1);
        }
    }
}
