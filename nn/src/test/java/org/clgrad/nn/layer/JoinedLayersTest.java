package org.clgrad.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.PaddingMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.WeightNorm;
import org.clgrad.nn.Window;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.norm.BatchNorm1d;
import org.clgrad.nn.norm.BatchNorm2d;
import org.clgrad.nn.norm.BatchNorm3d;
import org.clgrad.nn.norm.InstanceNorm2d;
import org.clgrad.nn.pool.MaxPool2d;

/** What a convolution, a pooling and a normalisation do together with what follows them. */
final class JoinedLayersTest extends DeviceTest {
    /** Roundings of a sum of 27 products and of folding, for numbers of at most 10. */
    private static final double ROUNDINGS = 1e-4;

    private static Conv2d convolution(boolean bias) {
        return new Conv2d(3, 5, Window.sliding(3).padding(1), 1, bias, Init.HE_UNIFORM);
    }

    /** One that does something to each channel. */
    private static BatchNorm2d normalisation() {
        BatchNorm2d norm = new BatchNorm2d(5);
        try (Scope scope = GradMode.noGrad()) {
            norm.namedParameters().values().forEach(p -> p.tensor().assign(Tensors.randn(5)));
            norm.namedBuffers().forEach((name, buffer) -> {
                if (name.startsWith("running")) {
                    buffer.tensor().assign(Tensors.rand(5).add(0.5));
                }
            });
        }
        return norm;
    }

    /** Result, and the gradients of input and parameters. */
    private static List<double[]> trained(Module layer, UnaryOperator<Tensor> model, Tensor batch) {
        layer.parameters().forEach(p -> p.tensor().zeroGrad());
        Tensor x = batch.detach().requiresGrad(true);
        Tensor y = model.apply(x);
        y.mul(y).sum().backward();
        List<double[]> all =
                new ArrayList<>(List.of(y.toDoubles(), x.grad().orElseThrow().toDoubles()));
        layer.parameters().forEach(p -> all.add(p.tensor().grad().orElseThrow().toDoubles()));
        return all;
    }

    private static void assertSameInFewerLaunches(
            Device device, Module layer, Module both, UnaryOperator<Tensor> apart, int fewer) {
        Tensor batch = Tensors.randn(2, 3, 9, 8);
        long before = device.statistics().launches();
        apart.apply(batch).close();
        long first = device.statistics().launches() - before;
        both.apply(batch).close();
        long second = device.statistics().launches() - before - first;
        assertThat(second).isEqualTo(first - (first == 0 ? 0 : fewer)); // the host counts none
        List<double[]> expected = trained(layer, apart, batch);
        assertThat(expected.get(0)).as("the ReLU has something to do").contains(0);
        assertThat(trained(layer, both::apply, batch))
                .usingRecursiveComparison()
                .isEqualTo(expected);
    }

    @OnEachDevice
    void aReluBehindAConvolutionIsTheSameToTheBit(Device device) {
        for (boolean bias : new boolean[] {true, false}) {
            try (Scope scope = on(device, 1);
                    Module both = new Sequential(convolution(bias), new ReLU())) {
                Module alone = ((Sequential) both).layers().get(0);
                assertSameInFewerLaunches(
                        device, alone, both, x -> alone.apply(x).relu(), 1);
            }
        }
    }

    @OnEachDevice
    void aResidualBehindAConvolutionIsAdded(Device device) {
        try (Scope scope = on(device, 1);
                Conv2d layer = convolution(true)) {
            Tensor x = Tensors.randn(2, 3, 9, 8);
            Tensor residual = Tensors.randn(2, 5, 9, 8);
            assertThat(layer.relu(x, residual).toDoubles())
                    .containsExactly(layer.apply(x).add(residual).relu().toDoubles(), within(1e-6));
        }
    }

