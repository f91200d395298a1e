package org.clgrad.nn.pool;

import java.util.Arrays;
import org.clgrad.autograd.MaxPooled;
import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Window;

/** Max-unpooling on any number of spatial axes. */
abstract sealed class MaxUnpooling permits MaxUnpool1d, MaxUnpool2d, MaxUnpool3d {
    private final Window window;

    MaxUnpooling(int rank, Window window) {
        this.window = PoolingWindow.checked(getClass().getSimpleName(), rank, window);
    }

    /** Zeros with the elements at their places, of the smallest sizes that such a pooling makes these of. */
    public Tensor apply(MaxPooled pooled) {
        int[] kernel = window.kernel().toArray();
        int[] stride = window.stride().toArray();
        int[] padding = window.padding().toArray();
        long[] sizes = new long[kernel.length];
        for (int i = 0; i < sizes.length; i++) {
            long size = pooled.values().size(i - sizes.length);
            sizes[i] = (size - 1) * stride[i] - 2L * padding[i] + kernel[i];
        }
        return apply(pooled, sizes);
    }

    /** Zeros with the elements at their places, of the sizes given, one for each spatial axis. */
    public Tensor apply(MaxPooled pooled, long... sizes) {
        if (sizes.length != window.rank()) {
            throw new IllegalArgumentException(getClass().getSimpleName() + ": expected " + window.rank()
                    + " sizes, got " + Arrays.toString(sizes));
        }
        return pooled.values().maxUnpool(pooled.indices(), sizes);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + window + ")";
    }
}
