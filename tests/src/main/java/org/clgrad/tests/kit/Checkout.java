package org.clgrad.tests.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of this checkout. */
public final class Checkout {
    private static final String MARK = "kernels-cl";

    private Checkout() {}

    /** A file or folder of the checkout, whichever of its folders the tests run in. */
    public static Path path(String relative) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(MARK))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "not inside of a checkout: " + Path.of("").toAbsolutePath());
            }
        }
        return folder.resolve(relative);
    }

    /** The text of a file; empty if there is none. */
    public static String text(String relative) {
        try {
            Path file = path(relative);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Java sources below a folder, by the name of their class. */
    public static Map<String, String> sources(String relative) {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(path(relative))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String name = String.valueOf(file.getFileName());
                sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }
}
