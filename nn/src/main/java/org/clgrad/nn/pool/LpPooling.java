package org.clgrad.nn.pool;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;
import org.clgrad.nn.Window;

/** Norms of windows on any number of spatial axes. */
abstract sealed class LpPooling extends Module permits LPPool1d, LPPool2d, LPPool3d {
    private final double p;
    private final Window window;
    private final boolean ceilMode;

    LpPooling(int rank, double p, Window window, boolean ceilMode) {
        this.p = p;
        this.window = PoolingWindow.plain(getClass().getSimpleName(), rank, window);
        this.ceilMode = ceilMode;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.lpPool(p, window.kernel().toArray(), window.stride().toArray(), ceilMode);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(p=" + p + ", " + window + (ceilMode ? ", ceil)" : ")");
    }
}
