package org.clgrad.nn;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a pooling's window is written: {@code 3x3, stride 2x2, padding 1x1}; what leaves it as it is, is left out. */
final class WindowText {
    private final StringBuilder text = new StringBuilder();

    WindowText(int... kernel) {
        text.append(sizes(kernel));
    }

    /** The sizes of an axis each, like {@code 3x3}. */
    static String sizes(int... sizes) {
        return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }

    /** Adds sizes unless all of them are the usual one. */
    WindowText and(String what, int usual, int... sizes) {
        return IntStream.of(sizes).allMatch(size -> size == usual) ? this : and(", " + what + " " + sizes(sizes));
    }

    WindowText and(String more) {
        text.append(more);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
