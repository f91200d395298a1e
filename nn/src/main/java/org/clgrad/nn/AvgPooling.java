package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** Average pooling on any number of spatial axes. */
abstract sealed class AvgPooling extends Module permits AvgPool1d, AvgPool2d, AvgPool3d {
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;
    private final boolean ceilMode;
    private final boolean countPadding;
    private final int divisor;

    AvgPooling(int[] kernel, int[] stride, int[] padding, boolean ceilMode, boolean countPadding, int divisor) {
        this.kernel = kernel.clone();
        this.stride = stride.clone();
        this.padding = padding.clone();
        this.ceilMode = ceilMode;
        this.countPadding = countPadding;
        this.divisor = divisor;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.avgPool(kernel, stride, padding, ceilMode, countPadding, divisor);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "("
                + new WindowText(kernel)
                        .and("stride", 1, stride)
                        .and("padding", 0, padding)
                        .and(ceilMode ? ", ceil" : "")
                        .and(countPadding ? "" : ", padding not counted")
                        .and(divisor == 0 ? ")" : ", divided by " + divisor + ")");
    }
}
