package org.clgrad.examples.models;

import java.util.function.UnaryOperator;
import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Init;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.Window;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.norm.BatchNorm2d;

/**
 * How a residual block's input comes to the size of its output, where the two differ.
 *
 * <p>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, §3.3.
 */
enum Shortcut {
    /** Option A: every stride-th pixel, with channels of zeros around; it has nothing to learn. */
    PADDED,
    /** Option B: a 1×1 convolution with the stride, normalised. */
    PROJECTED;

    /**
     * Option A.
     *
     * @throws IllegalArgumentException if channels are lost, or an odd number is added, which has no middle
     */
    static UnaryOperator<Tensor> padding(int inChannels, int outChannels, int stride) {
        int more = outChannels - inChannels;
        if (more < 0 || more % 2 != 0) {
            throw new IllegalArgumentException(
                    "shortcut: expected an even number of channels more, got " + inChannels + " to " + outChannels);
        }
        long[] channels = {0, more / 2, 0, 0};
        return x ->
                x.slice(2, 0, x.size(2), stride).slice(3, 0, x.size(3), stride).pad(channels, channels, 0);
    }

    /** Option B. */
    static Sequential projection(int inChannels, int outChannels, int stride) {
        Window window = Window.sliding(1).stride(stride);
        return new Sequential(
                new Conv2d(inChannels, outChannels, window, 1, false, Init.HE_UNIFORM), new BatchNorm2d(outChannels));
    }
}
