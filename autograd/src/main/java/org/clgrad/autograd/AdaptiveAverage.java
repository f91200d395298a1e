package org.clgrad.autograd;

import org.clgrad.engine.routine.pool.PoolWindow;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/** Means over as many windows as are asked for, by the cheapest operation that can say it. */
final class AdaptiveAverage {
    private AdaptiveAverage() {}

    static Tensor of(Tensor x, long outHeight, long outWidth) {
        if (x.rank() != 4 || outHeight < 1 || outWidth < 1 || x.size(2) < 1 || x.size(3) < 1) {
            throw new MismatchException(
                    "adaptive_avg_pool2d",
                    "input",
                    "shape [N,C,H,W] and sizes of at least 1",
                    x.shape() + " to " + outHeight + "×" + outWidth);
        }
        long height = x.size(2);
        long width = x.size(3);
        if (outHeight == 1 && outWidth == 1) {
            return x.mean(true, 2, 3);
        }
        if (height % outHeight == 0 && width % outWidth == 0) {
            int windowHeight = Math.toIntExact(height / outHeight);
            int windowWidth = Math.toIntExact(width / outWidth);
            PoolWindow window = new PoolWindow(windowHeight, windowWidth, windowHeight, windowWidth, 0, 0, 1, 1, false);
            return x.avgPool2d(window, false);
        }
        // Rows and columns can be averaged one after the other, since all elements of a window weigh the same.
        return averages(x, outHeight, height)
                .matmul(x)
                .matmul(averages(x, outWidth, width).t());
    }

    /** The matrix [out, size] that averages along an axis. */
    private static Tensor averages(Tensor like, long out, long size) {
        double[] weights = new double[Math.toIntExact(Math.multiplyExact(out, size))];
        for (long i = 0; i < out; i++) {
            long begin = i * size / out;
            long end = ((i + 1) * size + out - 1) / out;
            for (long k = begin; k < end; k++) {
                weights[(int) (i * size + k)] = 1.0 / (end - begin);
            }
        }
        return Tensor.of(like.device(), like.dtype(), Shape.of(out, size), weights);
    }
}
