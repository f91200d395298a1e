package org.clgrad.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.clgrad.examples.bench.BlankDigits;

/**
 * One step of a training on a few blank images, for the wrapper to keep the classes that were loaded for it (the VM's
 * class-data sharing), so that trainings start sooner.
 */
final class Rehearsal {
    private static final int IMAGES = 64;

    private Rehearsal() {}

    /** @param args a folder to be made, for the images and what the training leaves */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path data = folder.resolve("data");
        BlankDigits.write(data, IMAGES);
        String out = folder.resolve("out").toString();
        Main.main(new String[] {
            "train", "mnist-cnn", "--data", data.toString(), "--out", out, "--max-steps", "1", "--no-install"
        });
    }
}
