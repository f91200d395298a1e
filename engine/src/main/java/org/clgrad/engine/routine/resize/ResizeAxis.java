package org.clgrad.engine.routine.resize;

import org.clgrad.engine.tensor.MismatchException;

/**
 * Where the outputs of a resizing lie along one axis: output o is at the input position (o·slope + start)/divisor.
 *
 * @param size of the input
 * @param outSize of the output
 */
public record ResizeAxis(long size, long outSize, long slope, long start, long divisor) {
    /**
     * @throws MismatchException if there is nothing to read or to make
     * @throws IllegalArgumentException if positions do not ascend, or pass 64 bits
     */
    public ResizeAxis {
        if (size < 1 || outSize < 1) {
            throw new MismatchException("resize", "an axis", "sizes of at least 1", size + " to " + outSize);
        }
        if (slope < 0 || divisor < 1) {
            throw new IllegalArgumentException("resize: slope " + slope + " and divisor " + divisor);
        }
        long most = Math.max(Math.multiplyExact(outSize + 1, slope), Math.multiplyExact(size + 2, divisor));
        if (Math.abs(start) > Long.MAX_VALUE - most) {
            throw new IllegalArgumentException("resize: positions pass 64 bits");
        }
    }

    /** Output o at ⌊o·ratio⌋, PyTorch's {@code nearest}. */
    public static ResizeAxis floor(long size, long outSize, Ratio ratio) {
        return new ResizeAxis(size, outSize, ratio.numerator(), 0, ratio.denominator());
    }

    /** Output o at ⌊(o + ½)·ratio⌋, PyTorch's {@code nearest-exact}. */
    public static ResizeAxis centre(long size, long outSize, Ratio ratio) {
        return new ResizeAxis(size, outSize, 2 * ratio.numerator(), ratio.numerator(), 2 * ratio.denominator());
    }

    /** Output o at (o + ½)·ratio − ½: elements have an extent, and the ends of both grids lie upon each other. */
    public static ResizeAxis halfPixel(long size, long outSize, Ratio ratio) {
        return new ResizeAxis(
                size, outSize, 2 * ratio.numerator(), ratio.numerator() - ratio.denominator(), 2 * ratio.denominator());
    }

    /** Output o at o·(size − 1)/(outSize − 1): the first and the last elements of both grids lie upon each other. */
    public static ResizeAxis corners(long size, long outSize) {
        if (outSize <= 1 || size <= 1) { // of none, the constructor says what is needed
            return new ResizeAxis(size, outSize, 0, 0, 1);
        }
        Ratio ratio = new Ratio(size - 1, outSize - 1);
        return new ResizeAxis(size, outSize, ratio.numerator(), 0, ratio.denominator());
    }
}
