package org.clgrad.nn.layer;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Init;
import org.clgrad.nn.Window;
import org.jspecify.annotations.Nullable;

/** What transposed convolutions over one, two and three axes share: further outputs behind. */
abstract sealed class ConvTranspose extends ConvolutionLayer permits ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
    private final Window.Size outputPadding;

    /**
     * @param rank how many axes are convolved
     * @param outputPadding further outputs behind, along each axis
     * @throws IllegalArgumentException if a number is less than 1, groups does not divide the channels, or the window moves
     *     over another number of axes
     */
    ConvTranspose(
            int rank,
            int inChannels,
            int outChannels,
            Window window,
            Window.Size outputPadding,
            int groups,
            boolean bias,
            Init init) {
        super(rank, true, inChannels, outChannels, window, groups, bias, init);
        this.outputPadding = outputPadding;
    }

    /** The operation on tensors, for so many axes. */
    @FunctionalInterface
    interface Convolution {
        Tensor of(
                Tensor weight,
                @Nullable Tensor bias,
                int[] stride,
                int[] padding,
                int[] outputPadding,
                int groups,
                int[] dilation);
    }

    final Tensor convolved(Convolution operation) {
        return operation.of(
                weight().tensor(),
                shift(),
                window().stride().toArray(),
                window().paddings(),
                outputPadding.toArray(),
                groups(),
                window().dilation().toArray());
    }

    /** The second: the weight is [in, out/groups, kernel…]. */
    @Override
    protected final int outputAxis() {
        return 1;
    }

    @Override
    final String further() {
        boolean none = outputPadding.axes().stream().allMatch(axis -> axis == 0);
        return super.further() + (none ? "" : ", output padding " + outputPadding);
    }
}
