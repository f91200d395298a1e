package org.clgrad.nn.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.clgrad.nn.data.DataException;

/**
 * Fetches published files.
 *
 * <pre>{@code
 * new Download().fetch(PublishedDataset.MNIST.files(), folder, new DownloadListener() {});
 * TrainTest mnist = PublishedDataset.MNIST.load(folder);
 * }</pre>
 *
 * <p>Any number of processes may fetch to the same folder at once: one does, the others wait and find the files there.
 */
public final class Download {
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final Duration silence;

    /** Waits 10 seconds for a connection, and 30 for the next bytes. */
    public Download() {
        this(CONNECTING, SILENCE);
    }

    /**
     * A download with its own patience.
     *
     * @param connecting how long to wait for a connection
     * @param silence how long to wait for an answer, and for its next bytes
     */
    public Download(Duration connecting, Duration silence) {
        this.silence = silence;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(connecting)
                .build();
    }

    /**
     * Makes sure that all files are in a folder, to the bit: what is there is checked, and what is missing or wrong is
     * fetched, from the first mirror that does.
     *
     * @param folder made if it is not there
     * @throws DataException if no mirror does, or the folder cannot be written; what has come stays there in
     *     {@code .part} files, with which the next call goes on
     */
    public void fetch(PublishedFiles files, Path folder, DownloadListener listener) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw DataException.of(folder, "cannot be made", e);
        }
        try (FolderLock lock = FolderLock.take(folder, listener::waiting)) {
            for (PublishedFile file : files.files()) {
                if (!isRight(file, folder)) {
                    fetch(file, files.mirrors(), folder, listener);
                }
                listener.completed(file);
            }
        }
    }

    private static boolean isRight(PublishedFile file, Path folder) {
        if (!file.seemsToBeIn(folder)) {
            return false;
        }
        Path path = folder.resolve(file.name());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return PartFile.sha256(channel).equals(file.sha256());
        } catch (IOException e) {
            throw DataException.of(path, "cannot be read", e);
        }
    }

    private void fetch(PublishedFile file, List<URI> mirrors, Path folder, DownloadListener listener) {
        List<String> failures = new ArrayList<>();
        try (PartFile part = PartFile.open(file, folder)) {
            for (Iterator<URI> next = mirrors.iterator(); next.hasNext(); ) {
                URI address = next.next().resolve(file.name());
                listener.arrived(file, part.length());
                try {
                    new MirrorFile(client, silence, address, file, listener).fetch(part);
                    part.finish();
                    return;
                } catch (IOException e) {
                    if (next.hasNext()) {
                        listener.failed(address, String.valueOf(e.getMessage()));
                    }
                    failures.add(address.getAuthority() + ": " + e.getMessage());
                }
            }
            String kept = part.length() == 0
                    ? ""
                    : "; " + part.length() + " of " + file.sizeBytes() + " bytes are kept, and gone on with next time";
            throw new DataException(
                    folder.resolve(file.name()), "cannot be downloaded (" + String.join("; ", failures) + ")" + kept);
        }
    }
}