    /** The ReLU goes behind the pooling, where there is less of it, and then into it. */
    @OnEachDevice
    void aReluBeforeAPoolingIsTheSameToTheBit(Device device) {
        try (Scope scope = on(device, 1);
                Module both = new Sequential(convolution(true), new ReLU(), new MaxPool2d(2))) {
            Module alone = ((Sequential) both).layers().get(0);
            MaxPool2d pool = new MaxPool2d(2);
            assertSameInFewerLaunches(
                    device, alone, both, x -> pool.apply(alone.apply(x).relu()), 1);
        }
    }

    /** Launches of one call, after those in which it is folded; the host counts none. */
    private static long launches(Device device, Runnable call) {
        call.run();
        call.run();
        call.run();
        long before = device.statistics().launches();
        call.run();
        return device.statistics().launches() - before;
    }

    @OnEachDevice
    void inEvaluationANormalisationIsFoldedIntoTheConvolutionBeforeIt(Device device) {
        for (boolean bias : new boolean[] {true, false}) {
            try (Scope scope = on(device, 1);
                    Conv2d convolution = convolution(bias);
                    BatchNorm2d norm = normalisation();
                    Module both = new Sequential(convolution, norm, new ReLU()).eval()) {
                Tensor x = Tensors.randn(2, 3, 9, 8);
                try (Scope inference = GradMode.noGrad()) {
                    double[] apart = norm.relu(convolution.apply(x), null).toDoubles();
                    assertThat(apart).as("the ReLU has something to do").contains(0);
                    long one = launches(device, () -> both.apply(x));
                    long two = launches(device, () -> norm.relu(convolution.apply(x), null));
                    long alone = launches(device, () -> convolution.apply(x));
                    assertThat(one).isEqualTo(alone).isLessThanOrEqualTo(two);
                    assertThat(two == 0 || one < two).isTrue();
                    double[] together = both.apply(x).toDoubles();
                    assertThat(together).containsExactly(apart, within(ROUNDINGS));
                    assertThat(together).as("it is rounded otherwise").isNotEqualTo(apart);
                }
            }
        }
    }

    /** Groups, one and three axes, padding that is not zeros, and a normalisation by averages of instances. */
    @OnEachDevice
    void allConvolutionsAreFolded(Device device) {
        try (Scope scope = on(device, 1);
                Module sequences =
                        new Sequential(new Conv1d(4, 6, Window.of(3), 2, true, Init.HE_UNIFORM), new BatchNorm1d(6));
                Module reflected = new Sequential(
                        new Conv2d(4, 6, Window.sliding(3).padding(1), PaddingMode.REFLECT, 1, false, Init.HE_UNIFORM),
                        new InstanceNorm2d(6, 1e-5, OptionalDouble.of(0.5), false, true));
                Module volumes = new Sequential(new Conv3d(4, 6, 2), new BatchNorm3d(6), new ReLU())) {
            assertFolded(sequences, Tensors.randn(2, 4, 9));
            assertFolded(reflected, Tensors.randn(2, 4, 5, 6));
            assertFolded(volumes, Tensors.randn(2, 4, 3, 5, 4));
        }
    }

    private static void assertFolded(Module module, Tensor x) {
        module.train(true).apply(x); // the averages move
        module.eval();
        double[] withGraph = module.apply(x).toDoubles();
        try (Scope inference = GradMode.noGrad()) {
            module.apply(x);
            double[] folded = module.apply(x).toDoubles();
            assertThat(folded).containsExactly(withGraph, within(ROUNDINGS));
            assertThat(folded).as("it is rounded otherwise").isNotEqualTo(withGraph);
        }
    }

    /** BatchNorm1d takes [C, Q] for C samples of Q channels, also behind a convolution of one sample. */
    @OnEachDevice
    void oneSampleIsNormalisedAsWithAGraph(Device device) {
        try (Scope scope = on(device, 1);
                Conv1d convolution = new Conv1d(2, 3, 2);
                BatchNorm1d norm = new BatchNorm1d(3)) {
            NormalisedConvolution both = convolution.followedBy(norm);
            Tensor batch = Tensors.randn(4, 2, 4);
            both.apply(batch).close();
            norm.eval();
            Tensor sample = Tensors.randn(2, 4);
            double[] withGraph = both.apply(sample).toDoubles();
            try (Scope inference = GradMode.noGrad()) {
                both.apply(sample);
                assertThat(both.apply(sample).toDoubles()).containsExactly(withGraph);
            }
        }
    }

