package org.clgrad.nn.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Buffer;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.Weights;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.io.SafetensorsFile;
import org.clgrad.nn.io.SafetensorsType;
import org.clgrad.nn.io.SafetensorsWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BatchNorm2dTest extends DeviceTest {
    @TempDir
    private Path folder;

    /** Channel means 3 and 10; variances 5 and 1 by n = 4. */
    private static Tensor batch() {
        return Tensor.of(DType.F32, Shape.of(2, 2, 1, 2), 0, 2, 9, 11, 4, 6, 11, 9);
    }

    private static double[] buffer(Module module, String name) {
        Buffer buffer = module.namedBuffers().get(name);
        return buffer == null ? new double[0] : buffer.tensor().toDoubles();
    }

    @OnEachDevice
    void trainsByTheBatchAndAnswersByTheMovingAverages(Device device) {
        try (Scope scope = on(device, 1);
                Module norm = new BatchNorm2d(2, 0, 0.5)) {
            double[] y = norm.apply(batch()).toDoubles();
            assertThat(y[0]).isCloseTo(-3 / Math.sqrt(5), within(1e-6));
            assertThat(y[7]).isCloseTo(-1, within(1e-6));
            assertThat(buffer(norm, "running_mean")).containsExactly(1.5, 5);
            // Half of 1 and half of the variances by n − 1, 20/3 and 4/3.
            assertThat(buffer(norm, "running_var")).containsExactly(new double[] {23 / 6.0, 7 / 6.0}, within(1e-6));
            assertThat(buffer(norm, "num_batches_tracked")).containsExactly(1);
            double[] z = norm.eval().apply(batch()).toDoubles();
            assertThat(z[0]).isCloseTo(-1.5 / Math.sqrt(23 / 6.0), within(1e-6));
            assertThat(buffer(norm, "num_batches_tracked")).containsExactly(1);
        }
    }

    /** Result, gradients of the input and the parameters, and averages. */
    private static List<double[]> trained(Module norm, UnaryOperator<Tensor> model) {
        Tensor x = batch().requiresGrad(true);
        Tensor y = model.apply(x);
        y.mul(Tensor.of(DType.F32, Shape.of(2, 2, 1, 2), 3, -1, 4, 1, -5, 9, 2, 6))
                .sum()
                .backward();
        List<double[]> all =
                new ArrayList<>(List.of(y.toDoubles(), x.grad().orElseThrow().toDoubles()));
        norm.parameters().forEach(p -> all.add(p.tensor().grad().orElseThrow().toDoubles()));
        all.add(buffer(norm, "running_mean"));
        all.add(buffer(norm, "running_var"));
        return all;
    }

    @OnEachDevice
    void aReluBehindItIsTheSameToTheBitInOnePass(Device device) {
        for (boolean training : new boolean[] {true, false}) {
            try (Scope scope = on(device, 1);
                    Module alone = new BatchNorm2d(2);
                    Module joined = new BatchNorm2d(2);
                    Module both = new Sequential(joined, new ReLU())) {
                alone.train(training);
                both.train(training);
                long before = device.statistics().launches();
                alone.apply(batch()).relu();
                long apart = device.statistics().launches() - before;
                both.apply(batch());
                assertThat(device.statistics().launches() - before - apart).isLessThan(apart);
                List<double[]> expected = trained(alone, x -> alone.apply(x).relu());
                assertThat(expected.get(0)).as("the ReLU has something to do").contains(0);
                assertThat(trained(joined, both::apply))
                        .usingRecursiveComparison()
                        .isEqualTo(expected);
            }
        }
    }

    @OnEachDevice
    void aResidualIsAddedBeforeTheRelu(Device device) {
        for (boolean training : new boolean[] {true, false}) {
            try (Scope scope = on(device, 1);
                    Module plain = new BatchNorm2d(2);
                    BatchNorm2d norm = new BatchNorm2d(2)) {
                plain.train(training);
                norm.train(training);
                List<double[]> expected =
                        trained(plain, x -> plain.apply(x).add(x.mul(-0.3)).relu());
                assertThat(expected.get(0)).contains(0);
                List<double[]> actual = trained(norm, x -> norm.relu(x, x.mul(-0.3)));
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(actual.get(i)).containsExactly(expected.get(i), within(1e-5));
                }
            }
        }
    }

    @Test
    void buffersAreSavedAndLoadedAndAreNoParameters() {
        Path file = folder.resolve("norm.safetensors");
        try (Scope scope = on(host(), 1);
                Module norm = new BatchNorm2d(2)) {
            norm.apply(batch());
            norm.save(file);
            assertThat(norm.parameters()).hasSize(2);
            assertThat(norm.namedBuffers().keySet())
                    .containsExactly("running_mean", "running_var", "num_batches_tracked");
            try (SafetensorsFile saved = SafetensorsFile.open(file)) {
                assertThat(saved.type("num_batches_tracked")).isEqualTo(SafetensorsType.I64);
            }
            try (Module other = new BatchNorm2d(2)) {
                other.load(file);
                assertThat(buffer(other, "running_mean")).containsExactly(buffer(norm, "running_mean"));
                assertThat(buffer(other, "num_batches_tracked")).containsExactly(1);
            }
        }
    }

    /** Files of before PyTorch 0.4.1 do not count batches; all else must be there. */
    @Test
    void aFileMayLackTheCountOfBatchesAlone() {
        Path file = folder.resolve("old.safetensors");
        try (Scope scope = on(host(), 1);
                Module norm = new BatchNorm2d(2)) {
            norm.apply(batch());
            Map<String, Weights.Entry> state = norm.state();
            Weights.Entry count = state.remove("num_batches_tracked");
            assertThat(count).isNotNull();
            SafetensorsWriter.write(file, Weights.sources(state), Map.of());
            norm.load(file);
            assertThat(buffer(norm, "num_batches_tracked")).containsExactly(0);
            state.remove("running_var");
            SafetensorsWriter.write(file, Weights.sources(state), Map.of());
            assertThatThrownBy(() -> norm.load(file))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("\"running_var\" F32 [2] is missing");
        }
    }

    @Test
    void goesOnInDouble() {
        try (Scope scope = on(host(), 1);
                Module norm = new BatchNorm2d(2).to(DType.F64)) {
            assertThat(norm.namedBuffers().values().stream().map(Buffer::dtype).toList())
                    .isEqualTo(List.of(DType.F64, DType.F64, DType.I64));
            assertThat(norm.apply(batch().to(DType.F64)).dtype()).isEqualTo(DType.F64);
        }
    }

    @Test
    void otherChannelsAreRefused() {
        try (Scope scope = on(host(), 1);
                Module norm = new BatchNorm2d(3)) {
            assertThatThrownBy(() -> norm.apply(batch()))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("[N,3,H,W]");
        }
    }
}
