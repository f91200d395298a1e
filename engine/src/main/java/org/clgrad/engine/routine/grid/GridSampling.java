package org.clgrad.engine.routine.grid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.clgrad.engine.routine.KernelFile;

/**
 * How a grid reads planes. Along an axis of so many elements, g in −1 … 1 lies at p = (g + 1)·(size − 1)/2 with alignCorners,
 * else at p = ((g + 1)·size − 1)/2: −1 and 1 are the centres of the first and last elements, or their outer ends.
 *
 * @param mode which elements are read of a place
 * @param padding what is read beyond the plane
 * @param alignCorners where −1 and 1 lie
 * @param orders the order of the derivative by each of the grid's coordinates, the innermost axis first: along the width,
 *     the height, and where planes have one the depth
 */
public record GridSampling(Mode mode, Padding padding, boolean alignCorners, List<Integer> orders) {
    /** Which elements are read of a place. */
    public enum Mode {
        /** The two neighbours along each axis, on a straight line between them: bilinear or trilinear. */
        LINEAR,
        /** The nearest element, of halves the even one. */
        NEAREST,
        /** Cubic convolution of four neighbours along each of two axes, a = −3/4, as for {@code interpolate}. */
        CUBIC;

        /** Neighbours along an axis that kernels look at. */
        int taps() {
            return this == CUBIC ? 4 : 2;
        }

        /** The highest order of a derivative that is not zero everywhere. */
        private int mostOrder() {
            return switch (this) {
                case NEAREST -> 0;
                case LINEAR -> 1;
                case CUBIC -> 3;
            };
        }
    }

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

    /**
     * @throws IllegalArgumentException if there are neither two nor three orders, one is beyond what the mode has derivatives
     *     of, or three axes are to be read by cubic convolution
     */
    public GridSampling {
        orders = List.copyOf(orders);
        int most = Math.max(1, mode.mostOrder());
        if (orders.size() < 2 || orders.size() > 3 || orders.stream().anyMatch(order -> order < 0 || order > most)) {
            throw new IllegalArgumentException("grid_sample: orders are 0 … " + most + ", two or three, got " + orders);
        }
        if (mode == Mode.CUBIC && orders.size() > 2) {
            throw new IllegalArgumentException(
                    "grid_sample: cubic convolution is along two axes, got " + orders.size());
        }
    }

    /** Reading itself, of planes of so many axes. */
    public static GridSampling of(Mode mode, Padding padding, boolean alignCorners, int axes) {
        return new GridSampling(mode, padding, alignCorners, Collections.nCopies(axes, 0));
    }

    /** How many axes planes have. */
    public int axes() {
        return orders.size();
    }

    /** Whether the derivative by a coordinate is not zero everywhere. */
    public boolean hasDerivative(int coordinate) {
        return orders.get(coordinate) < mode.mostOrder();
    }

    /** The derivative by a coordinate. */
    public GridSampling derivative(int coordinate) {
        List<Integer> more = new ArrayList<>(orders);
        more.set(coordinate, more.get(coordinate) + 1);
        return new GridSampling(mode, padding, alignCorners, more);
    }

    /** Adds the arguments that {@code grid_sample.clh} calls SAMPLING, and the orders. */
    KernelFile.LaunchBuilder arguments(KernelFile.LaunchBuilder launch) {
        return launch.int32(padding.number)
                .int32(mode == Mode.NEAREST ? 1 : 0)
                .int32(alignCorners ? 1 : 0)
                .int32(orders.get(0))
                .int32(orders.get(1))
                .int32(axes() > 2 ? orders.get(2) : 0);
    }
}
