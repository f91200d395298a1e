package org.clgrad.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Cifar10Test {
    private static final int PIXELS = 3 * 32 * 32;
    private static final int RECORD = 1 + PIXELS;

    @TempDir
    Path folder;

    @Test
    void readsAFolderOfPlainAndGzipFilesInTheOrderOfTheirNames() throws IOException {
        write("data_batch_2.bin", records(5));
        write("data_batch_1.bin.gz", IdxFileTest.gzip(records(1, 9)));
        write("test_batch.bin", records(7));
        write("batches.meta.txt", new byte[] {1});
        TrainTest data = Cifar10.load(folder);
        assertThat(data.train()).hasToString("train[3,3,32,32], 10 classes");
        assertThat(data.test()).hasToString("test[1,3,32,32], 10 classes");
        assertThat(List.of(
                        data.train().label(0),
                        data.train().label(1),
                        data.train().label(2)))
                .containsExactly(1, 9, 5);
        assertThat(data.train().image(1)).isEqualTo(ByteBuffer.wrap(records(9), 1, PIXELS));
    }

    @Test
    void moreRecordsThanABlockHolds() throws IOException {
        int[] labels = new int[2050];
        Arrays.setAll(labels, i -> i % 10);
        ImageDataset images = Cifar10.read("many", List.of(write("many.bin", records(labels))));
        assertThat(images.size()).isEqualTo(2050);
        for (int i : new int[] {0, 1023, 1024, 2047, 2048, 2049}) {
            assertThat(images.label(i)).isEqualTo(i % 10);
            assertThat(images.image(i)).isEqualTo(ByteBuffer.wrap(records(i % 10), 1, PIXELS));
        }
        // A file that ends with a block is not asked for another record by mistake.
        assertThat(Cifar10.read("block", List.of(write("block.bin", records(Arrays.copyOf(labels, 1024)))))
                        .size())
                .isEqualTo(1024);
    }

    @Test
    void readsThePublishedArchiveAndTheFolderInIt() throws IOException {
        byte[] tar = tar(List.of("readme.html", "data_batch_1.bin", "test_batch.bin"), List.of(7, 2 * RECORD, RECORD));
        write(Cifar10.ARCHIVE, IdxFileTest.gzip(tar));
        TrainTest data = Cifar10.load(folder);
        assertThat(data.train().size()).isEqualTo(2);
        assertThat(data.test().size()).isEqualTo(1);

        Path unpacked = Files.createDirectories(folder.resolve("cifar-10-batches-bin"));
        Files.write(unpacked.resolve("data_batch_1.bin"), records(1, 2, 3));
        Files.write(unpacked.resolve("test_batch.bin"), records(4));
        assertThat(Cifar10.load(folder).train().size()).isEqualTo(3);
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        assertThat(Rejection.of(nowhere, () -> Cifar10.load(nowhere)))
                .contains("no such folder; needed are training images in data_batch_*.bin");
        Path file = write("file", new byte[0]);
        assertThat(Rejection.of(file, () -> Cifar10.load(file))).contains("is not a folder");
        assertThat(Rejection.of(folder, () -> Cifar10.load(folder))).contains("missing training and test images");
        write("test_batch.bin", records(1));
        assertThat(Rejection.of(folder, () -> Cifar10.load(folder))).contains("missing training images");
    }

    static Stream<Arguments> hostile() throws IOException {
        byte[] good = records(3, 4);
        byte[] zipped = IdxFileTest.gzip(good);
        return Stream.of(
                Arguments.of("empty", new byte[0], "expected records of 3073 bytes, found none"),
                Arguments.of("one byte", new byte[1], "found 0 and 1 bytes more"),
                Arguments.of("one byte short", Arrays.copyOf(good, 2 * RECORD - 1), "found 1 and 3072 bytes more"),
                Arguments.of("one byte more", Arrays.copyOf(good, 2 * RECORD + 1), "found 2 and 1 bytes more"),
                Arguments.of("label 10", records(0, 10), "expected labels 0 to 9, the label of record 1 is 10"),
                Arguments.of("label 255", records(255), "the label of record 0 is 255"),
                Arguments.of("gzip of nothing", IdxFileTest.gzip(new byte[0]), "found none"),
                Arguments.of("gzip cut", Arrays.copyOf(zipped, zipped.length - 9), "gzip data is truncated"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void hostile(String what, byte[] bytes, String message) throws IOException {
        Path file = write("file", bytes);
        assertThat(Rejection.of(file, () -> Cifar10.read("hostile", List.of(file))))
                .as(what)
                .contains(message);
    }

    static Stream<Arguments> hostileArchives() throws IOException {
        byte[] good = tar(List.of("data_batch_1.bin", "test_batch.bin"), List.of(RECORD, RECORD));
        byte[] wrongSum = good.clone();
        wrongSum[0] = 'e';
        byte[] huge = tar(List.of("data_batch_1.bin"), List.of(RECORD));
        Arrays.fill(huge, 124, 135, (byte) '7');
        checksum(huge);
        byte[] noNumber = tar(List.of("data_batch_1.bin"), List.of(RECORD));
        noNumber[124] = 'x';
        checksum(noNumber);
        return Stream.of(
                Arguments.of("empty", new byte[0], "tar archive is truncated"),
                Arguments.of("nothing in it", new byte[512], "missing training images in the archive"),
                Arguments.of("text", "<html>".repeat(200).getBytes(StandardCharsets.US_ASCII), "not a tar archive"),
                Arguments.of("wrong checksum", wrongSum, "a header's checksum is wrong"),
                Arguments.of("8 GB claimed", huge, "tar archive is truncated"),
                Arguments.of("no number", noNumber, "expected an octal number"),
                Arguments.of("cut in a file", Arrays.copyOf(good, 2000), "tar archive is truncated"),
                Arguments.of("cut behind a file", Arrays.copyOf(good, 4096), "tar archive is truncated"),
                Arguments.of(
                        "no test images",
                        tar(List.of("data_batch_1.bin"), List.of(RECORD)),
                        "missing test images in the archive"),
                Arguments.of(
                        "half a record",
                        tar(List.of("data_batch_1.bin"), List.of(100)),
                        "data_batch_1.bin: expected records of 3073 bytes, found 0 and 100 bytes more"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void hostileArchives(String what, byte[] bytes, String message) throws IOException {
        Path archive = write(Cifar10.ARCHIVE, IdxFileTest.gzip(bytes));
        assertThat(Rejection.of(archive, () -> Cifar10.load(folder))).as(what).contains(message);
    }

    @Test
    void normalisedImagesAreNumbers() throws IOException {
        ImageDataset bytes = Cifar10.read("one", List.of(write("one.bin", records(3, 4))));
        ImageDataset numbers = bytes.normalised(Normalisation.IMAGENET);
        assertThat(numbers.inputType()).isEqualTo(DType.F32);
        assertThat(numbers.inputShape()).isEqualTo(Shape.of(3, 32, 32));
        ByteBuffer inputs = ByteBuffer.allocate(2 * numbers.inputBytes()).order(ByteOrder.nativeOrder());
        ByteBuffer targets = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        numbers.copySamples(new int[] {1, 0}, 0, 2, inputs, targets);
        assertThat(inputs.hasRemaining()).isFalse();
        assertThat(targets.getInt(0)).isEqualTo(4);
        for (int p : new int[] {0, 1023, 1024, 2047, 2048, 3071}) {
            double[] mean = {0.485, 0.456, 0.406};
            double[] deviation = {0.229, 0.224, 0.225};
            double value = Byte.toUnsignedInt(bytes.image(1).get(p)) / 255.0;
            double expected = (value - mean[p / 1024]) / deviation[p / 1024];
            // |expected| < 3, so half a unit in the last place of a float is 2⁻²³ at most.
            assertThat((double) inputs.getFloat(4 * p)).isCloseTo(expected, within(0x1p-23));
        }
    }

    @Test
    void readsTheRealOnes() {
        Path shared = SharedFiles.require("data/cifar10", "reading real CIFAR-10 images");
        TrainTest data = Cifar10.load(shared);
        assertThat(data.train()).hasToString("train[4000,3,32,32], 10 classes");
        assertThat(data.test()).hasToString("test[100,3,32,32], 10 classes");
        // The first labels of both sets: frog, truck, truck, deer; cat, ship, ship, airplane.
        assertThat(List.of(
                        data.train().label(0),
                        data.train().label(1),
                        data.train().label(2),
                        data.train().label(3)))
                .containsExactly(6, 9, 9, 4);
        assertThat(List.of(
                        data.test().label(0),
                        data.test().label(1),
                        data.test().label(2),
                        data.test().label(3)))
                .containsExactly(3, 8, 8, 0);
        // The first training image begins with (59, 62, 63), as every tutorial prints it.
        ByteBuffer frog = data.train().image(0);
        assertThat(List.of(frog.get(0), frog.get(1024), frog.get(2048)))
                .containsExactly((byte) 59, (byte) 62, (byte) 63);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    /** Records with these labels, whose pixels depend on the label and the position. */
    private static byte[] records(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(labels.length * RECORD);
        for (int label : labels) {
            bytes.put((byte) label);
            for (int p = 0; p < PIXELS; p++) {
                bytes.put((byte) (label + 7 * p + p / 1024));
            }
        }
        return bytes.array();
    }

    /** A ustar archive with a folder and, in it, files of so many bytes of records. */
    private static byte[] tar(List<String> names, List<Integer> sizes) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        tar.write(header("cifar-10-batches-bin/", 0, '5'));
        for (int i = 0; i < names.size(); i++) {
            int size = sizes.get(i);
            tar.write(header("cifar-10-batches-bin/" + names.get(i), size, '0'));
            tar.write(Arrays.copyOf(Arrays.copyOf(records(1, 2), size), (size + 511) / 512 * 512));
        }
        tar.write(new byte[1024]);
        return tar.toByteArray();
    }

    private static byte[] header(String name, int size, char type) {
        byte[] header = new byte[512];
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, header, 0, text.length);
        System.arraycopy(octal(size, 11), 0, header, 124, 11);
        header[156] = (byte) type;
        checksum(header);
        return header;
    }

    /** Sets the checksum of the archive's first header. */
    private static void checksum(byte[] archive) {
        Arrays.fill(archive, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += Byte.toUnsignedInt(archive[i]);
        }
        System.arraycopy(octal(sum, 6), 0, archive, 148, 6);
        archive[154] = 0;
    }

    private static byte[] octal(int value, int digits) {
        return String.format("%0" + digits + "o", value).getBytes(StandardCharsets.US_ASCII);
    }
}
