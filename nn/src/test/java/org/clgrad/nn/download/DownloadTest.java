package org.clgrad.nn.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.clgrad.nn.data.DataException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from servers of every kind, all of them on this machine. */
@Timeout(120)
class DownloadTest {
    private static final String NAME = "numbers.bin";
    private static final byte[] CONTENT = content();
    private static final PublishedFile FILE = new PublishedFile(NAME, CONTENT.length, sha256(CONTENT));

    /** Long for a server that stalls, short for one that only is on a busy machine. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final Download download = new Download();
    private final Notes notes = new Notes();

    @Test
    void fetchesAFileAndTellsHowFarItIs() throws IOException {
        try (LocalServer server = LocalServer.of(LocalServer.good(CONTENT))) {
            fetch(server.folder());
            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.path()).isEqualTo("/files/" + NAME);
                assertThat(request.header("range")).isEmpty();
            });
        }
        assertWhole();
        assertThat(notes.arrived).isSorted().startsWith(0L).endsWith((long) CONTENT.length);
        assertThat(notes.completed).isOne();
        assertThat(notes.failures).isEmpty();
    }

    @Test
    void whatIsThereIsCheckedAndNotFetchedAgain() throws IOException {
        try (LocalServer server = LocalServer.of(LocalServer.good(CONTENT))) {
            fetch(server.folder());
            fetch(server.folder());
            assertThat(server.requests()).hasSize(1);
            byte[] changed = CONTENT.clone();
            changed[7]++;
            Files.write(folder.resolve(NAME), changed);
            fetch(server.folder());
            assertThat(server.requests()).hasSize(2);
        }
        assertWhole();
    }

    @Test
    void whatBreaksHalfWayIsGoneOnWith() throws IOException {
        String etag = "\"v1\"";
        try (LocalServer server = LocalServer.of(
                LocalServer.good(CONTENT, 40_000, "ETag: " + etag),
                LocalServer.good(CONTENT, 70_000, "ETag: " + etag),
                LocalServer.good(CONTENT))) {
            fetch(server.folder());
            assertThat(server.requests()).extracting(LocalServer.Request::begin).containsExactly(0, 40_000, 70_000);
            assertThat(server.requests().get(2).header("if-range")).hasValue(etag);
        }
        assertWhole();
        assertThat(notes.failures).isEmpty();
    }

    @Test
    void aFileThatHasChangedMeanwhileIsBegunAnew() throws IOException {
        byte[] old = new byte[CONTENT.length];
        try (LocalServer server =
                LocalServer.of(LocalServer.good(old, 40_000, "ETag: \"old\""), LocalServer.withoutRanges(CONTENT))) {
            fetch(server.folder());
            assertThat(server.requests().get(1).header("if-range")).hasValue("\"old\"");
        }
        assertWhole();
    }

    @Test
    void aWeakOrStrangeValidatorIsNotSent() throws IOException {
        for (String etag : List.of("W/\"v1\"", "v1", "\"a\tb\"")) {
            Files.deleteIfExists(folder.resolve(NAME));
            try (LocalServer server =
                    LocalServer.of(LocalServer.good(CONTENT, 40_000, "ETag: " + etag), LocalServer.good(CONTENT))) {
                fetch(server.folder());
                assertThat(server.requests().get(1).header("if-range")).isEmpty();
            }
            assertWhole();
        }
    }

    @Test
    void aServerThatIgnoresRangesSendsAllAgain() throws IOException {
        part(Arrays.copyOf(CONTENT, 5000));
        try (LocalServer server = LocalServer.of(LocalServer.withoutRanges(CONTENT))) {
            fetch(server.folder());
            assertThat(server.requests()).extracting(LocalServer.Request::begin).containsExactly(5000);
        }
        assertWhole();
    }

    @Test
    void whatAnEarlierProcessLeftIsGoneOnWith() throws IOException {
        part(Arrays.copyOf(CONTENT, 99_999));
        try (LocalServer server = LocalServer.of(LocalServer.good(CONTENT))) {
            fetch(server.folder());
            assertThat(server.requests()).extracting(LocalServer.Request::begin).containsExactly(99_999);
        }
        assertWhole();
        assertThat(notes.arrived).startsWith(99_999L);
    }

    @Test
    void aWholePartNeedsNoServer() throws IOException {
        part(CONTENT);
        fetch(nobody());
        assertWhole();
    }

    @Test
    void aPartThatIsWrongOrTooLongIsThrownAway() throws IOException {
        byte[] wrong = Arrays.copyOf(CONTENT, 5000);
        wrong[10]++;
        byte[] wholeAndWrong = CONTENT.clone();
        wholeAndWrong[10]++;
        for (byte[] left : List.of(wrong, wholeAndWrong, Arrays.copyOf(CONTENT, CONTENT.length + 1))) {
            Files.deleteIfExists(folder.resolve(NAME));
            part(left);
            try (LocalServer server = LocalServer.of(LocalServer.good(CONTENT))) {
                fetch(server.folder());
            }
            assertWhole();
        }
        assertThat(notes.failures).isEmpty();
    }

    @Test
    void oneMirrorBeginsAndAnotherGoesOn() throws IOException {
        LocalServer.Behaviour breaks = LocalServer.good(CONTENT, 30_000);
        try (LocalServer first = LocalServer.of(breaks, LocalServer.status("503 Busy"));
                LocalServer second = LocalServer.of(LocalServer.good(CONTENT))) {
            fetch(first.folder(), second.folder());
            assertThat(second.requests()).singleElement().satisfies(request -> {
                assertThat(request.begin()).isEqualTo(30_000);
                assertThat(request.header("if-range")).isEmpty();
            });
        }
        assertWhole();
        assertThat(notes.failures).containsExactly("HTTP 503");
    }

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
    void redirectionsAreFollowedToAnotherHostAndKeepTheRange() throws IOException {
        part(Arrays.copyOf(CONTENT, 1234));
        try (LocalServer target = LocalServer.of(LocalServer.good(CONTENT));
                LocalServer server = LocalServer.of(
                        // By its number: another host than localhost, as far as a client can tell.
                        LocalServer.status(
                                "302 Found",
                                "Location: " + target.folder().toString().replace("localhost", "127.0.0.1")
                                        + "other"))) {
            fetch(server.folder());
            assertThat(target.requests()).singleElement().satisfies(request -> {
                assertThat(request.path()).isEqualTo("/files/other");
                assertThat(request.begin()).isEqualTo(1234);
            });
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
    void aRangeThatIsNotThereMakesItBeginAnew() throws IOException {
        part(Arrays.copyOf(CONTENT, 1000));
        try (LocalServer server = LocalServer.of(
                LocalServer.status("416 Range Not Satisfiable", "Content-Range: bytes */10"),
                LocalServer.good(CONTENT))) {
            fetch(server.folder());
            assertThat(server.requests()).extracting(LocalServer.Request::begin).containsExactly(1000, 0);
        }
        assertWhole();
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

    @Test
    void onlyOneThreadOfAProcessFetchesToAFolder() throws IOException {
        try (LocalServer server = LocalServer.of((request, out) -> {
            DataException refusal = catchThrowableOfType(DataException.class, () -> fetch(nobody()));
            assertThat(refusal).hasMessageContaining("another thread");
            LocalServer.good(CONTENT).answer(request, out);
        })) {
            fetch(server.folder());
        }
        assertWhole();
    }

    private void fetch(URI... mirrors) {
        download.fetch(files(mirrors), folder, notes);
    }

    private static PublishedFiles files(URI... mirrors) {
        return new PublishedFiles("numbers", List.of(mirrors), List.of(FILE));
    }

    /** A mirror where nobody listens. */
    private static URI nobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://localhost:" + socket.getLocalPort() + "/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void part(byte[] bytes) throws IOException {
        Files.write(folder.resolve(NAME + ".part"), bytes);
    }

    private void assertWhole() {
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
    private static final class Notes implements DownloadListener {
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
