package org.clgrad.nn;

import org.clgrad.autograd.MaxPooled;
import org.clgrad.autograd.Tensor;

/** Max pooling on any number of spatial axes. */
abstract sealed class MaxPooling extends Module permits MaxPool1d, MaxPool2d, MaxPool3d {
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;
    private final boolean ceilMode;

    MaxPooling(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceilMode) {
        this.kernel = kernel.clone();
        this.stride = stride.clone();
        this.padding = padding.clone();
        this.dilation = dilation.clone();
        this.ceilMode = ceilMode;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.maxPool(kernel, stride, padding, dilation, ceilMode);
    }

    /** The largest of each window, and their places in the planes, which a max-unpooling wants. */
    public MaxPooled withIndices(Tensor x) {
        return x.maxPoolWithIndices(kernel, stride, padding, dilation, ceilMode);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "("
                + new WindowText(kernel)
                        .and("stride", 1, stride)
                        .and("padding", 0, padding)
                        .and("dilation", 1, dilation)
                        .and(ceilMode ? ", ceil)" : ")");
    }
}
