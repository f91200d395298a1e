package org.clgrad.nn.layer;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Init;
import org.clgrad.nn.Window;

/**
 * Transposed convolution over images: what a convolution's gradient does to the gradient of its result, with a bias. Each
 * element of the input spreads the kernel over the output, from element i·stride − padding on.
 *
 * <p>From [N,C,H,W] to [N,K,P,Q], each size (size − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1. Parameters
 * {@code weight} [C, K/groups, R, S] and {@code bias} [K], PyTorch's layout; the fans of {@link Init} are PyTorch's as well, which
 * takes the second axis for the inputs.
 */
public final class ConvTranspose2d extends ConvTranspose {
    /** A square kernel that moves by 1 without padding; with a bias, {@link Init#GLOROT_UNIFORM}. */
    public ConvTranspose2d(int inChannels, int outChannels, int kernel) {
        this(inChannels, outChannels, Window.sliding(kernel));
    }

    /** A kernel that moves as the window says; with a bias, {@link Init#GLOROT_UNIFORM}. */
    public ConvTranspose2d(int inChannels, int outChannels, Window window) {
        this(inChannels, outChannels, window, Window.Size.of(0, 0), 1, true, Init.GLOROT_UNIFORM);
    }

    /**
     * A transposed convolution with all there is to choose.
     *
     * @param inChannels C
     * @param outChannels K
     * @param window the kernel's size and how it moves over the output
     * @param outputPadding further outputs behind, along each axis, so that the input of a strided convolution is met
     * @param groups parts that the channels are cut into, each convolved by itself; divides C and K
     * @param bias whether there is one
     * @param init what the parameters begin with
     * @throws IllegalArgumentException if a number is less than 1, groups does not divide the channels, or the window is not
     *     one of two axes
     */
    public ConvTranspose2d(
            int inChannels,
            int outChannels,
            Window window,
            Window.Size outputPadding,
            int groups,
            boolean bias,
            Init init) {
        super(2, inChannels, outChannels, window, outputPadding, groups, bias, init);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return convolved(x::convTranspose2d);
    }
}
