package org.clgrad.nn;

/** The largest of each window of [N,C,L], channel by channel; padding never wins, the first of equals has the gradient. */
public final class MaxPool1d extends MaxPooling {
    /** Windows side by side, the stride being the window's size. */
    public MaxPool1d(int kernel) {
        this(kernel, kernel, 0, 1, false);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the padding
     */
    public MaxPool1d(int kernel, int stride, int padding, int dilation, boolean ceilMode) {
        super(new int[] {kernel}, new int[] {stride}, new int[] {padding}, new int[] {dilation}, ceilMode);
    }
}
