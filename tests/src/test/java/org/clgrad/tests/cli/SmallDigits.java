package org.clgrad.tests.cli;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.clgrad.nn.data.DrawnDigits;
import org.clgrad.nn.data.ImageDataset;
import org.clgrad.nn.data.TrainTest;

/** A few drawn digits as the four files of MNIST, so that a run with {@code --data} takes seconds. */
final class SmallDigits {
    static final int TRAIN = 512;
    static final int TEST = 100;

    private static final int UNSIGNED_BYTES = 0x0800;

    private SmallDigits() {}

    /** Writes the files, compressed, into a new folder. */
    static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        TrainTest digits = DrawnDigits.load(1, TRAIN, TEST);
        write(folder, "train", digits.train());
        write(folder, "t10k", digits.test());
        return folder;
    }

    private static void write(Path folder, String prefix, ImageDataset images) throws IOException {
        try (DataOutputStream out = open(folder.resolve(prefix + "-images-idx3-ubyte.gz"))) {
            header(out, images.size(), 28, 28);
            for (int i = 0; i < images.size(); i++) {
                byte[] pixels = new byte[28 * 28];
                images.image(i).get(pixels);
                out.write(pixels);
            }
        }
        try (DataOutputStream out = open(folder.resolve(prefix + "-labels-idx1-ubyte.gz"))) {
            header(out, images.size());
            for (int i = 0; i < images.size(); i++) {
                out.writeByte(images.label(i));
            }
        }
    }

    private static DataOutputStream open(Path file) throws IOException {
        OutputStream bytes = Files.newOutputStream(file);
        return new DataOutputStream(new GZIPOutputStream(bytes));
    }

    private static void header(DataOutputStream out, int... sizes) throws IOException {
        out.writeInt(UNSIGNED_BYTES | sizes.length);
        for (int size : sizes) {
            out.writeInt(size);
        }
    }
}
