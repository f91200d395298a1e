package org.clgrad.engine.tuner;

import java.util.Arrays;
import java.util.List;

/** Where candidates are checked and timed. */
@FunctionalInterface
public interface Arena {
    /**
     * Checks two candidates and times them in turns.
     *
     * @param best the one to be beaten
     * @param rounds of both, at most
     */
    Race race(Candidate best, Candidate rival, int rounds);

    /** What came of it. */
    sealed interface Race permits Timed, Lost {}

    /**
     * Both are right, and were timed in pairs: the i-th of one beside the i-th of the other.
     *
     * @param best nanoseconds of a call
     * @param rival likewise
     */
    record Timed(List<Double> best, List<Double> rival) implements Race {
        public Timed {
            best = List.copyOf(best);
            rival = List.copyOf(rival);
            if (best.size() != rival.size() || best.isEmpty()) {
                throw new IllegalArgumentException("times without pairs: " + best + ", " + rival);
            }
        }

        /** How many times as fast as the best one the rival is, in each pair. */
        public double[] ratios() {
            double[] ratios = new double[best.size()];
            Arrays.setAll(ratios, i -> best.get(i) / rival.get(i));
            return ratios;
        }
    }

    /**
     * There are no times.
     *
     * @param who is to blame
     * @param reason how it was lost
     * @param message more about it, in one line
     */
    record Lost(Who who, Reason reason, String message) implements Race {}

    /** Of two candidates, one. */
    enum Who {
        BEST,
        RIVAL
    }

    /** How a candidate can be lost. */
    enum Reason {
        /** The device does not take it, as is found when it is built. */
        UNFIT("unfit"),
        /** It computes something else than the reference, or ends with an error. */
        WRONG("wrong"),
        /** It did not come to an end in time. */
        HUNG("hung"),
        /** The process ended by it. */
        CRASHED("crashed");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
