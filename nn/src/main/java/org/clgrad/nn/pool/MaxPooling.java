package org.clgrad.nn.pool;

import java.util.Arrays;
import org.clgrad.autograd.MaxPooled;
import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;
import org.clgrad.nn.Window;
import org.clgrad.nn.activation.ReLU;
import org.jspecify.annotations.Nullable;

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

    /**
     * The largest of what a ReLU leaves is what a ReLU leaves of the largest; and a gradient that meets a 0 of the one meets a 0
     * of the other. Only of windows that lie in the padding is the largest −∞, and those there are if taps are apart. It is
     * cheaper where there are fewer windows than elements.
     */
    @Override
    protected boolean isCheaperBefore(Module previous) {
        return previous instanceof ReLU
                && Arrays.stream(window.stride().toArray()).anyMatch(step -> step > 1)
                && Arrays.stream(window.dilation().toArray()).allMatch(step -> step == 1);
    }

    @Override
    protected @Nullable Module joinedWith(Module next) {
        return next instanceof ReLU ? new Rectified() : null;
    }

    /** The pooling and the ReLU behind it, as one. */
    private final class Rectified extends Module {
        @Override
        protected Tensor forward(Tensor x) {
            return x.maxPoolRelu(
                    window.kernel().toArray(),
                    window.stride().toArray(),
                    window.padding().toArray(),
                    window.dilation().toArray(),
                    ceilMode);
        }
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
