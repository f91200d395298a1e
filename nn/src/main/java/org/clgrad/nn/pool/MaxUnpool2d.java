package org.clgrad.nn.pool;

import org.clgrad.nn.Window;

/**
 * What a {@link MaxPool2d} took out of [N,C,H,W] put back at its places, with zeros around it. It takes two tensors, so it
 * is no {@link org.clgrad.nn.Module}.
 */
public final class MaxUnpool2d extends MaxUnpooling {
    /** Of square windows side by side. */
    public MaxUnpool2d(int kernel) {
        this(PoolingWindow.tiling(2, kernel));
    }

    /** Of windows as given; dilation changes nothing. */
    public MaxUnpool2d(Window window) {
        super(2, window);
    }
}
