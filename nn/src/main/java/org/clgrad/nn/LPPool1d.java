package org.clgrad.nn;

/** The p-norm of each window of [N,C,L], channel by channel. */
public final class LPPool1d extends LpPooling {
    /** Windows side by side, the stride being the window's size. */
    public LPPool1d(double p, int kernel) {
        this(p, kernel, kernel, false);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the input, and then counts as if it were whole
     */
    public LPPool1d(double p, int kernel, int stride, boolean ceilMode) {
        super(p, new int[] {kernel}, new int[] {stride}, ceilMode);
    }
}
