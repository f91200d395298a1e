package org.clgrad.engine.cl.binding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where Linux looks for shared libraries. Java loads a library from a path only, and bindings and OpenCL loaders that
 * look for one themselves say too little, or print, when they do not find it.
 *
 * <p>The order is that of ld.so(8): the folders of {@code LD_LIBRARY_PATH}, those of {@code /etc/ld.so.cache}, the default
 * ones. The cache is searched for paths, whatever its format. It has folders of other machines' libraries too, so there
 * may be several candidates.
 */
public final class LibraryPath {
    private static final Path CACHE = Path.of("/etc/ld.so.cache");
    /** A library's path in the cache, with its folder. */
    private static final Pattern PATH = Pattern.compile("(/[^\0]+)/[^\0/]+\\.so[^\0/]*\0");

    private static final List<String> DEFAULT_FOLDERS =
            List.of("/lib64", "/usr/lib64", "/lib", "/usr/local/lib", "/usr/lib");

    /** What every library begins with. */
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private LibraryPath() {}

    /** Whether this is Linux, which all else here is about. */
    public static boolean isKnown() {
        return System.getProperty("os.name").equals("Linux");
    }

    /** The files of that name, or the one file if the name is a path, those first that would be loaded first. */
    public static List<Path> candidates(String name) {
        if (name.contains("/")) {
            return Stream.of(Path.of(name).toAbsolutePath())
                    .filter(Files::isRegularFile)
                    .toList();
        }
        Set<Path> candidates = new LinkedHashSet<>();
        for (String folder : System.getenv().getOrDefault("LD_LIBRARY_PATH", "").split("[:;]", -1)) {
            candidates.add(Path.of(folder).resolve(name).toAbsolutePath());
        }
        cachedFolders().forEach(folder -> candidates.add(folder.resolve(name)));
        DEFAULT_FOLDERS.forEach(folder -> candidates.add(Path.of(folder, name)));
        return candidates.stream().filter(Files::isRegularFile).toList();
    }

    /** The folders that the cache was made from, as far as it has a library of theirs. */
    private static Set<Path> cachedFolders() {
        Set<Path> folders = new LinkedHashSet<>();
        if (!Files.isReadable(CACHE)) {
            return folders;
        }
        try {
            Matcher path = PATH.matcher(Files.readString(CACHE, StandardCharsets.ISO_8859_1));
            while (path.find()) {
                folders.add(Path.of(path.group(1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folders;
    }

    private static boolean isElf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ELF.length), ELF);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Loads a library into this process, as others will then find it.
     *
     * @param name its file name, or its path
     * @return why it cannot be loaded, in a line; empty if it was
     */
    public static Optional<String> load(String name) {
        Optional<String> failure = Optional.empty();
        for (Path candidate : candidates(name)) {
            if (!isElf(candidate)) {
                // The Java VM warns of what it cannot read, on the error stream.
                failure = failure.or(() -> Optional.of(candidate + " is no library"));
                continue;
            }
            try {
                System.load(candidate.toString());
                return Optional.empty();
            } catch (UnsatisfiedLinkError e) {
                String message = String.valueOf(e.getMessage());
                failure = failure.or(() -> message.lines().findFirst());
            }
        }
        return failure.or(() -> Optional.of(
                name.contains("/")
                        ? name + " is not there"
                        : name + " is in none of LD_LIBRARY_PATH, " + CACHE + ", "
                                + String.join(", ", DEFAULT_FOLDERS)));
    }
}
