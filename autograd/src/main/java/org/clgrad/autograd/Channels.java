package org.clgrad.autograd;

import java.util.Arrays;
import org.clgrad.engine.tensor.Shape;

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
}
