package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;
import org.clgrad.nn.Init;
import org.clgrad.nn.Window;

/**
 * Convolution over sequences, in fact cross-correlation as everywhere in this field: y[n,k,q] = b[k] + Σ x[n, c, q·stride + s·dilation − padding]·w[k,c,s], over c of k's group and s.
 *
 * <p>From [N,C,W] to [N,K,Q]. Parameters {@code weight} [K, C/groups, S] and {@code bias} [K], PyTorch's layout.
 */
public final class Conv1d extends SlidingConvolution {
    /** A kernel that moves by 1 without padding; with a bias, {@link Init#GLOROT_UNIFORM}. */
    public Conv1d(int inChannels, int outChannels, int kernel) {
        this(inChannels, outChannels, Window.of(kernel));
    }

    /** A kernel that moves as the window says; with a bias, {@link Init#GLOROT_UNIFORM}. */
    public Conv1d(int inChannels, int outChannels, Window window) {
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
     *     one of one axis
     */
    public Conv1d(int inChannels, int outChannels, Window window, int groups, boolean bias, Init init) {
        this(inChannels, outChannels, window, PaddingMode.ZEROS, groups, bias, init);
    }

    /**
     * A convolution with all there is to choose, what the padding is made of too.
     *
     * @throws IllegalArgumentException if a number is less than 1, groups does not divide the channels, or the window is not
     *     one of one axis
     */
    public Conv1d(
            int inChannels,
            int outChannels,
            Window window,
            PaddingMode paddingMode,
            int groups,
            boolean bias,
            Init init) {
        super(1, inChannels, outChannels, window, paddingMode, groups, bias, init);
    }
}