    /** Evaluation, training, evaluation; and in another type. */
    @OnEachDevice
    void whatIsFoldedDoesNotOutliveTraining(Device device) {
        try (Scope scope = on(device, 1);
                Conv2d convolution = convolution(true);
                BatchNorm2d norm = normalisation();
                Module both = new Sequential(convolution, norm).eval()) {
            Tensor x = Tensors.randn(2, 3, 5, 4);
            try (Scope inference = GradMode.noGrad()) {
                both.apply(x).close();
                long unfolded = device.statistics().liveBytes();
                both.apply(x).close();
                assertThat(device.statistics().liveBytes()).isGreaterThan(unfolded);
                both.train(true);
                assertThat(device.statistics().liveBytes()).isLessThanOrEqualTo(unfolded);
                both.eval().to(DType.F64);
                Tensor wide = x.to(DType.F64);
                double[] apart = norm.apply(convolution.apply(wide)).toDoubles();
                both.apply(wide);
                assertThat(both.apply(wide).toDoubles()).containsExactly(apart, within(1e-12));
            }
        }
    }

    @OnEachDevice
    void whatIsFoldedFollowsItsParameters(Device device) {
        try (Scope scope = on(device, 1);
                Conv2d convolution = convolution(true);
                BatchNorm2d norm = normalisation();
                Module all = new Sequential(convolution, norm).eval()) {
            NormalisedConvolution both = convolution.followedBy(norm);
            Tensor residual = Tensors.randn(1, 5, 4, 4);
            Tensor x = Tensors.randn(1, 3, 4, 4);
            List<Tensor> all6 = new ArrayList<>();
            all.parameters().forEach(p -> all6.add(p.tensor()));
            norm.namedBuffers().values().stream()
                    .map(b -> b.tensor())
                    .filter(t -> t.dtype() == DType.F32)
                    .forEach(all6::add);
            assertThat(all6).hasSize(6);
            try (Scope inference = GradMode.noGrad()) {
                for (Tensor changed : all6) {
                    both.apply(x);
                    double[] before = both.apply(x).toDoubles();
                    changed.assign(changed.mul(1.5).add(0.1));
                    both.apply(x);
                    double[] after = both.apply(x).toDoubles();
                    assertThat(after).isNotEqualTo(before);
                    assertThat(after)
                            .containsExactly(norm.apply(convolution.apply(x)).toDoubles(), within(ROUNDINGS));
                    assertThat(both.relu(x, residual).toDoubles())
                            .containsExactly(
                                    norm.relu(convolution.apply(x), residual).toDoubles(), within(ROUNDINGS));
                }
            }
        }
    }

    /** Where a graph is made, in training, and of a weight that is computed anew in each run, they run one after the other. */
    @OnEachDevice
    void elsewhereNothingIsFolded(Device device) {
        try (Scope scope = on(device, 1);
                Conv2d convolution = convolution(true);
                BatchNorm2d norm = normalisation()) {
            NormalisedConvolution both = convolution.followedBy(norm);
            Tensor x = Tensors.randn(2, 3, 5, 4);
            norm.eval();
            assertThat(both.apply(x).toDoubles())
                    .as("with a graph")
                    .containsExactly(norm.apply(convolution.apply(x)).toDoubles());
            both.apply(x).sum().backward();
            assertThat(convolution.weight().tensor().grad()).isPresent();
            try (Scope inference = GradMode.noGrad()) {
                norm.train(true);
                double[] own = both.apply(x).toDoubles();
                assertThat(own)
                        .as("in training")
                        .containsExactly(norm.apply(convolution.apply(x)).toDoubles());
                norm.eval();
                WeightNorm.of(convolution);
                both.apply(x);
                assertThat(both.apply(x).toDoubles())
                        .as("of a derived weight")
                        .containsExactly(norm.apply(convolution.apply(x)).toDoubles());
            }
        }
    }
}
