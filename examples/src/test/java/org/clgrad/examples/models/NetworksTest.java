package org.clgrad.examples.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Supplier;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.bench.CostCount;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.junit.jupiter.api.Test;

/** Networks have the sizes that are published, and come to as many operations; nothing is computed for that. */
class NetworksTest {
    /** What a network is found to be. */
    private record Found(long parameters, double gigaflops) {}

    private static Found measured(Supplier<Module> maker, long... input) {
        CostCount count;
        try (Device host = Devices.openHost()) {
            count = new CostCount(host.capabilities());
        }
        Found found;
        try (Scope scope = GradMode.set(DefaultDevice.set(Scope.open(), count), false);
                Module network = maker.get().eval();
                Tensor x = Tensors.zeros(input)) {
            long before = count.total().flops();
            network.apply(x);
            found = new Found(
                    network.parameters().stream().mapToLong(Parameter::elements).sum(),
                    (count.total().flops() - before) / 1e9);
        }
        assertThat(count.statistics().liveStorages()).isZero();
        return found;
    }

    /** Parameters as torchvision has them; 1.8·10⁹ multiply-adds (He et al. 2016, table 1). */
    @Test
    void resnet18() {
        Found found = measured(() -> Resnet.resnet18(Resnet.WIDTH, 1000), 1, 3, 224, 224);
        assertThat(found.parameters()).isEqualTo(11_689_512);
        assertThat(found.gigaflops()).isCloseTo(2 * 1.8, within(0.1));
    }

    /** Parameters as torchvision has them; 3.8·10⁹ multiply-adds (He et al. 2016, table 1). */
    @Test
    void resnet50() {
        Found found = measured(() -> Resnet.resnet50(Resnet.WIDTH, 1000), 1, 3, 224, 224);
        assertThat(found.parameters()).isEqualTo(25_557_032);
        assertThat(found.gigaflops()).isCloseTo(2 * 3.8, within(0.2));
    }

    @Test
    void resnet18ForSmallImages() {
        assertThat(measured(() -> Resnet.cifarResnet18(Resnet.WIDTH, 10), 1, 3, 32, 32)
                        .parameters())
                .isEqualTo(11_173_962);
    }

    /** 0.27 million parameters (He et al. 2016, table 6). */
    @Test
    void resnet20() {
        assertThat(measured(() -> new CifarResnet(3, 10), 1, 3, 32, 32).parameters())
                .isEqualTo(269_722);
    }

    @Test
    void smallNetworks() {
        assertThat(measured(SmallNetworks::mnistCnn, 1, 1, 28, 28).parameters()).isEqualTo(54_410);
        assertThat(measured(SmallNetworks::lenet5, 1, 1, 28, 28).parameters()).isEqualTo(61_706);
        assertThat(measured(() -> SmallNetworks.perceptron(512), 1, 784).parameters())
                .isEqualTo(669_706);
    }
}
