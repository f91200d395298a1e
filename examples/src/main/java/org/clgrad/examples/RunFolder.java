package org.clgrad.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the processes of a user say what they are doing, a file each: {@code $XDG_RUNTIME_DIR/clgrad}, which others
 * cannot read, else {@code clgrad-USER} in the folder for temporary files, with as few rights.
 *
 * @param path the folder
 */
record RunFolder(Path path) {
    private static final String SUFFIX = ".json";

    /** The folder of the user who runs this process. */
    static RunFolder ofUser() {
        return of(System.getenv(), System.getProperty("java.io.tmpdir"), System.getProperty("user.name"));
    }

    static RunFolder of(Map<String, String> environment, String temporary, String user) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return new RunFolder(
                runtime.isEmpty() || !Files.isDirectory(Path.of(runtime))
                        ? Path.of(temporary, "clgrad-" + user)
                        : Path.of(runtime, "clgrad"));
    }

    /**
     * Writes what a process is doing, in place of what it wrote before; readers see the one or the other.
     *
     * @return the file
     * @throws IOException if it cannot be written, or the folder is another user's
     */
    Path write(RunStatus status) throws IOException {
        Files.createDirectories(path, ownersOnly());
        if (!isOwn(path)) {
            throw new IOException(path + " is another user's");
        }
        Path file = path.resolve(status.pid() + SUFFIX);
        Path part = path.resolve(status.pid() + ".part");
        Files.writeString(part, status.toJson(), StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    /** What the user's living processes are doing, by process number; files of dead ones are deleted. */
    List<RunStatus> read() throws IOException {
        List<RunStatus> living = new ArrayList<>();
        if (!Files.isDirectory(path) || !isOwn(path)) {
            return living;
        }
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(SUFFIX))::iterator) {
                Optional<RunStatus> status = Files.exists(file) ? RunStatus.parse(content(file)) : Optional.empty();
                if (status.filter(RunStatus::isOfLivingProcess).isPresent()) {
                    living.add(status.get());
                } else {
                    Files.deleteIfExists(file);
                }
            }
        }
        living.sort(Comparator.comparingLong(RunStatus::pid));
        return living;
    }

    /** Nothing where the process has ended, and its file with it, since it was listed. */
    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException gone) {
            return "";
        }
    }

    private static boolean isOwn(Path folder) throws IOException {
        return Files.getOwner(folder).getName().equals(System.getProperty("user.name"));
    }

    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
