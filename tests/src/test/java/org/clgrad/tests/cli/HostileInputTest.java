package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are damaged, or made to do damage: a line that says so, exit status 2, little memory, and no folder for the
 * results. All that a reader must refuse is in its own test; here is a sample of it, as the user meets it.
 */
class HostileInputTest {
    /** Far less than the files claim to hold. */
    private static final String LITTLE_MEMORY = "-Xmx96m";

    /** Of the weights of mnist-cnn. */
    private static final long MODEL_BYTES = 217_640;

    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte.gz";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte.gz";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";

    @TempDir
    static Path folder;

    private static Path good = Path.of("");

    @BeforeAll
    static void writeData() throws IOException {
        good = SmallDigits.write(folder.resolve("good"));
    }

    static Stream<Arguments> files() throws IOException {
        int train = SmallDigits.TRAIN;
        return Stream.of(
                file("empty", TRAIN_IMAGES, new byte[0], "truncated header: expected 4 more bytes, found none"),
                file(
                        "3 TB in 16 bytes",
                        TRAIN_IMAGES,
                        header(0x0803, -1, 28, 28),
                        "the header claims %d for [4294967295,28,28]".formatted(0xffff_ffffL * 28 * 28)),
                file("sizes that overflow", TRAIN_IMAGES, header(0x0803, -1, -1, -1), "sizes overflow"),
                file(
                        "a bomb",
                        TRAIN_IMAGES,
                        zeros(header(0x0803, 300_000, 28, 28), 300_000 * 28 * 28),
                        "gzip data expands to more than 100 times its size"),
                file("labels for images", TRAIN_IMAGES, labels(train, 1), "array of rank 3, found rank 1"),
                file(
                        "images for labels",
                        TRAIN_LABELS,
                        zeros(header(0x0803, 1, 28, 28), 28 * 28),
                        "array of rank 1, found rank 3"),
                file("fewer labels", TRAIN_LABELS, labels(train - 1, 1), "expected a label for each of the " + train),
                file("a label of 10", TRAIN_LABELS, labels(train, 10), "expected labels 0 to 9, label 0 is 10"),
                file(
                        "test images of another size",
                        TEST_IMAGES,
                        zeros(header(0x0803, SmallDigits.TEST, 14, 14), SmallDigits.TEST * 14 * 14),
                        "expected images [1,28,28] as those to train on, found [1,14,14]"),
                file(
                        "a web page",
                        TEST_IMAGES,
                        "<html>".getBytes(StandardCharsets.US_ASCII),
                        "expected it to begin with bytes 00 00, found 3c 68"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void files(String what, String name, byte[] bytes, String complaint) throws IOException {
        Path data = Files.createTempDirectory(folder, "data");
        try (Stream<Path> files = Files.list(good)) {
            for (Path file : files.toList()) {
                Files.copy(file, data.resolve(file.getFileName()));
            }
        }
        Files.write(data.resolve(name), bytes);
        assertRefused(data, data.resolve(name) + ": ", complaint);
    }

    static Stream<Arguments> weights() {
        long all = MODEL_BYTES;
        String conv = entry("0.weight", "F32", "[32,1,3,3]", 0, 1152);
        String rest =
                entry("0.bias", "F32", "[32]", 1152, 1280) + "," + entry("4.weight", "F32", "[10,5408]", 1280, 217_600);
        String bias = entry("4.bias", "F32", "[10]", 217_600, all);
        String model = conv + "," + rest + "," + bias;
        return Stream.of(
                weights(
                        "truncated",
                        model,
                        all - 1,
                        "tensor \"4.bias\" ends at byte 217640 of the data, of which the file has 217639"),
                weights("bad JSON", model + ",,", all, "the header is not JSON of the expected form"),
                weights("a name twice", model + "," + bias, all, "the header has the key \"4.bias\" twice"),
                weights(
                        "overlapping",
                        conv + "," + rest + "," + entry("4.bias", "F32", "[10]", 217_596, 217_636),
                        all,
                        "overlaps"),
                weights(
                        "outside of the file",
                        conv + "," + rest + "," + entry("4.bias", "F32", "[10]", 1L << 40, (1L << 40) + 40),
                        all,
                        "tensor \"4.bias\""),
                weights(
                        "sizes that overflow",
                        model + "," + entry("x", "F32", "[4294967296,4294967296]", all, all),
                        all,
                        "tensor \"x\""),
                weights(
                        "wrong dtype",
                        conv + "," + rest + "," + entry("4.bias", "I32", "[10]", 217_600, all),
                        all,
                        "4.bias"),
                weights(
                        "wrong shape",
                        conv + "," + rest + "," + entry("4.bias", "F32", "[5,2]", 217_600, all),
                        all,
                        "4.bias"),
                weights("a tensor missing", conv + "," + rest, 217_600, "4.bias"),
                weights("one too many", model + "," + entry("5.bias", "F32", "[0]", all, all), all, "5.bias"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void weights(String what, byte[] bytes, String complaint) throws IOException {
        Path file = Files.write(folder.resolve(what + ".safetensors"), bytes);
        assertWeightsRefused(file, complaint);
    }

    /** What the first eight bytes say is not to be believed, and no memory to be asked for by it. */
    @ParameterizedTest
    @ValueSource(longs = {100, 1L << 60, -1})
    void aHeaderLongerThanTheFile(long length) throws IOException {
        byte[] bytes = ByteBuffer.allocate(100)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put((byte) '{')
                .array();
        Path file = Files.write(folder.resolve("header " + length + ".safetensors"), bytes);
        assertWeightsRefused(file, "header");
    }

    static Stream<Arguments> photographs() throws IOException {
        byte[] record = new byte[3073];
        byte[] labelled = record.clone();
        labelled[0] = 10;
        byte[] whole = zeros(new byte[0], record.length);
        byte[] truncated = Arrays.copyOf(whole, whole.length - 4);
        return Stream.of(
                Arguments.of("empty", "train.bin", new byte[0], "train.bin"),
                Arguments.of("half a record", "train.bin", Arrays.copyOf(record, 5000), "train.bin"),
                Arguments.of("a label of 10", "train.bin", labelled, "label"),
                Arguments.of("a truncated gz", "train.bin.gz", truncated, "train.bin.gz"),
                Arguments.of("of another kind", "digits.bin", record, "missing training images"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void photographs(String what, String name, byte[] bytes, String complaint) throws IOException {
        Path data = Files.createDirectories(folder.resolve("photographs " + what));
        Files.write(data.resolve("test.bin"), new byte[3073]);
        Files.write(data.resolve(name), bytes);
        assertRefused(
                command("train", "resnet20", "--data=" + data, "--out=out", "--quiet"), data.toString(), complaint);
    }

    @Test
    void whatFitsNotIsRefusedToo() throws IOException {
        assertRefused(good.resolve(TRAIN_IMAGES), TRAIN_IMAGES + ": is not a folder", "needed are");
        assertRefused(good, "--batch: expected at most 512, all there are, got 513", "", "--batch=513");
        assertRefused(
                good,
                "--epochs: expected at most 2^31 - 1 steps in all, got 17179869176 steps",
                "",
                "--epochs=" + Integer.MAX_VALUE);
    }

    @Test
    void aKernelWhoseHeaderIsWrongIsNamedWithLineAndColumn() throws IOException {
        Path kernels = Files.createDirectories(folder.resolve("kernels-wrong"));
        Files.writeString(
                kernels.resolve("mine.cl"),
                """
                // mine: y = x
                //
                //@variant  mine of copy
                //@grid     items ]
                """);
        Command.Outcome outcome = withKernels(kernels);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(complaints(outcome))
                .singleElement()
                .asString()
                .startsWith("clgrad: CLGRAD_KERNELS: mine.cl:")
                .matches(".*mine[.]cl:[0-9]+:[0-9]+: .*");
        assertThat(complaints(withKernels(folder.resolve("nowhere"))))
                .singleElement()
                .asString()
                .endsWith("nowhere: no such folder");
    }

    @Test
    void aKernelThatDoesNotBuildIsShownWithOptionsAndLog() throws IOException {
        Path kernels = Files.createDirectories(folder.resolve("kernels-broken"));
        Path shipped = Path.of("..", "kernels-cl", "src", "main", "resources", "org", "clgrad", "kernels", "cl");
        String kernel = Files.readString(shipped.resolve("update").resolve("adam_update.cl"));
        Files.writeString(
                kernels.resolve("adam_update.cl"), kernel.replace("__kernel", "no_such_type f(void);\n__kernel"));
        Command.Outcome outcome = withKernels(kernels);
        assertThat(outcome.status()).isEqualTo(2);
        List<String> complaints = complaints(outcome);
        int first = firstOf(complaints);
        assertThat(complaints.get(first))
                .startsWith("clgrad: clBuildProgram: CL_BUILD_PROGRAM_FAILURE")
                .contains("in adam_update by adam_update on ")
                .contains("options \"-cl-std=CL1.2 ");
        assertThat(complaints.subList(first + 1, complaints.size()))
                .anyMatch(line -> line.contains("no_such_type"))
                .noneMatch(line -> line.startsWith("\tat "));
        assertThat(folder.resolve("trained")).doesNotExist();
    }

    /** The driver may print lines of its own before. */
    private static int firstOf(List<String> complaints) {
        int first = 0;
        while (!complaints.get(first).startsWith("clgrad: ")) {
            first++;
        }
        return first;
    }

    private static void assertRefused(Path data, String complaint, String reason, String... more) {
        assertRefused(train(data, "out", "--device=host", more), complaint, reason);
    }

    private static void assertWeightsRefused(Path file, String complaint) {
        assertRefused(command("eval", "mnist-cnn", "--weights=" + file, "--data=" + good), file + ": ", complaint);
    }

    private static Command command(String... words) {
        return Command.java(
                        folder,
                        Stream.concat(Stream.of(words), Stream.of("--no-install", "--device=host"))
                                .toArray(String[]::new))
                .with("JDK_JAVA_OPTIONS", LITTLE_MEMORY);
    }

    private static void assertRefused(Command command, String complaint, String reason) {
        Command.Outcome outcome = command.run();
        assertThat(complaints(outcome))
                .singleElement()
                .asString()
                .startsWith("clgrad: ")
                .contains(complaint)
                .contains(reason);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private static Command.Outcome withKernels(Path kernels) {
        return train(good, "trained", "--max-steps=1")
                .with("CLGRAD_KERNELS", kernels.toString())
                .run();
    }

    private static Command train(Path data, String out, String option, String... more) {
        String[] words = {"train", "mnist-cnn", "--no-install", "--quiet", "--data=" + data, "--out=" + out, option};
        return Command.java(
                        folder, Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new))
                .with("JDK_JAVA_OPTIONS", LITTLE_MEMORY);
    }

    /** What a command says on its error stream, without Java's remark on its own options. */
    private static List<String> complaints(Command.Outcome outcome) {
        return outcome.err().stream()
                .filter(line -> !line.startsWith("NOTE: Picked up"))
                .toList();
    }

    private static Arguments file(String what, String name, byte[] bytes, String complaint) {
        return Arguments.of(what, name, bytes, complaint);
    }

    /** A file of that header, and so many bytes behind it. */
    private static Arguments weights(String what, String header, long data, String complaint) {
        byte[] json = ("{" + header + "}").getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = ByteBuffer.allocate(Math.toIntExact(8 + json.length + data))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
        return Arguments.of(what, bytes, complaint);
    }

    private static String entry(String name, String dtype, String shape, long begin, long end) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, dtype, shape, begin, end);
    }

    private static byte[] header(int... words) {
        ByteBuffer header = ByteBuffer.allocate(Integer.BYTES * words.length);
        for (int word : words) {
            header.putInt(word);
        }
        return header.array();
    }

    private static byte[] labels(int count, int label) {
        byte[] labels =
                ByteBuffer.allocate(8 + count).putInt(0x0801).putInt(count).array();
        labels[8] = (byte) label;
        return labels;
    }

    /** A header and zeros, compressed. */
    private static byte[] zeros(byte[] header, int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes, 1 << 16)) {
            out.write(header);
            byte[] block = new byte[1 << 16];
            for (int left = count; left > 0; left -= block.length) {
                out.write(block, 0, Math.min(left, block.length));
            }
        }
        return bytes.toByteArray();
    }
}
