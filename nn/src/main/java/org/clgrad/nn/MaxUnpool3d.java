package org.clgrad.nn;

/**
 * What a {@link MaxPool3d} took out of [N,C,D,H,W] put back at its places, with zeros around it. It takes two tensors, so it is no
 * {@link Module}.
 */
public final class MaxUnpool3d extends MaxUnpooling {
    /** Of cubes side by side. */
    public MaxUnpool3d(int kernel) {
        this(MaxPool3d.cube(kernel), MaxPool3d.cube(kernel), MaxPool3d.cube(0));
    }

    /** Of windows as given, each by depth, height and width. */
    public MaxUnpool3d(int[] kernel, int[] stride, int[] padding) {
        super(kernel, stride, padding);
    }
}
