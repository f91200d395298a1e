package org.clgrad.nn.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.clgrad.nn.data.DataException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Downloads from servers that fail in every way, to disks that do, all of them on this machine. */
class FailingDownloadTest extends DownloadFixture {
    /** Long for a server that stalls, short for one that only is on a busy machine. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    @Test
    void aServerThatNeverGetsThereIsLeftAfterAFewTries() throws IOException {
        int[] end = new int[1];
        try (LocalServer crumbs = new LocalServer((request, out) ->
                        LocalServer.good(CONTENT, end[0] += 1000).answer(request, out));
                LocalServer good = LocalServer.of(LocalServer.good(CONTENT))) {
            fetch(crumbs.folder(), good.folder());
            assertThat(crumbs.requests()).hasSize(5);
            assertThat(good.requests().get(0).begin()).isEqualTo(5000);
        }
        assertWhole();
    }

    @Test
    void serversThatDoNotDoArePassedOver() throws IOException {
        byte[] wrong = CONTENT.clone();
        wrong[CONTENT.length - 1]++;
        String html = "<html>Please log in</html>";
        try (LocalServer notFound = LocalServer.of(LocalServer.status("404 Not Found"));
                LocalServer broken = LocalServer.of(LocalServer.status("500 Internal Server Error"));
                LocalServer loop = LocalServer.of(LocalServer.status("301 Moved Permanently", "Location: " + NAME));
                LocalServer lost = LocalServer.of(LocalServer.status("302 Found"));
                LocalServer wrongBytes = LocalServer.of(LocalServer.good(wrong));
                LocalServer portal = LocalServer.of(LocalServer.withoutRanges(html.getBytes(StandardCharsets.UTF_8)));
                LocalServer noHttp =
                        LocalServer.of((request, out) -> out.write("hello\r\n".getBytes(StandardCharsets.US_ASCII)));
                LocalServer silent = LocalServer.of((request, out) -> {});
                LocalServer endless = LocalServer.of((request, out) -> {
                    LocalServer.head(out, "200 OK");
                    while (true) {
                        out.write(CONTENT);
                    }
                });
                LocalServer good = LocalServer.of(LocalServer.good(CONTENT))) {
            fetch(
                    notFound.folder(),
                    broken.folder(),
                    loop.folder(),
                    lost.folder(),
                    wrongBytes.folder(),
                    portal.folder(),
                    noHttp.folder(),
                    silent.folder(),
                    endless.folder(),
                    nobody(),
                    good.folder());
            assertThat(good.requests()).singleElement().satisfies(request -> assertThat(request.begin())
                    .isZero());
            assertThat(loop.requests()).hasSizeLessThan(10);
        }
        assertWhole();
        assertThat(notes.failures).hasSize(10);
        assertThat(notes.failures.get(0)).isEqualTo("HTTP 404");
        assertThat(notes.failures.get(1)).isEqualTo("HTTP 500");
        assertThat(notes.failures.get(2)).startsWith("HTTP 301").endsWith("a redirection without end");
        assertThat(notes.failures.get(4)).isEqualTo("sent other bytes than were published");
        assertThat(notes.failures.get(5)).isEqualTo("has 26 bytes in place of 100003");
        assertThat(notes.failures.get(8)).isEqualTo("sends more than 100003 bytes");
        assertThat(notes.failures.get(9)).isEqualTo("no connection");
    }

    @Test
    void aHostThatNobodyKnowsIsCalledSo() {
        // As the client says it; no name is looked up, since that would ask the world.
        Throwable unresolved = new ConnectException().initCause(new UnresolvedAddressException());
        assertThat(MirrorFile.reason(new ConnectException().initCause(unresolved)))
                .isEqualTo("unknown host");
        assertThat(MirrorFile.reason(new ConnectException())).isEqualTo("no connection");
        assertThat(MirrorFile.reason(new IOException("broken pipe"))).isEqualTo("broken pipe");
        assertThat(MirrorFile.reason(new IOException())).isEqualTo("java.io.IOException");
    }

    @Test
    void answersToARangeThatDoNotFitAreNotWritten() throws IOException {
        part(Arrays.copyOf(CONTENT, 1000));
        LocalServer.Behaviour otherPart = LocalServer.status(
                "206 Partial Content", "Content-Range: bytes 0-100002/100003", "Content-Length: 100003");
        LocalServer.Behaviour otherSize = LocalServer.status(
                "206 Partial Content", "Content-Range: bytes 1000-1999/2000", "Content-Length: 1000");
        LocalServer.Behaviour noRange = LocalServer.status("206 Partial Content", "Content-Length: 0");
        LocalServer.Behaviour huge =
                LocalServer.status("206 Partial Content", "Content-Range: bytes 99999999999999999999-1/2");
        try (LocalServer first = LocalServer.of(otherPart);
                LocalServer second = LocalServer.of(otherSize);
                LocalServer third = LocalServer.of(noRange);
                LocalServer fourth = LocalServer.of(huge);
                LocalServer good = LocalServer.of(LocalServer.good(CONTENT))) {
            fetch(first.folder(), second.folder(), third.folder(), fourth.folder(), good.folder());
            assertThat(good.requests().get(0).begin()).isEqualTo(1000);
        }
        assertWhole();
        assertThat(notes.failures)
                .containsExactly(
                        "sent another part than it was asked for",
                        "has 2000 bytes in place of 100003",
                        "sent another part than it was asked for",
                        "sent another part than it was asked for");
    }

    @Test
    void aServerThatStallsIsLeft() throws IOException {
        Download impatient = new Download(SHORT, SHORT);
        try (LocalServer mute = LocalServer.of(LocalServer.thenStalls((request, out) -> {}));
                LocalServer stalls = LocalServer.of(
                        LocalServer.thenStalls(LocalServer.good(CONTENT, 20_000)),
                        LocalServer.thenStalls(LocalServer.good(CONTENT, 20_000)));
                LocalServer good = LocalServer.of(LocalServer.good(CONTENT))) {
            impatient.fetch(files(mute.folder(), stalls.folder(), good.folder()), folder, notes);
            assertThat(stalls.requests()).extracting(LocalServer.Request::begin).containsExactly(0, 20_000);
            assertThat(good.requests().get(0).begin()).isEqualTo(20_000);
        }
        assertWhole();
        assertThat(notes.failures).containsExactly("no answer in time", "stopped sending");
    }

    @Test
    void aServerThatDoesNotAcceptIsLeft() throws IOException {
        // The queue of a socket that nobody accepts from is full after a few connections; more are not answered.
        List<Socket> queue = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LocalServer good = LocalServer.of(LocalServer.good(CONTENT))) {
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket();
                queue.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 200);
                } catch (IOException e) {
                    break;
                }
            }
            new Download(Duration.ofSeconds(1), SHORT.multipliedBy(5))
                    .fetch(
                            files(URI.create("http://localhost:" + full.getLocalPort() + "/"), good.folder()),
                            folder,
                            notes);
        } finally {
            for (Socket socket : queue) {
                socket.close();
            }
        }
        assertWhole();
        assertThat(notes.failures).containsExactly("no connection in time");
    }

    @Test
    void whereNoMirrorDoesTheMessageSaysWhyAndThePartIsKept() throws IOException {
        try (LocalServer first = LocalServer.of(LocalServer.good(CONTENT, 4321));
                LocalServer second = LocalServer.of(LocalServer.status("404 Not Found"))) {
            DataException failure =
                    catchThrowableOfType(DataException.class, () -> fetch(first.folder(), second.folder()));
            assertThat(failure.getMessage())
                    .startsWith(folder.resolve(NAME) + ": cannot be downloaded (" + first.authority() + ": ")
                    .endsWith("; " + second.authority()
                            + ": HTTP 404); 4321 of 100003 bytes are kept, and gone on with next time")
                    .hasLineCount(1);
        }
        assertThat(folder.resolve(NAME)).doesNotExist();
        assertThat(folder.resolve(NAME + ".part")).hasBinaryContent(Arrays.copyOf(CONTENT, 4321));
    }

    @Test
    void nothingIsLeftOfWhatIsWrong() throws IOException {
        byte[] wrong = new byte[CONTENT.length];
        try (LocalServer server = LocalServer.of(LocalServer.good(wrong))) {
            DataException failure = catchThrowableOfType(DataException.class, () -> fetch(server.folder()));
            assertThat(failure.getMessage()).endsWith("sent other bytes than were published)");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).extracting(path -> path.getFileName().toString()).containsExactly(".lock");
        }
    }

    @Test
    void aFullDiskIsSaidAndNoMirrorBlamed() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "left out: a full disk (no /dev/full)");
        Files.createSymbolicLink(folder.resolve(NAME + ".part"), full);
        try (LocalServer server = LocalServer.of(LocalServer.good(CONTENT));
                LocalServer other = LocalServer.of(LocalServer.good(CONTENT))) {
            DataException failure =
                    catchThrowableOfType(DataException.class, () -> fetch(server.folder(), other.folder()));
            assertThat(failure.getMessage())
                    .isEqualTo(folder.resolve(NAME + ".part") + ": cannot be written: No space left on device");
            assertThat(other.requests()).isEmpty();
        }
        assertThat(notes.failures).isEmpty();
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        DataException failure = catchThrowableOfType(
                DataException.class, () -> download.fetch(files(nobody()), file.resolve("folder"), notes));
        assertThat(failure.getMessage()).startsWith(file.resolve("folder") + ": cannot be made");
    }
}
