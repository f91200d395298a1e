package org.clgrad.nn.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real data and models that lie beside the project on some machines, and are never part of it. */
public final class SharedFiles {
    private static final Path FOLDER =
            Path.of("..", "..", "shared").toAbsolutePath().normalize();

    private SharedFiles() {}

    /** The file or folder, or the end of the test with a line that says what was left out. */
    public static Path require(String relative, String leftOut) {
        Path path = FOLDER.resolve(relative);
        if (!Files.exists(path)) {
            String reason = "left out: " + leftOut + " (no " + path + ")";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        return path;
    }
}
