package org.clgrad.engine.routine.grid;

import org.clgrad.engine.routine.KernelFile;

/**
 * How a grid reads planes. Along an axis of so many elements, g in −1 … 1 lies at p = (g + 1)·(size − 1)/2 with alignCorners,
 * else at p = ((g + 1)·size − 1)/2: −1 and 1 are the centres of the first and last elements, or their outer ends.
 *
 * @param nearest whether p is rounded to the nearest element, of halves to the even one, instead of read between two
 * @param padding what is read beyond the plane
 * @param alignCorners where −1 and 1 lie
 * @param orderX the order of the derivative by the grid's first coordinate, along the width, 0 or 1
 * @param orderY that by the second one, along the height
 */
public record GridSampling(boolean nearest, Padding padding, boolean alignCorners, int orderX, int orderY) {
    /** What is read beyond the plane. */
    public enum Padding {
        /** Zeros. */
        ZEROS(0),
        /** The nearest element of the border. */
        BORDER(1),
        /** The plane mirrored, at its outermost elements if corners are aligned, else at their outer ends. */
        REFLECTION(2);

        /** What kernels call it. */
        private final int number;

        Padding(int number) {
            this.number = number;
        }
    }

    /** @throws IllegalArgumentException if an order is neither 0 nor 1 */
    public GridSampling {
        if (orderX < 0 || orderX > 1 || orderY < 0 || orderY > 1) {
            throw new IllegalArgumentException("grid_sample: orders are 0 or 1, got " + orderX + " and " + orderY);
        }
    }

    /** Whether the derivative by a coordinate, 0 for x or 1 for y, is not zero everywhere. */
    public boolean hasDerivative(int coordinate) {
        return !nearest && (coordinate == 0 ? orderX : orderY) == 0;
    }

    /** The derivative by a coordinate. */
    public GridSampling derivative(int coordinate) {
        return new GridSampling(nearest, padding, alignCorners, orderX + 1 - coordinate, orderY + coordinate);
    }

    /** Adds the arguments that {@code grid_sample.clh} calls SAMPLING, and the orders. */
    KernelFile.LaunchBuilder arguments(KernelFile.LaunchBuilder launch) {
        return launch.int32(padding.number)
                .int32(nearest ? 1 : 0)
                .int32(alignCorners ? 1 : 0)
                .int32(orderX)
                .int32(orderY);
    }

    // ---- For the references

    /** The first tap along an axis, and the weights of it and of the next. */
    record Taps(long at, double first, double second) {}

    Taps taps(double g, long size, int order) {
        double p = alignCorners ? (g + 1) / 2 * (size - 1) : ((g + 1) * size - 1) / 2;
        double slope = alignCorners ? (size - 1) / 2.0 : size / 2.0;
        if (padding == Padding.REFLECTION) {
            double low = alignCorners ? 0 : -0.5;
            double high = alignCorners ? size - 1 : size - 0.5;
            if (low == high) {
                p = low;
                slope = 0;
            } else {
                // A period there and back.
                double there = Math.abs(p - low) % (2 * (high - low));
                boolean isBack = there >= high - low;
                slope *= isBack == p < low ? 1 : -1;
                p = isBack ? high - (there - (high - low)) : low + there;
            }
        }
        if (padding != Padding.ZEROS) {
            slope = p > 0 && p < size - 1 ? slope : 0;
            p = p > 0 ? Math.min(p, size - 1.0) : 0;
        }
        if (!(p >= -1 && p <= size)) {
            return new Taps(-2, 0, 0);
        }
        if (nearest) {
            return new Taps((long) Math.rint(p), order == 0 ? 1 : 0, 0);
        }
        double floor = Math.floor(p);
        return order == 0 ? new Taps((long) floor, 1 - (p - floor), p - floor) : new Taps((long) floor, -slope, slope);
    }
}
