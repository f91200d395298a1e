package org.clgrad.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PeerProcessTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private PeerProcess peer = peer(LONG);

    private static PeerProcess peer(Duration limit) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FakePeer.class.getName());
        return new PeerProcess("fake", command, Map.of("CLGRAD_FAKE_PEER", "set"), limit);
    }

    @AfterEach
    void closePeer() {
        peer.close();
    }

    private static CaseNotRunException thrownBy(ThrowingCallable call) {
        return assertThatExceptionOfType(CaseNotRunException.class)
                .isThrownBy(call)
                .actual();
    }

    @Test
    void answersAreTheTimesOfBatches() {
        for (int round = 0; round < 2; round++) {
            try (PeerCase open = peer.open("gemm/1024")) {
                assertThat(open.batch(3)).isEqualTo(3000);
                assertThat(open.batch(5)).isEqualTo(5000);
            }
        }
    }

    @Test
    void whatThePeerHasNotIsNoFailure() {
        CaseNotRunException thrown = thrownBy(() -> peer.open("unsupported"));
        assertThat(thrown).hasMessage("fake: there is none");
        assertThat(thrown.isFailure()).isFalse();
        try (PeerCase open = peer.open("another")) {
            assertThat(open.batch(1)).isEqualTo(1000);
        }
    }

    @Test
    void aFailureIsToldWithWhatWasPrinted() {
        CaseNotRunException thrown = thrownBy(() -> peer.open("fails"));
        assertThat(thrown)
                .hasMessageStartingWith("fake failed at fails: it is wrong")
                .hasMessageContaining("at fails");
        assertThat(thrown.isFailure()).isTrue();
    }

    @Test
    void aFailureInABatchLeavesThePeerUsable() {
        try (PeerCase open = peer.open("batch-fails")) {
            assertThat(thrownBy(() -> open.batch(1))).hasMessageStartingWith("fake failed at batch-fails: in a batch");
        }
        peer.open("another").close();
    }

    @Test
    void aChildThatEndsIsToldAndANewOneTakesTheNextCase() {
        assertThat(thrownBy(() -> peer.open("dies")))
                .hasMessage("fake ended with status 7 at \"case dies\"; it printed:\n  the last words");
        try (PeerCase open = peer.open("another")) {
            assertThat(open.batch(1)).isEqualTo(1000);
        }
    }

    @Test
    void aChildThatHangsIsEnded() {
        peer = peer(Duration.ofMillis(300));
        assertThat(thrownBy(() -> peer.open("hangs")))
                .hasMessageStartingWith("fake did not answer \"case hangs\" within 0.3 s");
    }

    @Test
    void nonsenseIsNoAnswer() {
        assertThat(thrownBy(() -> peer.open("nonsense")))
                .hasMessageStartingWith("fake, nonsense: \"hello\" is no answer");
        PeerCase open = peer.open("batch-nonsense");
        assertThat(thrownBy(() -> open.batch(1))).hasMessageContaining("\"nanos many\" is no answer");
        open.close();
    }

    @Test
    void aCommandThatIsNotThereIsTold() {
        try (PeerProcess missing = new PeerProcess("missing", List.of("/nowhere/java"), Map.of(), LONG)) {
            assertThat(thrownBy(() -> missing.open("gemm/1024"))).hasMessageStartingWith("missing cannot be started");
        }
    }

    @Test
    void theEnvironmentIsSetForTheChild() {
        assertThat(thrownBy(() -> peer.open("environment"))).hasMessageStartingWith("fake failed at environment: set");
    }

    @Test
    void oneCaseIsOpenAtATime() {
        try (PeerCase open = peer.open("gemm/1024")) {
            assertThatIllegalStateException().isThrownBy(() -> peer.open("another"));
            open.close();
            assertThatIllegalStateException().isThrownBy(() -> open.batch(1));
        }
    }

    @Test
    void closingEndsTheChild() {
        try (PeerCase open = peer.open("gemm/1024")) {
            assertThat(ProcessHandle.current().children().filter(PeerProcessTest::isFake))
                    .isNotEmpty();
            peer.close();
            assertThat(ProcessHandle.current().children().filter(PeerProcessTest::isFake))
                    .isEmpty();
        }
    }

    private static boolean isFake(ProcessHandle child) {
        return child.info().commandLine().orElse("").contains(FakePeer.class.getName());
    }
}
