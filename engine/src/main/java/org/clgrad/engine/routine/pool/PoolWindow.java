package org.clgrad.engine.routine.pool;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.clgrad.engine.tensor.MismatchException;

/** Where the windows of a pooling lie, on each of one to three spatial axes, the outermost first. */
public sealed interface PoolWindow {
    /** The most spatial axes there are. */
    int MOST_AXES = 3;

    /** The number of spatial axes. */
    int rank();

    /** The windows along one of the axes, of so many elements. */
    AxisWindows along(int axis, long size);

    /**
     * How a window moves along an axis: window o has its tap t at the input position o·stride − pad + t·dilation.
     *
     * @param pad put before and behind, at most half of the window's extent
     */
    record Axis(int kernel, int stride, int pad, int dilation) {
        /** @throws IllegalArgumentException if a size is not positive, or the padding negative or more than half a window */
        public Axis {
            if (kernel < 1 || stride < 1 || dilation < 1) {
                throw new IllegalArgumentException("pool: an axis has kernel " + kernel + ", stride " + stride
                        + ", dilation " + dilation + "; each is at least 1");
            }
            int extent = Math.addExact(Math.multiplyExact(kernel - 1, dilation), 1);
            if (pad < 0 || pad > extent / 2) {
                throw new IllegalArgumentException("pool: an axis has padding " + pad
                        + "; it is at least 0 and at most half of the window's extent, " + extent);
            }
        }
    }

    /**
     * Windows of one size at even distances.
     *
     * @param axes how they move
     * @param ceilMode whether a last window that reaches beyond the padded input counts, as long as it begins inside the
     *     input or the padding before it
     */
    record Sliding(List<Axis> axes, boolean ceilMode) implements PoolWindow {
        /** @throws IllegalArgumentException if there are not one to three axes, or a window has 2³¹ taps or more */
        public Sliding {
            axes = List.copyOf(axes);
            checkRank(axes.size());
            long taps = 1;
            for (Axis axis : axes) {
                taps *= axis.kernel;
                if (taps > Integer.MAX_VALUE) {
                    throw new IllegalArgumentException("pool: a window has fewer than 2³¹ taps, got " + axes);
                }
            }
        }

        @Override
        public int rank() {
            return axes.size();
        }

        @Override
        public AxisWindows along(int number, long size) {
            Axis axis = axes.get(number);
            long room = size + 2L * axis.pad - (long) axis.dilation * (axis.kernel - 1) - 1;
            long windows = Math.floorDiv(room + (ceilMode ? axis.stride - 1 : 0), axis.stride) + 1;
            boolean isBeyond = ceilMode && (windows - 1) * axis.stride >= size + axis.pad;
            return new AxisWindows(
                    size, isBeyond ? windows - 1 : windows, axis.kernel, axis.stride, axis.pad, axis.dilation, false);
        }

        /** Like {@code 3×3}. */
        @Override
        public String toString() {
            return axes.stream().map(axis -> Integer.toString(axis.kernel)).collect(Collectors.joining("×"))
                    + axes.stream()
                            .map(axis -> axis.stride + " " + axis.pad + " " + axis.dilation)
                            .collect(Collectors.joining(
                                    ", ", " (stride, padding, dilation: ", ceilMode ? ", ceil)" : ")"));
        }
    }

    /**
     * As many windows as are asked for, whatever the size of the input: window o reaches from ⌊o·size/windows⌋ to before
     * ⌈(o+1)·size/windows⌉, so that neighbours overlap where the numbers do not divide.
     *
     * @param windows how many along each axis
     */
    record Adaptive(List<Long> windows) implements PoolWindow {
        /** @throws IllegalArgumentException if there are not one to three axes, or a number is less than 1 */
        public Adaptive {
            windows = List.copyOf(windows);
            checkRank(windows.size());
            if (windows.stream().anyMatch(count -> count < 1)) {
                throw new IllegalArgumentException("pool: the numbers of windows are at least 1, got " + windows);
            }
        }

        @Override
        public int rank() {
            return windows.size();
        }

        @Override
        public AxisWindows along(int axis, long size) {
            return AxisWindows.adaptive(size, windows.get(axis));
        }

        /** Like {@code 3×3 adaptive}. */
        @Override
        public String toString() {
            return windows.stream().map(Object::toString).collect(Collectors.joining("×", "", " adaptive"));
        }
    }

    private static void checkRank(int rank) {
        if (rank < 1 || rank > MOST_AXES) {
            throw new IllegalArgumentException("pool: one to three axes, got " + rank);
        }
    }

    /** Square windows on two axes, without padding or dilation. */
    static PoolWindow square(int kernel, int stride) {
        Axis axis = new Axis(kernel, stride, 0, 1);
        return new Sliding(List.of(axis, axis), false);
    }

    /**
     * Windows that slide, with a number of each kind for each axis.
     *
     * @throws MismatchException if there are not as many of each kind
     */
    static PoolWindow sliding(int[] kernel, int[] stride, int[] pad, int[] dilation, boolean ceilMode) {
        if (stride.length != kernel.length || pad.length != kernel.length || dilation.length != kernel.length) {
            throw new MismatchException(
                    "pool",
                    "stride, padding and dilation",
                    "a number each for the kernel's axes, of which there are " + kernel.length,
                    stride.length + ", " + pad.length + " and " + dilation.length);
        }
        return new Sliding(
                IntStream.range(0, kernel.length)
                        .mapToObj(i -> new Axis(kernel[i], stride[i], pad[i], dilation[i]))
                        .toList(),
                ceilMode);
    }

    /** As many windows as are asked for along each axis. */
    static PoolWindow adaptive(long... windows) {
        return new Adaptive(LongStream.of(windows).boxed().toList());
    }
}
