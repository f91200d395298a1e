package org.clgrad.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Peers are asked in turn, and one that fails keeps no other from its figures. */
class RoundsTest {
    private static final long MILLISECOND = 1_000_000;

    private final List<String> asked = new ArrayList<>();

    /** A peer for which every call takes as long as it says, and which gives up after some batches. */
    private final class Told implements Peer {
        private final String name;
        private final long nanos;
        private final int batches;

        Told(String name, long nanos, int batches) {
            this.name = name;
            this.nanos = nanos;
            this.batches = batches;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public PeerCase open(String caseId) {
            asked.add(name + " open " + caseId);
            return new PeerCase() {
                private int done;

                @Override
                public long batch(int calls) {
                    if (done++ == batches) {
                        throw CaseNotRunException.failed("broke down");
                    }
                    asked.add(name + " " + calls);
                    return calls * nanos;
                }

                @Override
                public void rest() {
                    asked.add(name + " rests");
                }

                @Override
                public void close() {
                    asked.add(name + " close");
                }
            };
        }

        @Override
        public void close() {}
    }

    private static BenchCase some() {
        Operation none = device -> {
            throw new AssertionError("peers are asked, not the case");
        };
        return new BenchCase("some/case", Metric.MS, Work.ofSamples(1), 1, none, Optional.empty());
    }

    @Test
    void inTurn() {
        Rounds rounds = new Rounds(List.of(new Told("a", 30 * MILLISECOND, 9), new Told("b", 40 * MILLISECOND, 9)), 3);
        List<Outcome> outcomes = rounds.run(some());
        // One batch each to find out how many calls are enough, then A B A B A B; the threads of neither take from the
        // other.
        assertThat(asked)
                .containsExactly(
                        "a open some/case",
                        "a 1",
                        "a rests",
                        "b open some/case",
                        "b 1",
                        "b rests",
                        "a 1",
                        "a rests",
                        "b 1",
                        "b rests",
                        "a 1",
                        "a rests",
                        "b 1",
                        "b rests",
                        "a 1",
                        "a rests",
                        "b 1",
                        "b rests",
                        "a close",
                        "b close");
        assertThat(outcomes).extracting(Outcome::median).containsExactly(30.0, 40.0);
    }

    @Test
    void aBatchIsLongEnough() {
        new Rounds(List.of(new Told("a", MILLISECOND, 9)), 1).run(some());
        // At most tenfold from one guess to the next.
        assertThat(asked)
                .containsExactly("a open some/case", "a 1", "a 10", "a 24", "a rests", "a 24", "a rests", "a close");
    }

    @Test
    void whoBreaksDownIsClosedAndTheOtherGoesOn() {
        List<Outcome> outcomes = new Rounds(
                        List.of(new Told("a", 30 * MILLISECOND, 2), new Told("b", 40 * MILLISECOND, 9)), 3)
                .run(some());
        assertThat(outcomes).extracting(Outcome::isFailure).containsExactly(true, false);
        assertThat(outcomes.get(1).nanos()).hasSize(3);
        assertThat(asked).endsWith("a close", "b close");
    }

    @Test
    void ratiosAreToThoseThatRanAndToTheBestOfThem() {
        List<Peer> peers = List.of(
                new Told("clgrad", 10 * MILLISECOND, 100),
                new Told("slow", 30 * MILLISECOND, 100),
                new Told("quick", 20 * MILLISECOND, 100),
                new Told("broken", MILLISECOND, 0));
        try (Rounds rounds = new Rounds(peers, 3)) {
            assertThat(Ratio.of(rounds.run(some())))
                    .extracting(ratio -> ratio.peer() + " " + ratio.text())
                    .containsExactly("slow 3.00 (3.00..3.00)", "quick 2.00 (2.00..2.00)", "best 2.00 (2.00..2.00)");
        }
        try (Rounds rounds =
                new Rounds(List.of(new Told("clgrad", MILLISECOND, 0), new Told("p", MILLISECOND, 9)), 3)) {
            assertThat(Ratio.of(rounds.run(some()))).isEmpty();
        }
    }
}
