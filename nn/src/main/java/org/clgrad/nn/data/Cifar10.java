package org.clgrad.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.tensor.Shape;

/**
 * CIFAR-10 in its binary form: photographs of 32 × 32 pixels in ten classes, 50,000 to train on and 10,000 to test on.
 *
 * <p>A file is a row of records of 3073 bytes: the label, then 1024 bytes of red, of green and of blue, each in
 * row-major order; nothing else says how many there are. Files may be compressed with gzip.
 *
 * <p>Source: A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009;
 * https://www.cs.toronto.edu/~kriz/cifar.html, section "Binary version".
 */
public final class Cifar10 {
    /** The archive as it is published, with {@link #ARCHIVE_FOLDER} in it. */
    public static final String ARCHIVE = "cifar-10-binary.tar.gz";

    private static final String ARCHIVE_FOLDER = "cifar-10-batches-bin";
    private static final int CLASSES = 10;
    private static final Shape IMAGE = Shape.of(3, 32, 32);
    private static final String NEEDED = "needed are training images in data_batch_*.bin or train*.bin and test images"
            + " in test*.bin, each plain or .gz, or " + ARCHIVE;

    private Cifar10() {}

    /**
     * Reads the training and the test images of a folder: those of all files {@code data_batch_*.bin} and
     * {@code train*.bin}, and of all files {@code test*.bin}, each set in the order of the names, plain or with
     * {@code .gz} behind the name. Where the folder has none, they are looked for in its folder
     * {@code cifar-10-batches-bin}, and then in the published archive, {@value #ARCHIVE}.
     *
     * @throws DataException if training or test images are missing, or a file is damaged or holds a label over 9
     */
    public static TrainTest load(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    folder, (Files.exists(folder) ? "is not a folder" : "no such folder") + "; " + NEEDED);
        }
        Path unpacked = folder.resolve(ARCHIVE_FOLDER);
        for (Path candidate : List.of(folder, unpacked)) {
            List<Path> train = files(candidate, Split.TRAIN);
            List<Path> test = files(candidate, Split.TEST);
            if (!train.isEmpty() && !test.isEmpty()) {
                return new TrainTest(read("train", train), read("test", test));
            }
            if (!train.isEmpty() || !test.isEmpty()) {
                throw new DataException(
                        candidate, "missing " + (train.isEmpty() ? "training" : "test") + " images; " + NEEDED);
            }
        }
        Path archive = folder.resolve(ARCHIVE);
        if (!Files.exists(archive)) {
            throw new DataException(folder, "missing training and test images; " + NEEDED);
        }
        return CompressedInput.read(archive, in -> unpack(archive, in));
    }

    /**
     * Reads images from files of records.
     *
     * @param name what to call them in messages
     * @param files the files, plain or compressed with gzip
     * @throws DataException if a file is missing, empty or damaged, or holds a label over 9
     */
    public static ImageDataset read(String name, List<Path> files) {
        Records records = new Records();
        for (Path file : files) {
            CompressedInput.read(file, in -> records.addAll(file, "", in));
        }
        return records.dataset(name);
    }

    /** Reads the published archive without writing what is in it anywhere. */
    private static TrainTest unpack(Path archive, InputStream in) throws IOException {
        Records train = new Records();
        Records test = new Records();
        TarInput tar = new TarInput(archive, in);
        for (Optional<String> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            String file = entry.get().substring(entry.get().lastIndexOf('/') + 1);
            if (Split.TRAIN.has(file)) {
                train.addAll(archive, file + ": ", tar.content());
            } else if (Split.TEST.has(file)) {
                test.addAll(archive, file + ": ", tar.content());
            }
        }
        if (train.isEmpty() || test.isEmpty()) {
            throw new DataException(
                    archive, "missing " + (train.isEmpty() ? "training" : "test") + " images in the archive");
        }
        return new TrainTest(train.dataset("train"), test.dataset("test"));
    }

    private static List<Path> files(Path folder, Split split) {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, split::has)) {
                entries.forEach(files::add);
            } catch (IOException e) {
                throw DataException.of(folder, "cannot be read", e);
            }
        }
        files.sort(null);
        return files;
    }

    private enum Split {
        TRAIN("(data_batch_|train).*[.]bin([.]gz)?"),
        TEST("test.*[.]bin([.]gz)?");

        private final String names;

        Split(String names) {
            this.names = names;
        }

        boolean has(Path file) {
            return has(String.valueOf(file.getFileName()));
        }

        boolean has(String file) {
            return file.matches(names);
        }
    }

    /** Records gathered from one file after the other. Memory follows the bytes that are there: at most twice what was read. */
    private static final class Records {
        private static final int PIXELS = Math.toIntExact(IMAGE.elements());
        private static final int BYTES = 1 + PIXELS;
        /** Some JVMs refuse arrays closer than this to 2³¹. */
        private static final int MAX_RECORDS = (Integer.MAX_VALUE - 8) / PIXELS;
        /** Records are kept in blocks of about 3 MB until their number is known. */
        private static final int BLOCK = 1024;

        private final List<byte[]> blocks = new ArrayList<>();
        private int count;

        boolean isEmpty() {
            return count == 0;
        }

        /** @param part what of the file is read, to go before a message */
        Records addAll(Path file, String part, InputStream in) throws IOException {
            for (int record = 0; ; record++) {
                if (count == blocks.size() * BLOCK) {
                    blocks.add(new byte[BLOCK * BYTES]);
                }
                byte[] block = blocks.get(blocks.size() - 1);
                int at = count % BLOCK * BYTES;
                int read = in.readNBytes(block, at, BYTES);
                if (read == 0 && record > 0) {
                    return this;
                }
                if (read < BYTES) {
                    throw new DataException(
                            file,
                            part + "expected records of " + BYTES + " bytes, found "
                                    + (record + read == 0 ? "none" : record + " and " + read + " bytes more"));
                }
                int label = Byte.toUnsignedInt(block[at]);
                if (label >= CLASSES) {
                    throw new DataException(
                            file,
                            part + "expected labels 0 to " + (CLASSES - 1) + ", the label of record " + record + " is "
                                    + label);
                }
                if (++count > MAX_RECORDS) {
                    throw new DataException(file, part + "expected at most " + MAX_RECORDS + " records in all");
                }
            }
        }

        ImageDataset dataset(String name) {
            byte[] labels = new byte[count];
            byte[] pixels = new byte[count * PIXELS];
            for (int i = 0; i < count; i++) {
                byte[] block = blocks.get(i / BLOCK);
                int at = i % BLOCK * BYTES;
                labels[i] = block[at];
                System.arraycopy(block, at + 1, pixels, i * PIXELS, PIXELS);
            }
            return new ImageDataset(name, IMAGE, CLASSES, pixels, labels);
        }
    }
}
