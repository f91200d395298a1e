package org.clgrad.nn;

/** The mean of each window of [N,C,L], channel by channel; places in the padding count as zeros, as in PyTorch. */
public final class AvgPool1d extends AvgPooling {
    /** Windows side by side, the stride being the window's size. */
    public AvgPool1d(int kernel) {
        this(kernel, kernel, 0, false, true);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the padding; what it reaches there does not count
     * @param countPadding whether places in the padding count
     */
    public AvgPool1d(int kernel, int stride, int padding, boolean ceilMode, boolean countPadding) {
        super(new int[] {kernel}, new int[] {stride}, new int[] {padding}, ceilMode, countPadding, 0);
    }
}
