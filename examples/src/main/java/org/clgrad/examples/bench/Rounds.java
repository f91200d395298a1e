package org.clgrad.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Takes the time of cases, over several peers in turn: A B A B. What else the machine does meanwhile then meets both, so that the
 * ratio of the figures of a round means more than either.
 */
public final class Rounds implements AutoCloseable {
    /** So that the wait at the end of a batch is a small part of it, and cores that slept while others had their turn are awake. */
    private static final long BATCH_NANOS = 100_000_000;

    private final List<Peer> peers;
    private final int rounds;
    private final WarmUp warmUp;

    /**
     * Rounds over peers, after calls that do not count.
     *
     * @param peers at least one, in the order in which they are asked; closed with this
     * @param rounds batches of each
     */
    public Rounds(List<Peer> peers, int rounds) {
        this(peers, rounds, WarmUp.standard());
    }

    Rounds(List<Peer> peers, int rounds, WarmUp warmUp) {
        if (peers.isEmpty() || rounds < 1) {
            throw new IllegalArgumentException(
                    "rounds: expected a peer and a round at least, got " + peers.size() + " and " + rounds);
        }
        this.peers = List.copyOf(peers);
        this.rounds = rounds;
        this.warmUp = warmUp;
    }

    /** Asks all peers for a case; one that does not run it does not keep the others from it. */
    public List<Outcome> run(BenchCase wanted) {
        List<Turn> turns = new ArrayList<>();
        try {
            for (Peer peer : peers) {
                turns.add(new Turn(wanted, peer, warmUp));
            }
            for (int round = 0; round < rounds; round++) {
                turns.forEach(Turn::batch);
            }
            return turns.stream().map(Turn::outcome).toList();
        } finally {
            turns.forEach(Turn::close);
        }
    }

    @Override
    public void close() {
        peers.forEach(Peer::close);
    }

    /** What one peer has done of a case so far. */
    private static final class Turn {
        private final BenchCase wanted;
        private final Peer peer;
        private final List<Double> nanos = new ArrayList<>();
        private @Nullable PeerCase open;
        private Optional<CaseNotRunException> refusal = Optional.empty();
        private int calls;

        Turn(BenchCase wanted, Peer peer, WarmUp warmUp) {
            this.wanted = wanted;
            this.peer = peer;
            try {
                open = peer.open(wanted.id());
                warmUp.run(open, enoughCalls(open));
                calls = enoughCalls(open);
                open.rest();
            } catch (CaseNotRunException e) {
                refusal = Optional.of(e);
            }
        }

        /** Calls for a batch that is long enough. */
        private int enoughCalls(PeerCase ready) {
            int enough = wanted.leastCalls();
            for (long took = ready.batch(enough); took < BATCH_NANOS; took = ready.batch(enough)) {
                // A batch is aimed at a little more, and grows tenfold at most, since a first one may have been
                // disturbed.
                double factor = 1.2 * BATCH_NANOS / Math.max(took, 1);
                enough = (int) Math.ceil(enough * Math.min(10, Math.max(factor, 1.1)));
            }
            return enough;
        }

        void batch() {
            if (open == null || refusal.isPresent()) {
                return;
            }
            try {
                nanos.add((double) open.batch(calls) / calls);
                open.rest();
            } catch (CaseNotRunException e) {
                refusal = Optional.of(e);
            }
        }

        Outcome outcome() {
            OptionalDouble device = OptionalDouble.empty();
            if (open != null && refusal.isEmpty()) {
                try {
                    device = open.deviceNanos();
                } catch (CaseNotRunException e) {
                    refusal = Optional.of(e);
                }
            }
            return new Outcome(wanted, peer.name(), refusal, nanos, device);
        }

        void close() {
            if (open != null) {
                open.close();
            }
        }
    }
}
