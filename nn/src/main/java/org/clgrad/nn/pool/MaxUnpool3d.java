package org.clgrad.nn.pool;

import org.clgrad.nn.Window;

/**
 * What a {@link MaxPool3d} took out of [N,C,D,H,W] put back at its places, with zeros around it. It takes two tensors, so it
 * is no {@link org.clgrad.nn.Module}.
 */
public final class MaxUnpool3d extends MaxUnpooling {
    /** Of cubes side by side. */
    public MaxUnpool3d(int kernel) {
        this(PoolingWindow.tiling(3, kernel));
    }

    /** Of windows as given; dilation changes nothing. */
    public MaxUnpool3d(Window window) {
        super(3, window);
    }
}
