package org.clgrad.autograd;

import java.util.Arrays;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Numbers for each channel of a tensor [N,C,…]. */
final class Channels {
    private Channels() {}

    /** A vector [C] as [C,1,…,1], which broadcasts to a tensor of the given rank along axis 1. */
    static Tensor along(Tensor numbers, int rank) {
        long[] sizes = new long[rank - 1];
        Arrays.fill(sizes, 1);
        sizes[0] = numbers.size(0);
        return numbers.reshape(Shape.of(sizes));
    }

    /**
     * Whether x has channels and there is one of the numbers for each.
     *
     * @param numbers or null, which fits
     */
    static void check(String operation, Tensor x, String argument, @Nullable Tensor numbers) {
        if (x.rank() < 2) {
            throw new MismatchException(
                    operation, "input", "shape [N,C,…]", x.shape().toString());
        }
        if (numbers != null && !numbers.shape().equals(Shape.of(x.size(1)))) {
            throw new MismatchException(
                    operation,
                    argument,
                    "shape " + Shape.of(x.size(1)) + ", the channels of " + x.shape(),
                    numbers.shape().toString());
        }
    }

    /** The numbers that are given for the channels of x[N,C,…], or one number for each. */
    static Tensor orElse(Tensor x, @Nullable Tensor numbers, double otherwise) {
        return numbers != null ? numbers : Tensors.full(x.device(), x.dtype(), Shape.of(x.size(1)), otherwise);
    }
}
