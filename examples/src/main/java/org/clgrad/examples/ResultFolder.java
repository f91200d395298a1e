package org.clgrad.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.clgrad.nn.data.DataException;

/**
 * A folder that results can be written to; whoever opens a file in it sees the old one or the new one, never a part.
 *
 * @param path the folder
 */
record ResultFolder(Path path) {
    /** The weights in the end of a training. */
    static final String WEIGHTS = "model.safetensors";

    /** Where an unfinished training can be taken up again. */
    static final String CHECKPOINT = "checkpoint.safetensors";

    /** The folder of an example's results where none is named. */
    static Path of(Example example) {
        return Path.of("runs", example.name());
    }

    /**
     * A folder that is there or can be made; it is tried to write where it is to be, so that hours of training are not
     * lost at their end, and nothing is made yet.
     *
     * @throws DataException if it is a file or in one, or nothing can be written where it is to be
     */
    static ResultFolder at(Path path) {
        Path there = path.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            String what = Files.exists(path) ? "expected a folder for the results, found a file" : there + " is a file";
            throw new DataException(path, what);
        }
        try {
            // Temporary files get their names from a secure random generator, which takes 30 ms of each start.
            String name = ".clgrad." + ProcessHandle.current().pid() + "." + System.nanoTime() + ".part";
            Files.delete(Files.createFile(there.resolve(name)));
        } catch (IOException e) {
            throw DataException.of(path, "no folder for results", e);
        }
        return new ResultFolder(path);
    }

    /** Makes the folder, unless it is there. */
    void make() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw DataException.of(path, "no folder for results", e);
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Writes a file, in place of one that may be there. */
    void write(String name, String content) {
        Path file = resolve(name);
        try {
            // A name of its own: another run may be writing to the same folder. A temporary file proper would be the
            // user's
            // alone.
            Path part = resolve("." + name + "." + UUID.randomUUID() + ".part");
            try {
                Files.writeString(part, content, StandardOpenOption.CREATE_NEW);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw DataException.of(file, "cannot be written", e);
        }
    }
}
