package org.clgrad.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the text of the {@code .clh} headers that a kernel includes. */
@FunctionalInterface
public interface IncludeResolver {
    /** The text of the header {@code name}, for example {@code types.clh}, or empty if there is none. */
    Optional<String> read(String name);

    /** These headers first, and {@code others} for what is not among them. */
    default IncludeResolver or(IncludeResolver others) {
        return name -> read(name).or(() -> others.read(name));
    }

    /** The headers that ship with clgrad. */
    static IncludeResolver builtin() {
        return name -> Resources.read("include/" + name);
    }

    /** The headers in {@code folder}. */
    static IncludeResolver folder(Path folder) {
        return name -> {
            Path file = folder.resolve(name);
            try {
                return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        };
    }
}
