package org.clgrad.engine.quarantine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import org.clgrad.engine.CacheFolder;
import org.clgrad.engine.DeviceInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quarantine of one device with one version of its driver, on disk: text that a user can read and edit. A line is a
 * variant, the digest of its kernels and the reason, with tabs between them; the first line
 * says of which device, and lines that begin with {@code #} are otherwise for readers. It is replaced as a whole, so that nobody reads a part of it.
 */
public final class QuarantineFile {
    private static final String FOLDER = "quarantine";
    private static final String SEPARATOR = "\t";
    private static final Logger log = LoggerFactory.getLogger(QuarantineFile.class);

    private final CacheFolder cache;
    private final String fileName;
    private final String device;

    private QuarantineFile(CacheFolder cache, String fileName, String device) {
        this.cache = cache;
        this.fileName = fileName;
        this.device = device;
    }

    /** The file of a device, whatever the binding that reaches it, in the user's cache folder. */
    public static QuarantineFile of(CacheFolder cache, DeviceInfo device) {
        return of(cache, device.name(), device.platform(), device.driver());
    }

    /** The file of a device with a version of its driver. */
    public static QuarantineFile of(CacheFolder cache, String name, String platform, String driver) {
        String device = name + " (" + platform + ", driver " + driver + ")";
        String readable = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        // The readable part of two devices may be the same. A message digest would take 15 ms of each start.
        CRC32 checksum = new CRC32();
        checksum.update(String.join("\n", name, platform, driver).getBytes(StandardCharsets.UTF_8));
        String unique = HexFormat.of().toHexDigits((int) checksum.getValue());
        return new QuarantineFile(cache, readable + "-" + unique + ".txt", device);
    }

    /** Where the file is, whether or not it exists; nothing where the user has no place for it. */
    public Optional<Path> path() {
        return cache.path().map(root -> root.resolve(FOLDER).resolve(fileName));
    }

    /** What is in the file; nothing where there is none, or none that can be read, which is logged. */
    public Quarantine read() {
        return path().filter(Files::isRegularFile).map(this::read).orElse(Quarantine.none());
    }

    private Quarantine read(Path file) {
        try {
            List<Quarantine.Held> held = new ArrayList<>();
            List<String> lines = Files.readAllLines(file);
            if (!lines.contains(headline())) {
                log.warn("{}: not of {}, so no variant is passed over", file, device);
                return Quarantine.none();
            }
            for (String line : lines) {
                String[] parts = line.split(SEPARATOR, 3);
                if (parts.length == 3 && !line.startsWith("#")) {
                    held.add(new Quarantine.Held(parts[0], parts[1], parts[2]));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    log.warn("{}: not a variant, a digest and a reason: '{}'", file, line);
                }
            }
            return new Quarantine(held);
        } catch (IOException e) {
            log.warn("{}: cannot be read, so no variant is passed over: {}", file, e.toString());
            return Quarantine.none();
        }
    }

    /**
     * Replaces what is in the file; a quarantine of nothing deletes it.
     *
     * @throws UncheckedIOException if that is not possible
     */
    public void write(Quarantine quarantine) {
        try {
            if (quarantine.held().isEmpty()) {
                if (path().isPresent()) {
                    Files.deleteIfExists(path().get());
                }
                return;
            }
            Path folder = cache.folder(FOLDER).orElseThrow(() -> new IOException("no cache folder can be written"));
            Path part = Files.createTempFile(folder, FOLDER, ".part");
            try {
                Files.write(part, lines(quarantine));
                Path file = folder.resolve(fileName);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the quarantine cannot be written: " + e.getMessage(), e);
        }
    }

    /** The first line, which says of which device the file is: its name has only 32 bits of that. */
    private String headline() {
        return "# Variants that go wrong on " + device.replaceAll("\\s+", " ") + ";";
    }

    private List<String> lines(Quarantine quarantine) {
        List<String> lines = new ArrayList<>();
        lines.add(headline());
        lines.add("# they are passed over until their kernels change or `clgrad doctor` finds them right.");
        for (Quarantine.Held held : quarantine.held()) {
            String reason = held.reason().replaceAll("\\s+", " ").strip();
            lines.add(String.join(SEPARATOR, held.variant(), held.kernels(), reason));
        }
        return lines;
    }
}
