package org.clgrad.engine.tuning;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.clgrad.engine.CacheFolder;

/**
 * Rows on disk, a line of JSON each; empty lines and lines that begin with {@code #} are for readers. It is replaced as a whole,
 * so that nobody reads a part of it; processes that add rows at the same time wait for each other.
 *
 * @param path where it is, whether or not it exists
 */
public record TuningFile(Path path) {
    /** The environment variable that names the user's file; an empty one counts as none. */
    public static final String VARIABLE = "CLGRAD_TUNING";

    private static final String FOLDER = "tuning";
    private static final String NAME = "rows.jsonl";
    /** Some ten thousand rows; what is larger is another file. */
    private static final long MOST_BYTES = 16L << 20;

    private static final Object GATE = new Object();

    private static final String HEADLINE =
            "# Tuning of clgrad's kernels: a row a line, written by `clgrad tune`; docs/tuning.md says what is in them.";

    /** The user's file: the one that the environment names, else the one in the cache folder; nothing where there is no place. */
    public static Optional<TuningFile> ofUser() {
        return of(System.getenv().getOrDefault(VARIABLE, ""), CacheFolder.ofUser());
    }

    static Optional<TuningFile> of(String named, CacheFolder cache) {
        return named.isEmpty()
                ? cache.path().map(root -> new TuningFile(root.resolve(FOLDER).resolve(NAME)))
                : Optional.of(new TuningFile(Path.of(named)));
    }

    /**
     * The rows of the file; none if it does not exist.
     *
     * @throws TuningFileException if it cannot be read, or a line is no row: the first such
     */
    public List<TuningRow> read() {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new TuningFileException(path + ": is larger than " + (MOST_BYTES >> 20) + " MiB, so no rows");
            }
            return parse(path.toString(), Files.readAllLines(path, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (CharacterCodingException e) {
            throw new TuningFileException(path + ": is not UTF-8, so no rows", e);
        } catch (IOException e) {
            throw new TuningFileException(path + ": cannot be read: " + reason(e), e);
        }
    }

    /**
     * The rows in lines.
     *
     * @param name of what they are from
     * @throws TuningFileException if a line is no row
     */
    static List<TuningRow> parse(String name, List<String> lines) {
        List<TuningRow> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                rows.add(RowText.parse(line));
            } catch (IllegalArgumentException e) {
                throw new TuningFileException(name + ": line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return rows;
    }

    /**
     * Adds rows in place of those with the same key, and keeps all others.
     *
     * @throws TuningFileException if the file cannot be written, or holds what is no row: it is left as it is then
     */
    public void add(Collection<TuningRow> rows) {
        Path folder = folder();
        try {
            Files.createDirectories(folder);
            // A file's lock is the whole process's: threads wait here.
            synchronized (GATE) {
                addAlone(folder, rows);
            }
        } catch (IOException e) {
            throw new TuningFileException(path + ": cannot be written: " + reason(e), e);
        }
    }

    private void addAlone(Path folder, Collection<TuningRow> rows) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        folder.resolve(path.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Map<TuningRow.Key, TuningRow> all = new LinkedHashMap<>();
            read().forEach(row -> all.put(row.key(), row));
            rows.forEach(row -> all.put(row.key(), row));
            replace(folder, all.values());
        }
    }

    /**
     * Writes rows, and nothing else.
     *
     * @throws TuningFileException if the file cannot be written
     */
    public void write(Collection<TuningRow> rows) {
        try {
            replace(folder(), rows);
        } catch (IOException e) {
            throw new TuningFileException(path + ": cannot be written: " + reason(e), e);
        }
    }

    private Path folder() {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || path.getFileName() == null) {
            throw new TuningFileException(path + ": is no file");
        }
        return folder;
    }

    private void replace(Path folder, Collection<TuningRow> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADLINE));
        rows.forEach(row -> lines.add(RowText.of(row)));
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "is a folder");
        }
        // Not a temporary file of the system's, which nobody else may read: rows are there to be shared.
        Path part = folder.resolve(
                path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(part, lines);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** What the exceptions of files mean, without the path, which they all begin with. */
    private static String reason(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e instanceof FileSystemException ? e.getClass().getSimpleName().replace("Exception", "") : e.toString();
    }

    /**
     * Rows of several files as one. Of those with the same key the one that holds here, of two that hold the measured one, of
     * two that were measured the one of more runs, of two of as many the later file's.
     *
     * @param holds whether a row is of the kernels of this process
     */
    public static List<TuningRow> merged(List<List<TuningRow>> files, Predicate<TuningRow> holds) {
        Comparator<TuningRow> better = Comparator.comparing(holds::test)
                .thenComparing(row ->
                        row.measurement().map(TuningRow.Measurement::runs).orElse(0));
        Map<TuningRow.Key, TuningRow> all = new LinkedHashMap<>();
        for (List<TuningRow> rows : files) {
            rows.forEach(row -> all.merge(row.key(), row, (old, next) -> better.compare(next, old) >= 0 ? next : old));
        }
        return List.copyOf(all.values());
    }
}
