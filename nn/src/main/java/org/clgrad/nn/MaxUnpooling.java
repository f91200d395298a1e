package org.clgrad.nn;

import java.util.Arrays;
import org.clgrad.autograd.MaxPooled;
import org.clgrad.autograd.Tensor;

/** Max-unpooling on any number of spatial axes. */
abstract sealed class MaxUnpooling permits MaxUnpool1d, MaxUnpool2d, MaxUnpool3d {
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;

    MaxUnpooling(int[] kernel, int[] stride, int[] padding) {
        this.kernel = kernel.clone();
        this.stride = stride.clone();
        this.padding = padding.clone();
    }

    /** Zeros with the elements at their places, of the smallest sizes that such a pooling makes these of. */
    public Tensor apply(MaxPooled pooled) {
        Tensor x = pooled.values();
        long[] sizes = new long[kernel.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = (x.size(i - sizes.length) - 1) * stride[i] - 2L * padding[i] + kernel[i];
        }
        return apply(pooled, sizes);
    }

    /** Zeros with the elements at their places, of the sizes given, one for each spatial axis. */
    public Tensor apply(MaxPooled pooled, long... sizes) {
        if (sizes.length != kernel.length) {
            throw new IllegalArgumentException(getClass().getSimpleName() + ": expected " + kernel.length
                    + " sizes, got " + Arrays.toString(sizes));
        }
        return pooled.values().maxUnpool(pooled.indices(), sizes);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "("
                + new WindowText(kernel)
                        .and("stride", 1, stride)
                        .and("padding", 0, padding)
                        .and(")");
    }
}
