package org.clgrad.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The kernels there are, by name. A kernel is read when it is first asked for, and once. Immutable otherwise and safe
 * for use by several threads; whoever makes one keeps it.
 *
 * <p>The kernels that ship are listed in the resource {@code cl/index}, one line {@code family/variant routine} each,
 * because a class path can be asked for a file but not for the files it has. A test keeps the list equal to the files.
 */
public final class KernelCatalog {
    private static final String INDEX = "index";

    private final Map<String, Entry> entries;
    private final IncludeResolver includes;
    private final Map<String, KernelSource> read = new ConcurrentHashMap<>();

    /** A kernel that is known but perhaps not read yet. */
    private record Entry(String routine, Reader reader) {}

    @FunctionalInterface
    private interface Reader {
        KernelSource read(IncludeResolver includes);
    }

    private KernelCatalog(Map<String, Entry> entries, IncludeResolver includes) {
        this.entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        this.includes = includes;
    }

    /** The kernels that ship with clgrad. */
    public static KernelCatalog builtin() {
        String index = Resources.read(INDEX).orElseThrow(() -> new IllegalStateException("no resource cl/" + INDEX));
        Map<String, Entry> entries = new LinkedHashMap<>();
        int number = 0;
        for (String line : index.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("\\s+", -1);
            String path = words[0];
            String name = path.substring(path.indexOf('/') + 1);
            if (words.length != 2 || name.length() == path.length() || entries.containsKey(name)) {
                throw new KernelSourceException(
                        new Position(INDEX, number, 1),
                        "expected 'family/variant routine', each variant once, found '" + line + "'");
            }
            entries.put(name, new Entry(words[1], resolver -> builtin(path, name, words[1], resolver)));
        }
        return new KernelCatalog(entries, IncludeResolver.builtin());
    }

    private static KernelSource builtin(String path, String name, String routine, IncludeResolver includes) {
        String text = Resources.read(path + ".cl")
                .orElseThrow(() -> new IllegalStateException("cl/" + INDEX + " names " + path + ", but no such file"));
        KernelSource source = KernelSource.parse(name, text, includes);
        if (!source.routine().equals(routine)) {
            throw new IllegalStateException(
                    "cl/" + INDEX + " says that " + name + " is of " + routine + ", its header of " + source.routine());
        }
        return source;
    }

    /** These kernels and {@code source}, which takes the place of one of the same name. */
    public KernelCatalog with(KernelSource source) {
        Map<String, Entry> more = new LinkedHashMap<>(entries);
        more.put(source.name(), new Entry(source.routine(), resolver -> source));
        return new KernelCatalog(more, includes);
    }

    /**
     * These kernels and the {@code *.cl} files of {@code folder}, which take the place of those of the same name and
     * may include headers of the folder. The files are read now, so that an error in one shows here.
     *
     * @throws KernelSourceException if a file is not a kernel
     * @throws UncheckedIOException if the folder or a file cannot be read
     */
    public KernelCatalog withFolder(Path folder) {
        IncludeResolver resolver = IncludeResolver.folder(folder).or(includes);
        KernelCatalog catalog = this;
        try (Stream<Path> listing = Files.list(folder)) {
            for (Path file : listing.filter(path -> path.toString().endsWith(".cl"))
                    .sorted()
                    .toList()) {
                String fileName = String.valueOf(file.getFileName());
                String name = fileName.substring(0, fileName.length() - ".cl".length());
                catalog = catalog.with(KernelSource.parse(name, Files.readString(file), resolver));
            }
        } catch (IOException e) {
            String reason = Files.isDirectory(folder) ? e.toString() : "no such folder";
            throw new UncheckedIOException("cannot read kernels from " + folder + ": " + reason, e);
        }
        return catalog;
    }

    /** The names of all kernels, in alphabetical order. */
    public Set<String> names() {
        return entries.keySet();
    }

    /** The kernel {@code name}, or empty if there is none. */
    public Optional<KernelSource> find(String name) {
        Entry entry = entries.get(name);
        return entry == null
                ? Optional.empty()
                : Optional.of(read.computeIfAbsent(name, key -> entry.reader().read(includes)));
    }

    /**
     * The kernel {@code name}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public KernelSource source(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no kernel '" + name + "'; there are " + names()));
    }

    /** The kernels that plans of {@code routine} may use, by name: its own, and those that are shared. */
    public List<KernelSource> usedBy(String routine) {
        return entries.keySet().stream()
                .map(this::source)
                .filter(source -> source.isShared() || source.routine().equals(routine))
                .toList();
    }
}
