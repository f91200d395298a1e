package org.clgrad.nn;

/**
 * What a {@link MaxPool1d} took out of [N,C,L] put back at its places, with zeros around it. It takes two tensors, so it is no
 * {@link Module}.
 */
public final class MaxUnpool1d extends MaxUnpooling {
    /** Of windows side by side. */
    public MaxUnpool1d(int kernel) {
        this(kernel, kernel, 0);
    }

    /** Of windows as given. */
    public MaxUnpool1d(int kernel, int stride, int padding) {
        super(new int[] {kernel}, new int[] {stride}, new int[] {padding});
    }
}
