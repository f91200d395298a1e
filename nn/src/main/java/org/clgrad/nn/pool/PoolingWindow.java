package org.clgrad.nn.pool;

import java.util.Arrays;
import org.clgrad.nn.Window;

/** What a pooling asks of its window, and how its name is written. */
final class PoolingWindow {
    private PoolingWindow() {}

    /** Windows side by side, of one size along so many axes. */
    static Window tiling(int rank, int kernel) {
        int[] sizes = new int[rank];
        Arrays.fill(sizes, kernel);
        return Window.of(sizes).stride(kernel);
    }

    /** @throws IllegalArgumentException if the window has another number of axes, or not the same padding on both sides */
    static Window checked(String name, int rank, Window window) {
        if (window.rank() != rank || !window.before().equals(window.after())) {
            throw new IllegalArgumentException(name + ": expected a window over " + rank
                    + (rank == 1 ? " axis" : " axes") + " with the same padding before and behind, got " + window);
        }
        return window;
    }

    /** @throws IllegalArgumentException if the window is dilated, too */
    static Window undilated(String name, int rank, Window window) {
        if (!window.equals(window.dilation(1))) {
            throw new IllegalArgumentException(name + ": expected a window without dilation, got " + window);
        }
        return checked(name, rank, window);
    }

    /** @throws IllegalArgumentException if the window is padded or dilated, too */
    static Window plain(String name, int rank, Window window) {
        if (!window.equals(window.padding(0))) {
            throw new IllegalArgumentException(name + ": expected a window without padding, got " + window);
        }
        return undilated(name, rank, window);
    }
}
