package org.clgrad.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.data.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    @Test
    void writesTheBytesOfTheFormat() throws IOException {
        Path path = folder.resolve("model.safetensors");
        SafetensorsWriter.write(
                path,
                List.of(
                        floats("0.weight", Shape.of(1, 2), 1, -2),
                        new SafetensorsWriter.Source(
                                "n", SafetensorsType.U8, Shape.scalar(), () -> ByteBuffer.wrap(new byte[] {7}))),
                Map.of("format", "pt"));
        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"0.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"n\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[8,9]}}       ";
        ByteBuffer expected = ByteBuffer.allocate(8 + 152 + 9).order(ByteOrder.LITTLE_ENDIAN);
        expected.put(new byte[] {(byte) 152, 0, 0, 0, 0, 0, 0, 0})
                .put(header.getBytes(StandardCharsets.UTF_8))
                .put(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0, 7});
        assertThat(Files.readAllBytes(path)).isEqualTo(expected.array());
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        List<SafetensorsWriter.Source> tensors = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        for (SafetensorsType type : SafetensorsType.values()) {
            for (Shape shape : List.of(Shape.of(8), Shape.of(0, 5), Shape.of(3, 1, 16), Shape.of(1, 4, 2))) {
                byte[] content = new byte[(int) SafetensorsEntry.sizeBytes(type, shape)];
                random.nextBytes(content);
                contents.add(content);
                tensors.add(new SafetensorsWriter.Source(
                        "\"" + type + "\\\n\t\u2028 é😀 " + shape, type, shape, () -> ByteBuffer.wrap(content)));
            }
        }
        Map<String, String> metadata = Map.of("", "", "line\nbreak", "\u0000\"");
        Path path = folder.resolve("model.safetensors");
        SafetensorsWriter.write(path, tensors, metadata);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.metadata()).isEqualTo(metadata);
            assertThat(file.names())
                    .containsExactlyElementsOf(
                            tensors.stream().map(SafetensorsWriter.Source::name).toList());
            for (int i = 0; i < tensors.size(); i++) {
                String name = tensors.get(i).name();
                assertThat(file.type(name)).isEqualTo(tensors.get(i).type());
                assertThat(file.shape(name)).isEqualTo(tensors.get(i).shape());
                assertThat(file.data(name)).isEqualTo(ByteBuffer.wrap(contents.get(i)));
            }
        }
    }

    @Test
    void everyTensorTypeCanBeStored() {
        for (DType dtype : DType.values()) {
            SafetensorsType stored = SafetensorsType.of(dtype);
            assertThat(stored.dtype()).contains(dtype);
            assertThat(stored.bits()).isEqualTo(8 * dtype.sizeBytes());
        }
    }

    @Test
    void noTensorsAreAFileToo() throws IOException {
        Path path = folder.resolve("empty.safetensors");
        SafetensorsWriter.write(path, List.of(), Map.of());
        assertThat(Files.readString(path)).isEqualTo("\u0008\0\0\0\0\0\0\0{}      ");
        SafetensorsFile.open(path).close();
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path path = folder.resolve("model.safetensors");
        SafetensorsWriter.write(path, List.of(floats("w", Shape.of(1), 1)), Map.of());
        byte[] before = Files.readAllBytes(path);
        var lost = new SafetensorsWriter.Source("b", SafetensorsType.F32, Shape.of(1), () -> {
            throw new IllegalStateException("the device is gone");
        });
        assertThatThrownBy(() -> SafetensorsWriter.write(path, List.of(floats("w", Shape.of(1), 2), lost), Map.of()))
                .hasMessage("the device is gone");
        assertThatThrownBy(() -> SafetensorsWriter.write(path, List.of(floats("w", Shape.of(3), 2)), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("safetensors: tensor \"w\", F32 [3], needs 12 bytes, its data has 4");
        assertThatThrownBy(() -> SafetensorsWriter.write(
                        path, List.of(floats("w", Shape.of(1), 1), floats("w", Shape.of(1), 1)), Map.of()))
                .hasMessage("safetensors: the name \"w\" is taken twice or reserved");
        assertThatThrownBy(
                        () -> SafetensorsWriter.write(path, List.of(floats("__metadata__", Shape.of(1), 1)), Map.of()))
                .hasMessageContaining("reserved");
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        assertThat(files()).containsExactly(path);
    }

    @Test
    void aFileThatCannotBeWrittenIsAnErrorOfOneLine() throws IOException {
        Path nowhere = folder.resolve("nowhere").resolve("model.safetensors");
        assertThat(Rejection.of(nowhere, () -> SafetensorsWriter.write(nowhere, List.of(), Map.of())))
                .contains("cannot be written: no folder");
        Path occupied = folder.resolve("full");
        Files.createDirectories(occupied.resolve("sub"));
        assertThatThrownBy(() -> SafetensorsWriter.write(occupied, List.of(), Map.of()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot be written: ");
        assertThat(files()).containsExactly(occupied);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static SafetensorsWriter.Source floats(String name, Shape shape, float... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            data.putFloat(value);
        }
        return new SafetensorsWriter.Source(name, SafetensorsType.F32, shape, data::flip);
    }
}
