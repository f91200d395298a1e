package org.clgrad.examples;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.clgrad.nn.data.DataException;

/**
 * A JDK that can make runtimes.
 *
 * @param home its folder
 * @param version as its release file has it
 */
record Jdk(Path home, Runtime.Version version) {
    /** Where Linux distributions put them. */
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    /**
     * The JDK in a folder.
     *
     * @throws DataException if there is none that makes runtimes for x86-64 Linux
     */
    static Jdk in(Path home) {
        return at(home).orElseThrow(() -> new DataException(
                "bundle: " + home + " is no JDK for x86-64 Linux of version 17 or newer with bin/jlink"));
    }

    /**
     * The newest of those installed and the one that runs this program.
     *
     * @throws DataException if none makes runtimes
     */
    static Jdk newest() {
        Path own = Path.of(System.getProperty("java.home"));
        try (Stream<Path> installed = Files.isDirectory(INSTALLED) ? Files.list(INSTALLED) : Stream.empty()) {
            return Stream.concat(Stream.of(own), installed)
                    .flatMap(home -> at(home).stream())
                    .max(Comparator.comparing(Jdk::version))
                    .orElseThrow(() -> new DataException(
                            "bundle: no JDK with bin/jlink in " + INSTALLED + " or " + own + "; --jdk can name one"));
        } catch (IOException e) {
            throw new UncheckedIOException("bundle: " + INSTALLED + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static Optional<Jdk> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/jlink")) || !Files.isReadable(release)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("bundle: " + release + " cannot be read: " + e.getMessage(), e);
        }
        boolean fits = unquoted(properties, "OS_NAME").toLowerCase(Locale.ROOT).equals("linux")
                && unquoted(properties, "OS_ARCH").equals("x86_64");
        Runtime.Version version = Runtime.Version.parse(unquoted(properties, "JAVA_VERSION"));
        return fits && version.feature() >= 17 ? Optional.of(new Jdk(home, version)) : Optional.empty();
    }

    private static String unquoted(Properties release, String name) {
        return release.getProperty(name, "0").replace("\"", "");
    }
}
