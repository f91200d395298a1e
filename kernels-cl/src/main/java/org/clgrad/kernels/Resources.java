package org.clgrad.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The files under {@code org/clgrad/kernels/cl} on the class path. */
final class Resources {
    private Resources() {}

    static Optional<String> read(String path) {
        try (InputStream in = Resources.class.getResourceAsStream("cl/" + path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource org/clgrad/kernels/cl/" + path, e);
        }
    }
}
