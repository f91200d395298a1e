package org.clgrad.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.activation.Tanh;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.io.SafetensorsFile;
import org.clgrad.nn.io.SafetensorsType;
import org.clgrad.nn.io.SafetensorsWriter;
import org.clgrad.nn.layer.Linear;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeightsTest extends DeviceTest {
    @TempDir
    Path folder;

    @OnEachDevice
    void whatIsSavedIsLoadedToTheBit(Device device) {
        Path file = folder.resolve("model.safetensors");
        List<byte[]> saved = new ArrayList<>();
        try (Scope scope = on(device, 1);
                Module model = MnistCnn.create()) {
            // A value whose bits a detour through numbers could change: a NaN with a payload.
            ByteBuffer nan = ByteBuffer.allocateDirect(40).order(ByteOrder.nativeOrder());
            nan.putInt(0, 0x7fa0_1234).putInt(4, 0x8000_0000);
            model.parameter("4.bias").tensor().assign(nan);
            model.parameters().forEach(p -> saved.add(bytes(p)));
            model.save(file);
        }
        for (Device other : devices()) {
            try (Scope scope = on(other, 2);
                    Module model = MnistCnn.create()) {
                model.load(file);
                List<byte[]> loaded = new ArrayList<>();
                model.parameters().forEach(p -> loaded.add(bytes(p)));
                assertThat(loaded).usingElementComparator(Arrays::compare).isEqualTo(saved);
                assertThat(model.parameters()).allMatch(p -> p.tensor().requiresGrad());
            }
        }
    }

    @OnEachDevice
    void weightsOf16BitsAreSavedAndLoadedToTheBit(Device device) {
        for (DType dtype : List.of(DType.F16, DType.BF16)) {
            Path file = folder.resolve(dtype + ".safetensors");
            try (Scope scope = on(device, 1);
                    Module model = MnistCnn.create().to(dtype);
                    Module same = MnistCnn.create().to(dtype);
                    Module single = MnistCnn.create()) {
                // 1, −2, the smallest positive number, −0, and a NaN with a payload, as bits of either format.
                ByteBuffer bits = ByteBuffer.allocateDirect(20).order(ByteOrder.nativeOrder());
                bits.putShort(0, (short) (dtype == DType.F16 ? 0x3c00 : 0x3f80));
                bits.putShort(2, (short) 0xc000).putShort(4, (short) 1).putShort(6, (short) 0x8000);
                bits.putShort(8, (short) 0x7fa5);
                model.parameter("4.bias").tensor().assign(bits);
                assertThat(Arrays.copyOf(model.parameter("4.bias").tensor().toDoubles(), 5))
                        .containsExactly(1, -2, dtype.least(), -0.0, Double.NaN);
                model.save(file);
                try (SafetensorsFile saved = SafetensorsFile.open(file)) {
                    assertThat(saved.type("4.bias")).isEqualTo(SafetensorsType.valueOf(dtype.name()));
                }
                same.load(file);
                for (String name : model.namedParameters().keySet()) {
                    assertThat(bytes(same.parameter(name))).isEqualTo(bytes(model.parameter(name)));
                }
                assertThatThrownBy(() -> single.load(file))
                        .hasMessageContaining("needs F32 [10], got " + dtype + " [10]");
            }
        }
    }

    @Test
    void theFileHasTheNamesAndLayoutsOfPyTorch() {
        Path file = folder.resolve("model.safetensors");
        try (Scope scope = on(host(), 1);
                Linear layer = new Linear(2, 1);
                Module model = new Sequential(layer)) {
            layer.weight().tensor().assign(Tensor.of(new double[][] {{1.5, -2}}));
            layer.bias().orElseThrow().tensor().assign(Tensor.of(0.25));
            model.save(file);
        }
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.names()).containsExactly("0.weight", "0.bias");
            assertThat(read.type("0.weight")).isEqualTo(SafetensorsType.F32);
            assertThat(read.shape("0.weight")).isEqualTo(Shape.of(1, 2));
            assertThat(read.metadata()).isEqualTo(Map.of("format", "pt"));
            ByteBuffer weight = read.data("0.weight");
            assertThat(weight.getFloat(0)).isEqualTo(1.5f);
            assertThat(weight.getFloat(4)).isEqualTo(-2f);
            assertThat(read.data("0.bias").getFloat(0)).isEqualTo(0.25f);
        }
    }

    @Test
    void everythingThatDoesNotFitIsNamedAndNothingIsChanged() {
        Path file = folder.resolve("other.safetensors");
        SafetensorsWriter.write(
                file,
                List.of(
                        source("0.weight", SafetensorsType.F32, Shape.of(2, 3)),
                        source("0.bias", SafetensorsType.F64, Shape.of(2)),
                        source("2.weight", SafetensorsType.F32, Shape.of(1, 2)),
                        source("3.weight", SafetensorsType.F32, Shape.of(4))),
                Map.of());
        try (Scope scope = on(host(), 1);
                Module model = new Sequential(new Linear(2, 2), new Tanh(), new Linear(2, 1))) {
            double[] before = model.parameter("2.weight").tensor().toDoubles();
            assertThatThrownBy(() -> model.load(file))
                    .isInstanceOf(DataException.class)
                    .hasMessage(file + ": does not fit the model: \"0.weight\" needs F32 [2,2], got F32 [2,3];"
                            + " \"0.bias\" needs F32 [2], got F64 [2]; \"2.bias\" F32 [1] is missing;"
                            + " \"3.weight\" is in the file and not in the model");
            assertThat(model.parameter("2.weight").tensor().toDoubles()).containsExactly(before);
        }
    }

    @OnEachDevice
    void parametersThatAreNotDenseAreSavedAndLoaded(Device device) {
        Path file = folder.resolve("transposed.safetensors");
        try (Scope scope = on(device, 1)) {
            Tensor whole = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
            Parameter transposed = new Parameter(whole.t());
            Weights.save(Map.of("w", new Weights.Entry(transposed.tensor(), false)), file);
            transposed.tensor().assign(Tensor.of(new double[][] {{0, 0, 0}, {0, 0, 0}}));
            assertThat(whole.toDoubles()).containsOnly(0);
            Weights.load(Map.of("w", new Weights.Entry(transposed.tensor(), false)), file);
            assertThat(whole.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
            transposed.close();
        }
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.shape("w")).isEqualTo(Shape.of(2, 3));
            assertThat(read.data("w").getFloat(4)).isEqualTo(3);
        }
    }

    @Test
    void aFileThatIsCutShortWhileItIsReadChangesNothing() throws IOException {
        Path path = folder.resolve("cut.safetensors");
        try (Scope scope = on(host(), 1);
                Module model = new Sequential(new Linear(2, 2), new Linear(2, 1))) {
            model.save(path);
            Map<String, Weights.Entry> entries = new LinkedHashMap<>();
            model.namedParameters()
                    .forEach((name, parameter) -> entries.put(name, new Weights.Entry(parameter.tensor(), false)));
            Tensor first = model.parameter("0.weight").tensor();
            first.assign(Tensor.of(new double[][] {{7, 7}, {7, 7}}));
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                Files.write(path, Arrays.copyOf(Files.readAllBytes(path), (int) Files.size(path) - 1));
                assertThatThrownBy(() -> Weights.load(entries, path, file, name -> true))
                        .isInstanceOf(DataException.class)
                        .hasMessage(path + ": cannot be read: it was cut short while it was read");
            }
            assertThat(first.toDoubles()).containsOnly(7);
        }
    }

    @Test
    void elementsOfAnySizeAreReordered() {
        ByteBuffer big = ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putLong(0, 0x0102030405060708L);
        assertThat(bytes(Weights.reordered(big, DType.F64, ByteOrder.LITTLE_ENDIAN)))
                .containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(bytes(Weights.reordered(big, DType.F32, ByteOrder.LITTLE_ENDIAN)))
                .containsExactly(4, 3, 2, 1, 8, 7, 6, 5);
        assertThat(bytes(Weights.reordered(big, DType.BF16, ByteOrder.LITTLE_ENDIAN)))
                .containsExactly(2, 1, 4, 3, 6, 5, 8, 7);
        assertThat(bytes(Weights.reordered(big, DType.U8, ByteOrder.LITTLE_ENDIAN)))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    private static SafetensorsWriter.Source source(String name, SafetensorsType type, Shape shape) {
        return new SafetensorsWriter.Source(
                name, type, shape, () -> ByteBuffer.allocate((int) shape.elements() * type.bits() / Byte.SIZE));
    }

    private static byte[] bytes(Parameter parameter) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(
                (int) parameter.elements() * parameter.dtype().sizeBytes());
        parameter.tensor().copyTo(bytes);
        return bytes(bytes);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
