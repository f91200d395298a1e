package org.clgrad.tests.tuning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A kernel to be tuned under test, which takes the place of the one that ships: it has one tunable, and stays as it is. */
public final class RowsKernel {
    /** Its name, and its variant's. */
    public static final String NAME = "softmax_rows";

    private RowsKernel() {}

    /** The file's text. Its tunable is ROWS: 1, 4, 16 or 64, usually 4. */
    public static String text() {
        try (InputStream file = Objects.requireNonNull(RowsKernel.class.getResourceAsStream(NAME + ".cl"), NAME)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
