package org.clgrad.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a window moves over the axes behind [N,C,…]. A size of the result is ⌊(size + before + after − dilation·(kernel − 1) −
 * 1)/stride⌋ + 1.
 *
 * <pre>{@code
 * Window.sliding(3).padding(1).stride(2)    // images, 3×3
 * Window.of(5).same()                       // sequences, five of them, as many outputs as inputs
 * Window.of(1, 3, 3).padding(0, 1, 1)       // volumes: depth, height, width
 * }</pre>
 *
 * @param kernel the window's size along each axis
 * @param stride from one place of the window to the next
 * @param before padding put before the first along each axis
 * @param after padding put behind the last along each axis
 * @param dilation from one place in the window to the next
 */
public record Window(Size kernel, Size stride, Size before, Size after, Size dilation) {
    /** A number for each axis. */
    public record Size(List<Integer> axes) {
        public Size {
            axes = List.copyOf(axes);
        }

        /** A number for each axis. */
        public static Size of(int... axes) {
            return new Size(IntStream.of(axes).boxed().toList());
        }

        private static Size all(int rank, int number) {
            return new Size(Collections.nCopies(rank, number));
        }

        /** The numbers, in an array of one's own. */
        public int[] toArray() {
            return axes.stream().mapToInt(Integer::intValue).toArray();
        }

        private boolean isAll(int number) {
            return axes.stream().allMatch(axis -> axis == number);
        }

        /** Like {@code 3x3}. */
        @Override
        public String toString() {
            return axes.stream().map(String::valueOf).collect(Collectors.joining("x"));
        }
    }

    /** @throws IllegalArgumentException if a kernel, stride or dilation is less than 1, or a padding less than 0 */
    public Window {
        atLeast(1, "kernel", kernel);
        atLeast(1, "stride", stride);
        atLeast(0, "padding", before);
        atLeast(0, "padding", after);
        atLeast(1, "dilation", dilation);
        int rank = kernel.axes.size();
        for (Size other : List.of(stride, before, after, dilation)) {
            if (other.axes.size() != rank) {
                throw new IllegalArgumentException(
                        "window: expected a number for each axis of " + kernel + ", got " + other);
            }
        }
    }

    private static void atLeast(int least, String what, Size size) {
        if (size.axes.stream().anyMatch(axis -> axis < least)) {
            throw new IllegalArgumentException("window: " + what + " needs at least " + least + ", got " + size);
        }
    }

    /** A window that moves by 1, of a size along each axis. */
    public static Window of(int... kernel) {
        Size one = Size.all(kernel.length, 1);
        Size none = Size.all(kernel.length, 0);
        return new Window(Size.of(kernel), one, none, none, one);
    }

    /** A square window over images that moves by 1. */
    public static Window sliding(int kernel) {
        return of(kernel, kernel);
    }

    /** A window over images that moves by 1. */
    public static Window sliding(int kernelHeight, int kernelWidth) {
        return of(kernelHeight, kernelWidth);
    }

    /** A square window over images that moves by its own size, so that windows neither overlap nor leave gaps. */
    public static Window tiling(int kernel) {
        return sliding(kernel).stride(kernel);
    }

    /** Along how many axes it moves. */
    public int rank() {
        return kernel.axes.size();
    }

    /** With another stride, a number for each axis or one for all. */
    public Window stride(int... stride) {
        return new Window(kernel, spread(stride), before, after, dilation);
    }

    /** With another padding before and behind, a number for each axis or one for all. */
    public Window padding(int... padding) {
        return new Window(kernel, stride, spread(padding), spread(padding), dilation);
    }

    /** With another dilation, a number for each axis or one for all. */
    public Window dilation(int... dilation) {
        return new Window(kernel, stride, before, after, spread(dilation));
    }

    private Size spread(int... numbers) {
        return numbers.length == 1 ? Size.all(rank(), numbers[0]) : Size.of(numbers);
    }

    /**
     * With the padding that leaves sizes as they are: dilation·(kernel − 1) along each axis, half of it before, and the odd one
     * behind. For the kernel and the dilation that it has now.
     *
     * @throws IllegalStateException if the stride is not 1
     */
    public Window same() {
        if (!stride.isAll(1)) {
            throw new IllegalStateException("window: with a stride no padding keeps the size, got " + this);
        }
        List<Integer> first = new ArrayList<>();
        List<Integer> last = new ArrayList<>();
        for (int axis = 0; axis < rank(); axis++) {
            int padding = dilation.axes.get(axis) * (kernel.axes.get(axis) - 1);
            first.add(padding / 2);
            last.add(padding - padding / 2);
        }
        return new Window(kernel, stride, new Size(first), new Size(last), dilation);
    }

    /**
     * The padding, where it is the same before and behind.
     *
     * @throws IllegalStateException if it is not, which only convolutions can do
     */
    public Size padding() {
        if (!before.equals(after)) {
            throw new IllegalStateException("window: padding must be the same before and behind here, got " + this);
        }
        return before;
    }

    /** The padding before along each axis, then that behind along each, as the convolutions of tensors take it. */
    public int[] paddings() {
        return Stream.of(before, after)
                .flatMapToInt(size -> Arrays.stream(size.toArray()))
                .toArray();
    }

    /** Like {@code 3x3, stride 2x2, padding 1x1}; what leaves the window as it is, is left out. */
    @Override
    public String toString() {
        String padding = before.equals(after) ? before.toString() : before + "+" + after;
        return kernel
                + (stride.isAll(1) ? "" : ", stride " + stride)
                + (before.isAll(0) && after.isAll(0) ? "" : ", padding " + padding)
                + (dilation.isAll(1) ? "" : ", dilation " + dilation);
    }
}
