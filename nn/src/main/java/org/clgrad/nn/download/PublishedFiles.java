package org.clgrad.nn.download;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that belong together, and where they can be had.
 *
 * @param name what to call them, and their folder
 * @param mirrors folders that have all of them, {@code http} or {@code https}, to be tried in this order; each ends with
 *     a slash
 * @param files the files
 */
public record PublishedFiles(String name, List<URI> mirrors, List<PublishedFile> files) {

    /** @throws IllegalArgumentException if a mirror is not the address of a folder, or there is none */
    public PublishedFiles {
        mirrors = List.copyOf(mirrors);
        files = List.copyOf(files);
        if (mirrors.isEmpty()) {
            throw new IllegalArgumentException(name + ": expected a mirror, got none");
        }
        for (URI mirror : mirrors) {
            boolean http = "http".equals(mirror.getScheme()) || "https".equals(mirror.getScheme());
            if (!http || mirror.getHost() == null || !mirror.getPath().endsWith("/")) {
                throw new IllegalArgumentException(
                        name + ": expected http[s]://host/folder/ for a mirror, got " + mirror);
            }
        }
    }

    /** The same files, to be had elsewhere. */
    public PublishedFiles at(List<URI> otherMirrors) {
        return new PublishedFiles(name, otherMirrors, files);
    }

    /** Bytes of all files together. */
    public long sizeBytes() {
        return files.stream().mapToLong(PublishedFile::sizeBytes).sum();
    }

    /**
     * Whether a folder has them all, told by names and sizes alone: a download gives a file its name only when it is
     * whole, so that this need not read them.
     */
    public boolean seemToBeIn(Path folder) {
        return files.stream().allMatch(file -> file.seemsToBeIn(folder));
    }
}
