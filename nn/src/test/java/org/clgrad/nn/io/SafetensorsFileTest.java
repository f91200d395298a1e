package org.clgrad.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.data.Rejection;
import org.clgrad.nn.data.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    @Test
    void readsTensorsInAnyOrderWithMetadataAndPadding() throws IOException {
        Path path = write(
                """
                {"b":{"shape":[2],"data_offsets":[4,12],"dtype":"F32"},
                 "__metadata__":{"format":"pt","é":"\\n"},
                 "a":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]},
                 "none":{"dtype":"I64","shape":[0,3],"data_offsets":[4,4]},
                 "short":{"dtype":"I16","shape":[],"data_offsets":[12,14]}}\s\s\s""",
                1,
                2,
                3,
                4,
                0,
                0,
                0x80,
                0x3f,
                0,
                0,
                0,
                0xc0,
                0x80,
                0x3f);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.names()).containsExactly("b", "a", "none", "short");
            assertThat(file.metadata())
                    .containsEntry("format", "pt")
                    .containsEntry("é", "\n")
                    .hasSize(2);
            assertThat(file.data("a")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
            assertThat(file.shape("a")).isEqualTo(Shape.of(2, 2));
            ByteBuffer b = file.data("b");
            assertThat(new float[] {b.getFloat(), b.getFloat()}).containsExactly(1, -2);
            assertThat(file.data("none").remaining()).isZero();
            assertThat(file.shape("none")).isEqualTo(Shape.of(0, 3));
            assertThat(file.type("short")).isEqualTo(SafetensorsType.I16);
            assertThat(file.type("short").dtype()).isEmpty();
            assertThat(file.type("b").dtype()).contains(DType.F32);
            assertThat(file.shape("short")).isEqualTo(Shape.scalar());
            ByteBuffer part = ByteBuffer.allocate(2);
            file.read("a", 1, part);
            assertThat(part.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
            assertThatThrownBy(() -> file.read("a", 3, ByteBuffer.allocate(2)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(Rejection.of(path, () -> file.data("c"))).contains("no tensor \"c\" among its 4");
        }
    }

    @Test
    void aFileMayHaveNoTensors() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(write("{}"))) {
            assertThat(file.names()).isEmpty();
            assertThat(file.metadata()).isEmpty();
        }
    }

    static Stream<Arguments> hostileFiles() {
        return Stream.of(
                Arguments.of("empty", bytes(), "expected a header length of 8 bytes, the file has 0"),
                Arguments.of("seven bytes", bytes(1, 0, 0, 0, 0, 0, 0), "the file has 7"),
                Arguments.of(
                        "longer than the file",
                        bytes(3, 0, 0, 0, 0, 0, 0, 0, '{', '}'),
                        "the header claims 3 bytes, the file has 2 after its length"),
                Arguments.of(
                        "2^60",
                        bytes(0, 0, 0, 0, 0, 0, 0, 0x10, '{', '}'),
                        "the header claims 1152921504606846976 bytes, the file has 2"),
                Arguments.of(
                        "2^64 - 1",
                        bytes(255, 255, 255, 255, 255, 255, 255, 255, '{', '}'),
                        "the header claims 18446744073709551615 bytes"),
                Arguments.of("no header", bytes(0, 0, 0, 0, 0, 0, 0, 0), "expected the header to begin with '{'"),
                Arguments.of("space first", bytes(3, 0, 0, 0, 0, 0, 0, 0, ' ', '{', '}'), "header to begin with '{'"),
                Arguments.of(
                        "zeros for padding",
                        bytes(3, 0, 0, 0, 0, 0, 0, 0, '{', '}', 0),
                        "the header is not JSON of the expected form"),
                Arguments.of(
                        "not UTF-8",
                        bytes(7, 0, 0, 0, 0, 0, 0, 0, '{', '"', 0xff, '"', ':', '1', '}'),
                        "the header is not valid UTF-8"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void hostileFiles(String what, byte[] bytes, String message) throws IOException {
        Path path = Files.write(folder.resolve("file"), bytes);
        assertThat(Rejection.of(path, () -> SafetensorsFile.open(path)))
                .as(what)
                .contains(message);
    }

    static Stream<Arguments> hostileHeaders() {
        String a = "'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}";
        return Stream.of(
                Arguments.of("{", "ends too early"),
                Arguments.of("{'a", "not JSON of the expected form: Unterminated string"),
                Arguments.of("{a:1}", "not JSON of the expected form"),
                Arguments.of("{" + a + ",}", "not JSON of the expected form"),
                Arguments.of("{" + a + "} {", "not JSON of the expected form"),
                Arguments.of("{" + a + "} 1", "not JSON of the expected form"),
                Arguments.of("{'a':7}", "not JSON of the expected form: Expected BEGIN_OBJECT but was NUMBER"),
                Arguments.of("{'a':[" + "[".repeat(100_000) + "}", "not JSON of the expected form"),
                Arguments.of("{" + a + "," + a + "}", "the header has the key \"a\" twice"),
                Arguments.of(
                        "{'a':{'dtype':'U8','dtype':'U8','shape':[4],'data_offsets':[0,4]}}", "key \"dtype\" twice"),
                Arguments.of("{'__metadata__':{'k':'1','k':'1'}," + a + "}", "key \"k\" twice"),
                Arguments.of("{'__metadata__':{},'__metadata__':{}," + a + "}", "key \"__metadata__\" twice"),
                Arguments.of("{'__metadata__':{'k':1}," + a + "}", "__metadata__ \"k\": expected a string"),
                Arguments.of("{'__metadata__':[]," + a + "}", "Expected BEGIN_OBJECT but was BEGIN_ARRAY"),
                Arguments.of(
                        "{'a':{'dtype':'U8','shape':[4]}}", "tensor \"a\": expected dtype, shape and data_offsets"),
                Arguments.of("{'a':{'type':'U8'}}", "tensor \"a\": unknown key \"type\""),
                Arguments.of("{'a':{'dtype':'U9','shape':[4],'data_offsets':[0,4]}}", "unknown dtype \"U9\""),
                Arguments.of("{'a':{'dtype':8,'shape':[4],'data_offsets':[0,4]}}", "expected a string for dtype"),
                Arguments.of("{'a':{'dtype':'U8','shape':4,'data_offsets':[0,4]}}", "Expected BEGIN_ARRAY"),
                Arguments.of("{'a':{'dtype':'U8','shape':[-4],'data_offsets':[0,4]}}", "negative size in shape [-4]"),
                Arguments.of("{'a':{'dtype':'U8','shape':[4.0],'data_offsets':[0,4]}}", "integers of up to 63 bits"),
                Arguments.of("{'a':{'dtype':'U8','shape':['4'],'data_offsets':[0,4]}}", "found STRING"),
                Arguments.of("{'a':{'dtype':'U8','shape':[4e0],'data_offsets':[0,4]}}", "found 4e0"),
                Arguments.of("{'a':{'dtype':'U8','shape':[null],'data_offsets':[0,4]}}", "found NULL"),
                Arguments.of(
                        "{'a':{'dtype':'U8','shape':[9223372036854775808],'data_offsets':[0,4]}}",
                        "shape: expected integers of up to 63 bits, found 9223372036854775808"),
                Arguments.of(
                        "{'a':{'dtype':'U8','shape':[4294967296,4294967296],'data_offsets':[0,4]}}",
                        "the elements of shape [4294967296, 4294967296] pass 2^63"),
                Arguments.of(
                        "{'a':{'dtype':'F64','shape':[4611686018427387904],'data_offsets':[0,4]}}",
                        "tensor \"a\": no size for F64 [4611686018427387904]"),
                Arguments.of(
                        "{'a':{'dtype':'F4','shape':[7],'data_offsets':[0,4]}}",
                        "no size for F4 [7]: 28 bits are not a whole number of bytes"),
                Arguments.of(
                        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,4]}}",
                        "tensor \"a\": F32 [4] needs 16 bytes, its data_offsets [0, 4] give 4"),
                Arguments.of("{'a':{'dtype':'U8','shape':[4],'data_offsets':[4,0]}}", "0 ≤ begin ≤ end"),
                Arguments.of("{'a':{'dtype':'U8','shape':[4],'data_offsets':[-1,3]}}", "0 ≤ begin ≤ end"),
                Arguments.of("{'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4,8]}}", "found [0, 4, 8]"),
                Arguments.of(
                        "{'a':{'dtype':'U8','shape':[5],'data_offsets':[0,5]}}",
                        "tensor \"a\" ends at byte 5 of the data, of which the file has 4"),
                Arguments.of(
                        "{'a':{'dtype':'U8','shape':[9007199254740992],'data_offsets':[0,9007199254740992]}}",
                        "ends at byte 9007199254740992 of the data"),
                Arguments.of("{}", "expected 0 bytes of data after the header, found 4"),
                Arguments.of(
                        "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]}}",
                        "expected 3 bytes of data after the header, found 4"),
                Arguments.of(
                        "{'a':{'dtype':'U8','shape':[3],'data_offsets':[1,4]}}",
                        "tensor \"a\" begins at byte 1 of the data and leaves a gap after the tensor that ends at 0"),
                Arguments.of(
                        "{" + a + ",'b':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}}",
                        "tensor \"b\" begins at byte 2 of the data and overlaps the tensor that ends at 4"),
                Arguments.of(
                        "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},"
                                + "'b':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}}",
                        "tensor \"b\" begins at byte 2 of the data and leaves a gap"),
                Arguments.of("{" + a + ",'z':{'dtype':'U8','shape':[0],'data_offsets':[2,2]}}", "overlaps"),
                Arguments.of("{'two\\nlines':{'dtype':'?'}}", "tensor \"two\\u000alines\": unknown dtype"),
                Arguments.of("{'two\\nlines':7}", "not JSON of the expected form"),
                Arguments.of("{'" + "x".repeat(500_000) + "':{'dtype':'?'}}", "x…\": unknown dtype \"?\""));
    }

    /** Headers written with ' for ", each before four bytes of data. */
    @ParameterizedTest
    @MethodSource
    void hostileHeaders(String header, String message) throws IOException {
        Path path = write(header.replace('\'', '"'), 1, 2, 3, 4);
        assertThat(Rejection.of(path, () -> SafetensorsFile.open(path)))
                .contains(message)
                .hasSizeLessThan(500 + path.toString().length());
    }

    @Test
    void aHeaderOverTheBoundIsNotReadThoughTheFileHasIt() throws IOException {
        Path path = folder.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(bytes(0x01, 0xe1, 0xf5, 0x05, 0, 0, 0, 0, '{')); // 100,000,001
            file.setLength(200_000_000); // a hole, which takes no room on the disk
        }
        assertThat(Rejection.of(path, () -> SafetensorsFile.open(path)))
                .contains("the header claims 100000001 bytes, at most 100000000 are allowed");
    }

    @Test
    void missingFileAndFolderAreErrors() {
        Path missing = folder.resolve("nothing");
        assertThat(Rejection.of(missing, () -> SafetensorsFile.open(missing))).contains("no such file");
        assertThat(Rejection.of(folder, () -> SafetensorsFile.open(folder))).contains("found a folder");
    }

    @Test
    void readsThePublishedResNet20() {
        Path path = SharedFiles.require(
                "models/resnet-cifar/resnet20.safetensors", "reading the published ResNet-20 weights");
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.metadata()).containsEntry("licence", "BSD-2-Clause");
            assertThat(file.shape("conv1.weight")).isEqualTo(Shape.of(16, 3, 3, 3));
            assertThat(file.shape("linear.weight")).isEqualTo(Shape.of(10, 64));
            long weights = 0;
            for (SafetensorsEntry entry : file.entries()) {
                assertThat(entry.type().dtype()).isPresent();
                boolean weight =
                        !entry.name().contains("running_") && !entry.name().contains("num_batches");
                weights += weight ? entry.shape().elements() : 0;
                ByteBuffer data = file.data(entry.name());
                while (entry.type() == SafetensorsType.F32 && data.hasRemaining()) {
                    assertThat(Math.abs(data.getFloat())).as(entry.name()).isLessThan(1000);
                }
            }
            // Idelbayev's table (github.com/akamaster/pytorch_resnet_cifar10) gives 0.27 M for ResNet-20 with option A.
            assertThat(weights).isEqualTo(269_722);
        }
    }

    private Path write(String header, int... data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json).put(bytes(data));
        return Files.write(folder.resolve("file"), file.array());
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
