package org.clgrad.examples;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One step of a training on a few blank images, for the wrapper to keep the classes that were loaded for it (the VM's
 * class-data sharing), so that trainings start sooner.
 */
final class Rehearsal {
    private static final int IMAGES = 64;
    private static final int SIDE = 28;

    private Rehearsal() {}

    /** @param args a folder to be made, for the images and what the training leaves */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path data = Files.createDirectories(folder.resolve("data"));
        for (String part : new String[] {"train", "t10k"}) {
            write(data.resolve(part + "-images-idx3-ubyte"), IMAGES, SIDE, SIDE);
            write(data.resolve(part + "-labels-idx1-ubyte"), IMAGES);
        }
        String out = folder.resolve("out").toString();
        Main.main(new String[] {
            "train", "mnist-cnn", "--data", data.toString(), "--out", out, "--max-steps", "1", "--no-install"
        });
    }

    /** An IDX file of unsigned bytes, all of them 0. */
    private static void write(Path file, int... sizes) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeInt(0x0800 | sizes.length);
            int count = 1;
            for (int size : sizes) {
                out.writeInt(size);
                count *= size;
            }
            out.write(new byte[count]);
        }
    }
}
