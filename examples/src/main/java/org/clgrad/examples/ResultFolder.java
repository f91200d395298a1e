package org.clgrad.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.clgrad.nn.data.DataException;

/**
 * A folder that results can be written to; whoever opens a file in it sees the old one or the new one, never a part.
 *
 * @param path the folder
 */
record ResultFolder(Path path) {
    /**
     * Creates the folder if need be and tries to write in it, so that hours of training are not lost at their end.
     *
     * @throws DataException if it is a file, or cannot be created or written to
     */
    static ResultFolder open(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new DataException(path, "expected a folder for the results, found a file");
        }
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, ".clgrad", ".part"));
        } catch (IOException e) {
            throw DataException.of(path, "no folder for results", e);
        }
        return new ResultFolder(path);
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Writes a file, in place of one that may be there. */
    void write(String name, String content) {
        Path file = resolve(name);
        try {
            // A name of its own: another run may be writing to the same folder.
            Path part = Files.createTempFile(path, "." + name, ".part");
            try {
                Files.writeString(part, content);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw DataException.of(file, "cannot be written", e);
        }
    }
}
