package org.clgrad.nn.pool;

import org.clgrad.autograd.MaxPooled;
import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;
import org.clgrad.nn.Window;

/** Max pooling on any number of spatial axes. */
abstract sealed class MaxPooling extends Module permits MaxPool1d, MaxPool2d, MaxPool3d {
    private final Window window;
    private final boolean ceilMode;

    MaxPooling(int rank, Window window, boolean ceilMode) {
        this.window = PoolingWindow.checked(getClass().getSimpleName(), rank, window);
        this.ceilMode = ceilMode;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.maxPool(
                window.kernel().toArray(),
                window.stride().toArray(),
                window.padding().toArray(),
                window.dilation().toArray(),
                ceilMode);
    }

    /** The largest of each window, and their places in the planes, which a max-unpooling wants. */
    public MaxPooled withIndices(Tensor x) {
        return x.maxPoolWithIndices(
                window.kernel().toArray(),
                window.stride().toArray(),
                window.padding().toArray(),
                window.dilation().toArray(),
                ceilMode);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + window + (ceilMode ? ", ceil)" : ")");
    }
}
