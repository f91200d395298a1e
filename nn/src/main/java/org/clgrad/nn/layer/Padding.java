package org.clgrad.nn.layer;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.clgrad.autograd.PaddingMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/**
 * Padding of the last axes of a tensor. Numbers are in PyTorch's order: before and after the innermost axis, before and after
 * the next one, and so on; negative ones take elements away.
 */
abstract class Padding extends Module {
    private final int[] padding;
    private final PaddingMode mode;
    private final double value;

    /** @throws IllegalArgumentException if there are neither one number nor two for each axis */
    Padding(int rank, PaddingMode mode, double value, int... padding) {
        if (padding.length != 1 && padding.length != 2 * rank) {
            throw new IllegalArgumentException(getClass().getSimpleName() + ": expected one number or " + 2 * rank
                    + ", got " + Arrays.toString(padding));
        }
        this.padding = padding.length == 1
                ? IntStream.generate(() -> padding[0]).limit(2L * rank).toArray()
                : padding.clone();
        this.mode = mode;
        this.value = value;
    }

    @Override
    protected final Tensor forward(Tensor x) {
        long[] before = new long[x.rank()];
        long[] after = new long[x.rank()];
        for (int i = 0; i < padding.length / 2; i++) {
            int axis = x.shape().axis(getClass().getSimpleName(), -1 - i);
            before[axis] = padding[2 * i];
            after[axis] = padding[2 * i + 1];
        }
        return mode == PaddingMode.ZEROS ? x.pad(before, after, value) : x.pad(before, after, mode);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName()
                + Arrays.toString(padding).replace('[', '(').replace(']', ')');
    }
}
