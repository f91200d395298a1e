package org.clgrad.nn.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is the same wherever it is published.
 *
 * @param name its name, in a mirror's folder and here
 * @param sizeBytes its size
 * @param sha256 its SHA-256, 64 lower-case hexadecimal digits
 */
public record PublishedFile(String name, long sizeBytes, String sha256) {

    /** @throws IllegalArgumentException if the name could lead out of a folder, or size or digest cannot be a file's */
    public PublishedFile {
        if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*") || sizeBytes < 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("published file: expected a plain name, a size and a SHA-256, got "
                    + name + ", " + sizeBytes + ", " + sha256);
        }
    }

    /** Whether a folder has a file of that name and size; what is in it is not looked at. */
    boolean seemsToBeIn(Path folder) {
        Path file = folder.resolve(name);
        try {
            return Files.isRegularFile(file) && Files.size(file) == sizeBytes;
        } catch (IOException e) {
            return false; // it went away between the two, or is nobody's to read
        }
    }
}
