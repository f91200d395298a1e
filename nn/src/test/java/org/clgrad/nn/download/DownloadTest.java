package org.clgrad.nn.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.clgrad.nn.data.DataException;
import org.junit.jupiter.api.Test;

/** Downloads from servers that do, all of them on this machine: whole files, and what is left of them. */
class DownloadTest extends DownloadFixture {
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
}
