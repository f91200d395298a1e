package org.clgrad.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdxFileTest {
    private static final String IMAGES_2X1X3 = "00000803 00000002 00000001 00000003 010203 0405ff";

    @TempDir
    Path folder;

    @Test
    void readsPlainAndGzipWhateverTheName() throws IOException {
        for (byte[] bytes : new byte[][] {hex(IMAGES_2X1X3), gzip(hex(IMAGES_2X1X3))}) {
            for (String name : new String[] {"images", "images.gz"}) {
                IdxFile file = IdxFile.read(Files.write(folder.resolve(name), bytes), 3);
                assertThat(file.shape()).isEqualTo(Shape.of(2, 1, 3));
                assertThat(file.elements()).containsExactly(1, 2, 3, 4, 5, 0xff);
            }
        }
    }

    @Test
    void readsAnEmptyArrayAndAnyRank() throws IOException {
        assertThat(IdxFile.read(write(hex("00000801 00000000")), 1).elements()).isEmpty();
        IdxFile four = IdxFile.read(write(hex("00000804 00000001 00000002 00000001 00000001 0708")), 4);
        assertThat(four.shape()).isEqualTo(Shape.of(1, 2, 1, 1));
    }

    static Stream<Arguments> hostile() throws IOException {
        byte[] good = hex(IMAGES_2X1X3);
        byte[] zipped = gzip(good);
        byte[] damaged = zipped.clone();
        damaged[damaged.length - 5] ^= 1; // in the checksum, which stands before the four bytes of the length
        return Stream.of(
                Arguments.of("empty", new byte[0], "truncated header: expected 4 more bytes, found none"),
                Arguments.of("one byte", hex("00"), "truncated header: expected 4 more bytes, found 1"),
                Arguments.of("text", hex("3c68746d6c3e"), "expected it to begin with bytes 00 00, found 3c 68"),
                Arguments.of("floats", hex("00000d03"), "expected IDX element type 0x08 (unsigned byte), found 0x0d"),
                Arguments.of("labels", hex("00000801 00000001 05"), "expected an IDX array of rank 3, found rank 1"),
                Arguments.of("rank 255", hex("000008ff"), "expected an IDX array of rank 3, found rank 255"),
                Arguments.of("no sizes", hex("00000803 00000002"), "truncated header: expected 12 more bytes, found 4"),
                Arguments.of(
                        "one byte short",
                        Arrays.copyOf(good, good.length - 1),
                        "truncated: expected 6 bytes of data for [2,1,3], found 5"),
                Arguments.of(
                        "one byte more",
                        Arrays.copyOf(good, good.length + 1),
                        "trailing bytes: expected the file to end after the 6 bytes of data for [2,1,3]"),
                Arguments.of(
                        "2^31 - 9 bytes claimed",
                        hex("00000803 7ffffff7 00000001 00000001 00"),
                        "truncated: expected 2147483639 bytes of data for [2147483639,1,1], found 1"),
                Arguments.of(
                        "2^31 - 8 bytes claimed",
                        hex("00000803 7ffffff8 00000001 00000001"),
                        "expected at most 2147483639 bytes of data, the header claims 2147483640"),
                Arguments.of(
                        "2^32 - 1 images",
                        hex("00000803 ffffffff 00000001 00000001"),
                        "the header claims 4294967295 for [4294967295,1,1]"),
                Arguments.of(
                        "product overflows",
                        hex("00000803 ffffffff ffffffff ffffffff"),
                        "sizes overflow: the product of [4294967295, 4294967295, 4294967295] passes 2^63"),
                Arguments.of("gzip cut", Arrays.copyOf(zipped, zipped.length / 2), "gzip data is truncated"),
                Arguments.of(
                        "gzip without its end", Arrays.copyOf(zipped, zipped.length - 3), "gzip data is truncated"),
                Arguments.of("gzip of a wrong checksum", damaged, "gzip data is damaged: Corrupt GZIP trailer"),
                Arguments.of("gzip of nothing", hex("1f8b"), "gzip data is truncated"),
                Arguments.of("gzip of an unknown method", hex("1f8b 63000000 00000000 00"), "gzip data is damaged"),
                Arguments.of(
                        "gzip bomb",
                        gzip(Arrays.copyOf(hex("00000803 00000001 00000001 00000001 09"), 64 << 20)),
                        "trailing bytes: expected the file to end after the 1 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void hostile(String what, byte[] bytes, String message) throws IOException {
        Path file = write(bytes);
        assertThat(Rejection.of(file, () -> IdxFile.read(file, 3))).as(what).contains(message);
    }

    @Test
    void missingFileAndFolderAreErrors() {
        Path missing = folder.resolve("nothing");
        assertThat(Rejection.of(missing, () -> IdxFile.read(missing, 3))).contains("no such file");
        assertThat(Rejection.of(folder, () -> IdxFile.read(folder, 3))).contains("cannot be read");
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }
}
