package org.clgrad.nn.pool;

import org.clgrad.nn.Window;

/**
 * What a {@link MaxPool1d} took out of [N,C,L] put back at its places, with zeros around it. It takes two tensors, so it
 * is no {@link org.clgrad.nn.Module}.
 */
public final class MaxUnpool1d extends MaxUnpooling {
    /** Of windows side by side. */
    public MaxUnpool1d(int kernel) {
        this(PoolingWindow.tiling(1, kernel));
    }

    /** Of windows as given; dilation changes nothing. */
    public MaxUnpool1d(Window window) {
        super(1, window);
    }
}
