package org.clgrad.examples;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which data is wanted.
 *
 * @param folder where to read it, if that is said; then nothing else is
 * @param dataset its name, if that is said
 * @param download whether it may be fetched without a question
 */
record DataRequest(Optional<Path> folder, Optional<String> dataset, boolean download) {
    /** The files of a folder. */
    static DataRequest in(Path folder) {
        return new DataRequest(Optional.of(folder), Optional.empty(), false);
    }

    /** The data set of a name. */
    static DataRequest named(String dataset) {
        return new DataRequest(Optional.empty(), Optional.of(dataset), false);
    }

    /** Whether nothing is said. */
    boolean isOpen() {
        return folder.isEmpty() && dataset.isEmpty() && !download;
    }
}
