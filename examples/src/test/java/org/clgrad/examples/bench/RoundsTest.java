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

    /** With two batches for a warm-up, of which the second brings no gain. */
    private static Rounds rounds(int rounds, Peer... peers) {
        return new Rounds(List.of(peers), rounds, new WarmUp(1, 1, Long.MAX_VALUE));
    }

    private static BenchCase some() {
        Operation none = device -> {
            throw new AssertionError("peers are asked, not the case");
        };
        return new BenchCase("some/case", Metric.MS, Work.ofSamples(1), 1, none, Optional.empty());
    }

    @Test
    void inTurn() {
        Rounds rounds = rounds(3, new Told("a", 130 * MILLISECOND, 9), new Told("b", 140 * MILLISECOND, 9));
        List<Outcome> outcomes = rounds.run(some());
        // One batch each to find out how many calls are enough, two for the warm-up, one to find it out again; then A B
        // A B A
        // B. The threads of neither take from the other.
        assertThat(asked)
                .containsExactly(
                        "a open some/case",
                        "a 1",
                        "a 1",
                        "a 1",
                        "a 1",
                        "a rests",
                        "b open some/case",
                        "b 1",
                        "b 1",
                        "b 1",
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
        assertThat(outcomes).extracting(Outcome::median).containsExactly(130.0, 140.0);
    }

    @Test
    void aBatchIsLongEnough() {
        rounds(1, new Told("a", 2 * MILLISECOND, 9)).run(some());
        // At most tenfold from one guess to the next.
        assertThat(asked)
                .containsExactly(
                        "a open some/case",
                        "a 1",
                        "a 10",
                        "a 60",
                        "a 60",
                        "a 60",
                        "a 1",
                        "a 10",
                        "a 60",
                        "a rests",
                        "a 60",
                        "a rests",
                        "a close");
    }

    @Test
    void whoBreaksDownIsClosedAndTheOtherGoesOn() {
        List<Outcome> outcomes = rounds(3, new Told("a", 30 * MILLISECOND, 5), new Told("b", 40 * MILLISECOND, 9))
                .run(some());
        assertThat(outcomes).extracting(Outcome::isFailure).containsExactly(true, false);
        assertThat(outcomes.get(1).nanos()).hasSize(3);
        assertThat(asked).endsWith("a close", "b close");
    }

    @Test
    void ratiosAreToThoseThatRanAndToTheBestOfThem() {
        Peer[] peers = {
            new Told("clgrad", 10 * MILLISECOND, 100),
            new Told("slow", 30 * MILLISECOND, 100),
            new Told("quick", 20 * MILLISECOND, 100),
            new Told("broken", MILLISECOND, 0)
        };
        try (Rounds rounds = rounds(3, peers)) {
            assertThat(Ratio.of(rounds.run(some())))
                    .extracting(ratio -> ratio.peer() + " " + ratio.text())
                    .containsExactly("slow 3.00 (3.00..3.00)", "quick 2.00 (2.00..2.00)", "best 2.00 (2.00..2.00)");
        }
        try (Rounds rounds = rounds(3, new Told("clgrad", MILLISECOND, 0), new Told("p", MILLISECOND, 9))) {
            assertThat(Ratio.of(rounds.run(some()))).isEmpty();
        }
    }

    /** A peer whose calls become faster for a while. */
    @Test
    void callsThatBecomeFasterDoNotCount() {
        double[] seconds = {9, 8, 7, 7.5, 6.9, 5, 5, 5, 5, 5, 5};
        List<Integer> calls = new ArrayList<>();
        PeerCase compiled = new PeerCase() {
            @Override
            public long batch(int count) {
                calls.add(count);
                return (long) (1e9 * count * seconds[calls.size() - 1]);
            }

            @Override
            public void close() {}
        };
        new WarmUp(1_000_000_000, 3, Long.MAX_VALUE).run(compiled, 2);
        assertThat(calls).as("6.9 is no gain over 7, but 5 is").hasSize(9).containsOnly(2);
        calls.clear();
        new WarmUp(1_000_000_000, 3, 30_000_000_000L).run(compiled, 1);
        assertThat(calls).as("at most").hasSize(4);
    }
}
