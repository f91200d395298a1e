package org.clgrad.nn.data;

/**
 * The SplitMix64 generator of random numbers, written out so that a seed gives the same numbers on every Java version:
 * {@link java.util.SplittableRandom} promises this for bits, but not for how it derives bounded numbers from them.
 *
 * <p>Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, fig. 16, with
 * the mixing constants of D. Stafford's variant 13; bounded numbers by D. Lemire, "Fast random integer generation in an
 * interval", ACM TOMACS 29(1), 2019, alg. 5.
 */
final class SplitMix64 {
    /** 2⁶⁴ divided by the golden ratio, made odd. */
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    /** A generator that begins at a state of the sequence. */
    SplitMix64(long state) {
        this.state = state;
    }

    /** A generator of its own for each pair: stream 7 of a seed is had without drawing streams 0 … 6. */
    static SplitMix64 stream(long seed, long stream) {
        return new SplitMix64(mix(mix(seed + GAMMA) + stream));
    }

    long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /** Uniform over 0 … bound − 1, for {@code bound} ≥ 1. */
    int nextInt(int bound) {
        long product = (nextLong() >>> 32) * bound;
        long low = product & 0xffff_ffffL;
        if (low < bound) {
            // Without these draws again, the first 2³² mod bound numbers would come up once too often.
            long threshold = ((1L << 32) - bound) % bound;
            while (low < threshold) {
                product = (nextLong() >>> 32) * bound;
                low = product & 0xffff_ffffL;
            }
        }
        return (int) (product >>> 32);
    }

    /** Uniform over [{@code low}, {@code high}). */
    double nextDouble(double low, double high) {
        return low + (high - low) * ((nextLong() >>> 11) * 0x1p-53);
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
