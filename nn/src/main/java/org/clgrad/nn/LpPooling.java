package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** Norms of windows on any number of spatial axes. */
abstract sealed class LpPooling extends Module permits LPPool1d, LPPool2d {
    private final double p;
    private final int[] kernel;
    private final int[] stride;
    private final boolean ceilMode;

    LpPooling(double p, int[] kernel, int[] stride, boolean ceilMode) {
        this.p = p;
        this.kernel = kernel.clone();
        this.stride = stride.clone();
        this.ceilMode = ceilMode;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.lpPool(p, kernel, stride, ceilMode);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(p=" + p + ", "
                + new WindowText(kernel).and("stride", 1, stride).and(ceilMode ? ", ceil)" : ")");
    }
}
