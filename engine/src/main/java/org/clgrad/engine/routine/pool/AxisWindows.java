package org.clgrad.engine.routine.pool;

/**
 * The windows along one axis of a known size.
 *
 * @param size of the input
 * @param windows how many there are
 * @param kernel the most taps of a window
 * @param isAdaptive whether windows reach from ⌊o·size/windows⌋ to before ⌈(o+1)·size/windows⌉, and not by stride and padding
 */
record AxisWindows(long size, long windows, int kernel, int stride, int pad, int dilation, boolean isAdaptive) {
    /** An axis that is not pooled over. */
    static final AxisWindows NONE = new AxisWindows(1, 1, 1, 1, 0, 1, false);

    /** So many windows, which are like any others where the size divides. */
    static AxisWindows adaptive(long size, long windows) {
        if (size % windows == 0) {
            int tile = Math.toIntExact(Math.max(1, size / windows));
            return new AxisWindows(size, windows, tile, tile, 0, 1, false);
        }
        // A window may take in parts of two elements beside whole ones.
        return new AxisWindows(size, windows, Math.toIntExact(Math.min(size, size / windows + 2)), 1, 0, 1, true);
    }

    /** The input position of the first tap of window {@code o}. */
    long begin(long o) {
        return isAdaptive ? Math.floorDiv(o * size, windows) : o * stride - pad;
    }

    /** The number of taps of window {@code o}. */
    long taps(long o) {
        return isAdaptive ? -Math.floorDiv(-(o + 1) * size, windows) - begin(o) : kernel;
    }

    /** How many places of window {@code o} count, those in the padding or not, counted one by one. */
    int places(long o, boolean countPadding) {
        int reach = countPadding ? pad : 0;
        int places = 0;
        for (long t = 0; t < taps(o); t++) {
            long at = begin(o) + t;
            places += at >= -reach && at < size + reach ? 1 : 0;
        }
        return places;
    }

    /** At most so many windows cover an element. */
    long mostCovering() {
        return isAdaptive ? windows / size + 2 : (kernel - 1L) * dilation / stride + 1;
    }
}
