package org.clgrad.nn.pool;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;
import org.clgrad.nn.Window;

/** Average pooling on any number of spatial axes. */
abstract sealed class AvgPooling extends Module permits AvgPool1d, AvgPool2d, AvgPool3d {
    private final Window window;
    private final boolean ceilMode;
    private final boolean countPadding;
    private final int divisor;

    AvgPooling(int rank, Window window, boolean ceilMode, boolean countPadding, int divisor) {
        this.window = PoolingWindow.undilated(getClass().getSimpleName(), rank, window);
        this.ceilMode = ceilMode;
        this.countPadding = countPadding;
        this.divisor = divisor;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.avgPool(
                window.kernel().toArray(),
                window.stride().toArray(),
                window.padding().toArray(),
                ceilMode,
                countPadding,
                divisor);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + window + (ceilMode ? ", ceil" : "")
                + (countPadding ? "" : ", padding not counted")
                + (divisor == 0 ? ")" : ", divided by " + divisor + ")");
    }
}
