package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;
import org.clgrad.nn.Init;
import org.clgrad.nn.Window;

/**
 * Convolution over volumes, in fact cross-correlation as everywhere in this field: y[n,k,o,p,q] = b[k] + Σ x[n,c,o·stride + t·dilation − padding, …]·w[k,c,t,r,s], over c of k's group, t, r and s.
 *
 * <p>From [N,C,D,H,W] to [N,K,O,P,Q]. Parameters {@code weight} [K, C/groups, T, R, S] and {@code bias} [K], PyTorch's layout.
 */
public final class Conv3d extends SlidingConvolution {
    /** A cubic kernel that moves by 1 without padding; with a bias, {@link Init#GLOROT_UNIFORM}. */
    public Conv3d(int inChannels, int outChannels, int kernel) {
        this(inChannels, outChannels, Window.of(kernel, kernel, kernel));
    }

    /** A kernel that moves as the window says; with a bias, {@link Init#GLOROT_UNIFORM}. */
    public Conv3d(int inChannels, int outChannels, Window window) {
        this(inChannels, outChannels, window, 1, true, Init.GLOROT_UNIFORM);
    }

    /**
     * A convolution with all there is to choose.
     *
     * @param inChannels C
     * @param outChannels K
     * @param window the kernel's size and how it moves
     * @param groups parts that the channels are cut into, each convolved by itself; divides C and K
     * @param bias whether there is one
     * @param init what the parameters begin with
     * @throws IllegalArgumentException if a number is less than 1, groups does not divide the channels, or the window is not
     *     one of three axes
     */
    public Conv3d(int inChannels, int outChannels, Window window, int groups, boolean bias, Init init) {
        this(inChannels, outChannels, window, PaddingMode.ZEROS, groups, bias, init);
    }

    /**
     * A convolution with all there is to choose, what the padding is made of too.
     *
     * @throws IllegalArgumentException if a number is less than 1, groups does not divide the channels, or the window is not
     *     one of three axes
     */
    public Conv3d(
            int inChannels,
            int outChannels,
            Window window,
            PaddingMode paddingMode,
            int groups,
            boolean bias,
            Init init) {
        super(3, inChannels, outChannels, window, paddingMode, groups, bias, init);
    }
}
