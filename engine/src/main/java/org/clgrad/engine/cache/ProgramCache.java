package org.clgrad.engine.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.clgrad.engine.CacheFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs as drivers built them, a file each, in one folder. Several threads and processes may use it at once: a file is
 * written beside its place and then moved there, so that it is seen whole or not at all.
 *
 * <p>A file that is damaged, cut short, or of another program counts as none, and is replaced when the program has been
 * built. Nothing here is an error: where reading fails a program is built, where writing fails it is built again next
 * time. When all files together pass the limit, those not used for longest are deleted.
 */
public final class ProgramCache {
    /** About 1500 programs of PoCL, whose binaries are the largest seen (60 to 730 kB). */
    private static final long USUAL_LIMIT_BYTES = 256L << 20;

    /** Times of use are noted no finer than this, to spare the disk. */
    private static final Duration NOTED_WITHIN = Duration.ofHours(1);

    private static final String PART = ".part";

    private static final Logger log = LoggerFactory.getLogger(ProgramCache.class);

    private final Optional<Path> folder;
    private final long limitBytes;
    private final AtomicLong roomBytes = new AtomicLong();

    private ProgramCache(Optional<Path> folder, long limitBytes) {
        this.folder = folder;
        this.limitBytes = limitBytes;
    }

    /**
     * Programs of one device.
     *
     * @param device the device and its driver, with their versions
     * @param entries how many files
     * @param bytes how much room they take
     */
    public record Share(String device, long entries, long bytes) {}

    private record Stored(Path file, long bytes, FileTime used) {}

    /** The programs in the user's cache folder. */
    public static ProgramCache ofUser() {
        return new ProgramCache(CacheFolder.ofUser().folder("programs"), USUAL_LIMIT_BYTES);
    }

    /**
     * The programs in a folder.
     *
     * @param limitBytes how much room they may take
     */
    public static ProgramCache in(Path folder, long limitBytes) {
        return new ProgramCache(Optional.of(folder), limitBytes);
    }

    /** Keeps nothing. */
    public static ProgramCache none() {
        return new ProgramCache(Optional.empty(), 0);
    }

    /** Where the files are; nothing if it keeps none. */
    public Optional<Path> folder() {
        return folder;
    }

    /** What a program is called here, by which {@link #find(String)} finds it. */
    public static String nameOf(ProgramKey key) {
        return Entry.of(key).fileName();
    }

    /** The binary of a program, if it is kept. */
    public Optional<byte[]> find(ProgramKey key) {
        return find(nameOf(key)).filter(kept -> kept.key().equals(key)).map(KeptProgram::binary);
    }

    /** The program of a name, if it is kept. */
    public Optional<KeptProgram> find(String name) {
        if (folder.isEmpty() || !name.matches(Entry.NAME)) {
            return Optional.empty();
        }
        Path file = folder.get().resolve(name);
        try {
            Optional<KeptProgram> kept = Entry.parse(Files.readAllBytes(file));
            if (kept.isPresent()) {
                noteUse(file);
            } else {
                log.debug("{} is damaged", file);
            }
            return kept;
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            log.debug("cannot read {}: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private static void noteUse(Path file) throws IOException {
        Instant now = Instant.now();
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(NOTED_WITHIN))) {
            Files.setLastModifiedTime(file, FileTime.from(now));
        }
    }

    /** Keeps the binary of a program, in place of one that may be there. */
    public void keep(ProgramKey key, byte[] binary) {
        if (folder.isEmpty()) {
            return;
        }
        Entry entry = Entry.of(key);
        byte[] content = entry.with(binary);
        try {
            write(folder.get(), entry.fileName(), content);
            if (roomBytes.addAndGet(-content.length) < 0) {
                prune(folder.get());
            }
        } catch (IOException e) {
            log.debug("cannot keep the program {}: {}", key.name(), e.toString());
        }
    }

    private static void write(Path folder, String name, byte[] content) throws IOException {
        Path part = Files.createTempFile(folder, name, PART);
        try {
            Files.write(part, content);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Deletes what was not used for longest until an eighth is free, which is then filled before looking again. */
    private void prune(Path from) throws IOException {
        List<Stored> files = stored(from);
        files.sort(Comparator.comparing(Stored::used));
        long bytes = files.stream().mapToLong(Stored::bytes).sum();
        for (Stored old : files) {
            if (bytes <= limitBytes - limitBytes / 8) {
                break;
            }
            Files.deleteIfExists(old.file());
            bytes -= old.bytes();
        }
        roomBytes.set(limitBytes - bytes);
    }

    /** The files there are, those of writers that died included. */
    private static List<Stored> stored(Path folder) throws IOException {
        List<Stored> files = new ArrayList<>();
        try (Stream<Path> listing = Files.list(folder)) {
            for (Path file : (Iterable<Path>) listing::iterator) {
                try {
                    BasicFileAttributes about = Files.readAttributes(file, BasicFileAttributes.class);
                    if (about.isRegularFile() && file.toString().contains(Entry.SUFFIX)) {
                        files.add(new Stored(file, about.size(), about.lastModifiedTime()));
                    }
                } catch (NoSuchFileException e) {
                    log.debug("{} is gone: another process cleans up", file);
                }
            }
        }
        return files;
    }

    /**
     * How much is kept for each device, in the order of their names.
     *
     * @throws IOException if the folder cannot be read
     */
    public List<Share> shares() throws IOException {
        TreeMap<String, Share> shares = new TreeMap<>();
        for (Stored stored : folder.isPresent() ? stored(folder.get()) : List.<Stored>of()) {
            String device = device(stored.file()).orElse("unreadable");
            shares.merge(
                    device,
                    new Share(device, 1, stored.bytes()),
                    (a, b) -> new Share(device, a.entries() + b.entries(), a.bytes() + b.bytes()));
        }
        return List.copyOf(shares.values());
    }

    private static Optional<String> device(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Entry.device(in.readNBytes(Entry.HEAD_BYTES));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Deletes all that is kept.
     *
     * @return how many files there were
     * @throws IOException if one cannot be deleted
     */
    public long clear() throws IOException {
        long deleted = 0;
        for (Stored stored : folder.isPresent() ? stored(folder.get()) : List.<Stored>of()) {
            deleted += Files.deleteIfExists(stored.file()) ? 1 : 0;
        }
        return deleted;
    }
}
