package org.clgrad.examples.bench;

/**
 * Calls before those that count: the first build programs and fill pools, and for seconds the Java VM compiles what is called often,
 * which takes a processor from the device meanwhile. They go on until calls no longer become faster, for every peer by the same rule.
 *
 * @param windowNanos calls are compared in windows of so long
 * @param patience windows in a row that bring no gain and end it
 * @param mostNanos after so long it ends in any case
 */
record WarmUp(long windowNanos, int patience, long mostNanos) {
    /** What counts as a gain; more is chance. */
    private static final double GAIN = 0.02;

    /** Three and a half seconds for what is as fast as it gets at once, thirty at most. */
    static WarmUp standard() {
        return new WarmUp(500_000_000, 6, 30_000_000_000L);
    }

    /** Calls a case in batches. */
    void run(PeerCase warmed, int callsPerBatch) {
        double best = Double.POSITIVE_INFINITY;
        int idle = 0;
        long spent = 0;
        while (spent < mostNanos && idle < patience) {
            long nanos = 0;
            long calls = 0;
            while (nanos < windowNanos) {
                nanos += Math.max(1, warmed.batch(callsPerBatch));
                calls += callsPerBatch;
            }
            spent += nanos;
            double ofCall = (double) nanos / calls;
            boolean isGain = ofCall < (1 - GAIN) * best;
            best = isGain ? ofCall : best; // so that small gains add up
            idle = isGain ? 0 : idle + 1;
        }
    }
}
