package org.clgrad.examples.bench;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Blank images as the four files of MNIST, for a training whose data do not matter. */
public final class BlankDigits {
    private static final int UNSIGNED_BYTES = 0x0800;
    private static final int SIDE = 28;

    private BlankDigits() {}

    /**
     * Writes the files.
     *
     * @param folder made if it is not there
     * @param images to learn from, and as many to test on
     */
    public static void write(Path folder, int images) throws IOException {
        Files.createDirectories(folder);
        for (String part : new String[] {"train", "t10k"}) {
            writeZeros(folder.resolve(part + "-images-idx3-ubyte"), images, SIDE, SIDE);
            writeZeros(folder.resolve(part + "-labels-idx1-ubyte"), images);
        }
    }

    private static void writeZeros(Path file, int... sizes) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeInt(UNSIGNED_BYTES | sizes.length);
            int count = 1;
            for (int size : sizes) {
                out.writeInt(size);
                count *= size;
            }
            out.write(new byte[count]);
        }
    }
}
