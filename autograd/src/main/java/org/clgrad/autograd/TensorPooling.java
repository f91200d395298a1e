package org.clgrad.autograd;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.grid.GridSampling;
import org.clgrad.engine.routine.pool.AvgPool;
import org.clgrad.engine.routine.pool.PoolWindow;
import org.clgrad.engine.tensor.MismatchException;

/**
 * Pooling over windows of planes, and planes in other sizes: [N,C,W], [N,C,H,W] or [N,C,D,H,W], or the same without N. The number of spatial axes is
 * that of the numbers given for each of them.
 */
public sealed interface TensorPooling permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * The largest of each window; the first of ties, NaN wins, padding never does. Gradient: to that element alone.
     *
     * @throws MismatchException if this is not planes that hold a window
     */
    default Tensor maxPool(PoolWindow window) {
        return MaxPoolFunction.largest(self(), window);
    }

    /** As {@link #maxPool(PoolWindow)}, with a number for each spatial axis. */
    default Tensor maxPool(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceilMode) {
        return maxPool(PoolWindow.sliding(kernel, stride, padding, dilation, ceilMode));
    }

    /**
     * max(maxPool, 0) in one pass: {@link #maxPool(PoolWindow)} and {@link Tensor#relu}. What is cut to 0
     * takes no gradient.
     *
     * @throws MismatchException if this is not planes that hold a window
     */
    default Tensor maxPoolRelu(PoolWindow window) {
        return MaxPoolFunction.rectified(self(), window);
    }

    /** As {@link #maxPoolRelu(PoolWindow)}, with a number for each spatial axis. */
    default Tensor maxPoolRelu(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceilMode) {
        return maxPoolRelu(PoolWindow.sliding(kernel, stride, padding, dilation, ceilMode));
    }

    /** As {@link #maxPool(PoolWindow)}, with the places of the largest. */
    default MaxPooled maxPoolWithIndices(PoolWindow window) {
        return MaxPoolFunction.withIndices(self(), window);
    }

    /** As {@link #maxPoolWithIndices(PoolWindow)}, with a number for each spatial axis. */
    default MaxPooled maxPoolWithIndices(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceilMode) {
        return maxPoolWithIndices(PoolWindow.sliding(kernel, stride, padding, dilation, ceilMode));
    }

    /**
     * The mean of each window; what a last window of ceil mode reaches beyond the padding does not count. Gradient:
     * dy/count to each tap.
     *
     * @param countPadding whether places in the padding count, as zeros
     * @param divisor what sums are divided by instead, or 0 for the number of places that count
     * @throws IllegalArgumentException if the window is dilated
     * @throws MismatchException if this is not planes that hold a window
     */
    default Tensor avgPool(PoolWindow window, boolean countPadding, int divisor) {
        return new AvgPoolFunction(new AvgPool(window, countPadding, divisor)).apply(self());
    }

    /** As {@link #avgPool(PoolWindow, boolean, int)}, with a number for each spatial axis. */
    default Tensor avgPool(
            int[] kernel, int[] stride, int[] padding, boolean ceilMode, boolean countPadding, int divisor) {
        int[] none = new int[kernel.length];
        Arrays.fill(none, 1);
        return avgPool(PoolWindow.sliding(kernel, stride, padding, none, ceilMode), countPadding, divisor);
    }

    /**
     * Means over as many windows as the result is to have along each spatial axis: window i of them reaches from
     * ⌊i·size/windows⌋ to ⌈(i+1)·size/windows⌉, so that neighbours overlap where the numbers do not divide.
     */
    default Tensor adaptiveAvgPool(long... windows) {
        PoolWindow window = PoolWindow.adaptive(windows);
        int rank = self().rank();
        boolean isGlobal = Arrays.stream(windows).allMatch(count -> count == 1)
                && rank > windows.length
                && self().shape().last(windows.length).stream().allMatch(size -> size > 0);
        return isGlobal
                ? self().mean(true, IntStream.range(rank - windows.length, rank).toArray())
                : avgPool(window, false, 0);
    }

    /** The largest over windows like those of {@link #adaptiveAvgPool}; for the rest as {@link #maxPool(PoolWindow)}. */
    default Tensor adaptiveMaxPool(long... windows) {
        return maxPool(PoolWindow.adaptive(windows));
    }

    /** As {@link #adaptiveMaxPool}, with the places of the largest. */
    default MaxPooled adaptiveMaxPoolWithIndices(long... windows) {
        return maxPoolWithIndices(PoolWindow.adaptive(windows));
    }

    /**
     * In other sizes, one for each spatial axis.
     *
     * @param alignCorners whether the first and the last elements of both grids lie upon each other, and not the ends of
     *     their extents; for {@link Interpolation#LINEAR} and {@link Interpolation#CUBIC}
     * @throws MismatchException if this is not planes of so many axes, a size is less than 1, or corners are to be aligned
     *     that the rule knows nothing of
     */
    default Tensor interpolate(Interpolation mode, boolean alignCorners, long... sizes) {
        return ResizeFunction.toSizes(self(), mode, alignCorners, sizes);
    }

    /**
     * Larger or smaller by factors, one for each spatial axis, a size becoming ⌊size·factor⌋. Positions follow from the
     * factor and not from the sizes, as in PyTorch.
     *
     * @param alignCorners as for {@link #interpolate}
     * @throws MismatchException if this is not planes of so many axes, a size would be less than 1, or corners are to be
     *     aligned that the rule knows nothing of
     * @throws IllegalArgumentException if a factor is not between 2⁻²⁰ and 2²⁰
     */
    default Tensor interpolateBy(Interpolation mode, boolean alignCorners, double... factors) {
        return ResizeFunction.byFactors(self(), mode, alignCorners, factors);
    }

    /**
     * The p-norm of each window: (Σ xᵖ)^(1/p), where p is even that of magnitudes; of odd sums that are negative NaN, as in
     * PyTorch. A last window of ceil mode counts as if it were whole. The gradient at a sum of 0 is NaN, but for p = 1.
     *
     * @throws IllegalArgumentException if p is not positive, or is infinite
     */
    default Tensor lpPool(double p, int[] kernel, int[] stride, boolean ceilMode) {
        if (!(p > 0) || Double.isInfinite(p)) {
            throw new IllegalArgumentException("lp_pool: p is positive and finite, got " + p);
        }
        long taps = IntStream.of(kernel).asLongStream().reduce(1, Math::multiplyExact);
        return Accumulated.of(
                in -> {
                    Tensor powers = p == 2 ? in[0].square() : p == 1 ? in[0] : in[0].pow(p);
                    Tensor sums = powers.avgPool(kernel, stride, new int[kernel.length], ceilMode, false, 0)
                            .mul((double) taps);
                    return p == 2 ? sums.sqrt() : p == 1 ? sums : sums.pow(1 / p);
                },
                self());
    }

    /**
     * Zeros of other sizes, one for each spatial axis, with these elements at their places: what max pooling took out, put
     * back. Of several with one index the last one stays, and has the gradient; an index that is no place is passed over.
     *
     * @param indices of this shape, I64: places in each plane, row-major, as in {@link MaxPooled}
     */
    default Tensor maxUnpool(Tensor indices, long... sizes) {
        return new MaxUnpoolFunction(LongStream.of(sizes).boxed().toList()).apply(self(), indices);
    }

    /**
     * Channels for resolution: [N, C·r², H, W] becomes [N, C, H·r, W·r], channel c·r² + i·r + j being row i and column j of
     * each block of r×r. Axes before the channels may be any.
     *
     * @throws MismatchException if there are fewer than three axes, or r² does not divide the channels
     */
    default Tensor pixelShuffle(int factor) {
        return PixelBlocks.shuffle(self(), factor);
    }

    /**
     * Resolution for channels, the reverse of {@link #pixelShuffle}: [N, C, H·r, W·r] becomes [N, C·r², H, W].
     *
     * @throws MismatchException if there are fewer than three axes, or r does not divide the last two
     */
    default Tensor pixelUnshuffle(int factor) {
        return PixelBlocks.unshuffle(self(), factor);
    }

    /**
     * Read at the places that a grid names: [N,C,H,W] and [N,outH,outW,2] become [N,C,outH,outW], and [N,C,D,H,W] and
     * [N,outD,outH,outW,3] become [N,C,outD,outH,outW]. The coordinates, first along the width, then along the height, then
     * along the depth, go from −1 to 1 over the plane. Gradients: of both.
     *
     * @param mode which elements are read of a place
     * @param padding what is read beyond the plane
     * @param alignCorners whether −1 and 1 are the centres of the first and last elements, and not their outer ends
     * @throws MismatchException if the shapes or types do not go together
     * @throws IllegalArgumentException if volumes are to be read by cubic convolution
     */
    default Tensor gridSample(Tensor grid, GridSampling.Mode mode, GridSampling.Padding padding, boolean alignCorners) {
        int axes = self().rank() == 5 ? 3 : 2;
        return new GridSampleFunction(GridSampling.of(mode, padding, alignCorners, axes)).apply(self(), grid);
    }

    /** As {@link #gridSample(Tensor, GridSampling.Mode, GridSampling.Padding, boolean)}, of the nearest element or linear. */
    default Tensor gridSample(Tensor grid, boolean nearest, GridSampling.Padding padding, boolean alignCorners) {
        return gridSample(grid, nearest ? GridSampling.Mode.NEAREST : GridSampling.Mode.LINEAR, padding, alignCorners);
    }

    /**
     * The grid that reads what affine maps of the output's places say: element [n,i,j] is theta[n] times (x, y, 1), x and y
     * being the place of column j and row i, −1 to 1. With maps [N,3,4] alike in three dimensions.
     *
     * @param sizes of the output, (outD,) outH, outW
     * @param alignCorners whether −1 and 1 are the centres of the first and last outputs, and not their outer ends
     * @return [N,outH,outW,2], or [N,outD,outH,outW,3]
     * @throws MismatchException if this is not [N,2,3] for two sizes, or [N,3,4] for three
     */
    default Tensor affineGrid(boolean alignCorners, long... sizes) {
        return AffineGrid.of(self(), alignCorners, sizes);
    }
}
