package org.clgrad.nn.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file, a folder for it, and a listener: what tests of downloads have. */
@Timeout(120)
abstract class DownloadFixture {
    static final String NAME = "numbers.bin";
    static final byte[] CONTENT = content();
    private static final PublishedFile FILE = new PublishedFile(NAME, CONTENT.length, sha256(CONTENT));

    @TempDir
    Path folder;

    final Download download = new Download();
    final Notes notes = new Notes();

    final void fetch(URI... mirrors) {
        download.fetch(files(mirrors), folder, notes);
    }

    static PublishedFiles files(URI... mirrors) {
        return new PublishedFiles("numbers", List.of(mirrors), List.of(FILE));
    }

    /** A mirror where nobody listens. */
    static URI nobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://localhost:" + socket.getLocalPort() + "/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final void part(byte[] bytes) throws IOException {
        Files.write(folder.resolve(NAME + ".part"), bytes);
    }

    final void assertWhole() {
        assertThat(folder.resolve(NAME)).hasBinaryContent(CONTENT);
        assertThat(folder.resolve(NAME + ".part")).doesNotExist();
    }

    private static byte[] content() {
        byte[] content = new byte[100_003];
        new Random(1).nextBytes(content);
        return content;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** What a listener was told. */
    static final class Notes implements DownloadListener {
        final List<Long> arrived = new ArrayList<>();
        final List<String> failures = new ArrayList<>();
        int completed;

        @Override
        public void arrived(PublishedFile file, long doneBytes) {
            arrived.add(doneBytes);
        }

        @Override
        public void completed(PublishedFile file) {
            completed++;
        }

        @Override
        public void failed(URI address, String reason) {
            failures.add(reason);
        }
    }
}
