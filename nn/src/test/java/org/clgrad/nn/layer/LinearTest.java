package org.clgrad.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.SpectralNorm;
import org.clgrad.nn.activation.ReLU;

class LinearTest extends DeviceTest {
    private static void copy(Module from, Module to) {
        try (Scope scope = GradMode.noGrad()) {
            for (int i = 0; i < from.parameters().size(); i++) {
                to.parameters().get(i).tensor().assign(from.parameters().get(i).tensor());
            }
        }
    }

    /** Result, and the gradients of input and parameters. */
    private static List<double[]> trained(Module layer, UnaryOperator<Tensor> model, Tensor batch) {
        Tensor x = batch.detach().requiresGrad(true);
        Tensor y = model.apply(x);
        y.mul(y).sum().backward();
        List<double[]> all =
                new ArrayList<>(List.of(y.toDoubles(), x.grad().orElseThrow().toDoubles()));
        layer.parameters().forEach(p -> all.add(p.tensor().grad().orElseThrow().toDoubles()));
        return all;
    }

    /** Its weight is derived anew for each step of a training, with a ReLU behind it too. */
    @OnEachDevice
    void aReluBehindADerivedWeightIsTheSame(Device device) {
        try (Scope scope = on(device, 1);
                Module alone = SpectralNorm.of(new Linear(3, 2))) {
            Module both = new Sequential(alone, new ReLU());
            Tensor batch = Tensors.randn(4, 3);
            double[] before = buffers(alone);
            double[] y = both.apply(batch).toDoubles();
            double[] after = buffers(alone);
            assertThat(after).isNotEqualTo(before);
            alone.train(false);
            assertThat(alone.apply(batch).relu().toDoubles()).containsExactly(y);
        }
    }

    private static double[] buffers(Module module) {
        return module.namedBuffers().values().stream()
                .flatMapToDouble(buffer -> Arrays.stream(buffer.tensor().toDoubles()))
                .toArray();
    }

    @OnEachDevice
    void aReluBehindItIsTheSameToTheBitInOnePass(Device device) {
        for (boolean bias : new boolean[] {true, false}) {
            try (Scope scope = on(device, 1);
                    Module alone = new Linear(5, 7, bias, Init.GLOROT_UNIFORM);
                    Module joined = new Linear(5, 7, bias, Init.GLOROT_UNIFORM);
                    Module both = new Sequential(joined, new ReLU())) {
                copy(alone, joined);
                Tensor batch = Tensors.randn(3, 2, 5);
                long before = device.statistics().launches();
                alone.apply(batch).relu();
                long apart = device.statistics().launches() - before;
                both.apply(batch);
                long together = device.statistics().launches() - before - apart;
                assertThat(together).isEqualTo(bias ? apart - 1 : apart);
                List<double[]> expected = trained(alone, x -> alone.apply(x).relu(), batch);
                assertThat(expected.get(0)).as("the ReLU has something to do").contains(0);
                assertThat(trained(joined, both::apply, batch))
                        .usingRecursiveComparison()
                        .isEqualTo(expected);
            }
        }
    }
}
