package org.clgrad.engine;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a user keeps what can be made or fetched again: built programs, downloads, what a device was found to do wrong.
 *
 * <p>It is the folder that the environment variable {@value #VARIABLE} names, else {@code clgrad} in the place that the
 * system has for such files: {@code $XDG_CACHE_HOME} or {@code ~/.cache} (XDG Base Directory Specification 0.8),
 * {@code ~/Library/Caches}, {@code %LOCALAPPDATA%}. Whoever uses it does without where it cannot be written; to have
 * that on purpose, name something that is no folder, such as {@code /dev/null}.
 */
public final class CacheFolder {
    /** The environment variable that names another folder; an empty one counts as none. */
    public static final String VARIABLE = "CLGRAD_CACHE";

    private static final Logger log = LoggerFactory.getLogger(CacheFolder.class);

    private final Optional<Path> path;

    private CacheFolder(Optional<Path> path) {
        this.path = path;
    }

    /** The folder of the user who runs this process. */
    public static CacheFolder ofUser() {
        return of(System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", ""));
    }

    /** This folder. */
    public static CacheFolder at(Path path) {
        return new CacheFolder(Optional.of(path.toAbsolutePath()));
    }

    static CacheFolder of(Map<String, String> environment, String system, String home) {
        try {
            return new CacheFolder(
                    named(environment, VARIABLE).map(Path::toAbsolutePath).or(() -> place(environment, system, home)));
        } catch (InvalidPathException e) {
            log.debug("no cache folder: {}", e.getMessage());
            return new CacheFolder(Optional.empty());
        }
    }

    private static Optional<Path> named(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }

    private static Optional<Path> place(Map<String, String> environment, String system, String home) {
        String name = system.toLowerCase(Locale.ROOT);
        // Java says "?" of a user without a home.
        Optional<Path> homeFolder = Optional.of(Path.of(home)).filter(Path::isAbsolute);
        if (name.startsWith("windows")) {
            return named(environment, "LOCALAPPDATA")
                    .map(local -> local.resolve("clgrad").resolve("cache"));
        }
        if (name.startsWith("mac")) {
            return homeFolder.map(h -> h.resolve("Library").resolve("Caches").resolve("clgrad"));
        }
        return named(environment, "XDG_CACHE_HOME")
                .filter(Path::isAbsolute) // the specification has relative ones ignored
                .or(() -> homeFolder.map(h -> h.resolve(".cache")))
                .map(caches -> caches.resolve("clgrad"));
    }

    /** Where it is, whether or not it exists; nothing where the user has no place for it. */
    public Optional<Path> path() {
        return path;
    }

    /** A folder in it, made if it was not there; nothing where it cannot be made or written. */
    public Optional<Path> folder(String name) {
        return path.map(root -> root.resolve(name)).filter(CacheFolder::isMade);
    }

    private static boolean isMade(Path folder) {
        try {
            Files.createDirectories(folder, ownersOnly());
        } catch (IOException | SecurityException e) {
            log.debug("no cache in {}: {}", folder, e.toString());
            return false;
        }
        boolean writable = Files.isWritable(folder);
        if (!writable) {
            log.debug("no cache in {}: it cannot be written", folder);
        }
        return writable;
    }

    /** What is kept here is run later, so that nobody else may write it. */
    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
