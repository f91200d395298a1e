package org.clgrad.tests.fuzz;

import java.util.List;
import java.util.regex.Pattern;
import org.clgrad.engine.tensor.MismatchException;

/** Which exceptions an operation may refuse its arguments with. All else is a fault, Java's own exceptions above all. */
final class Refusals {
    /** What is said of attributes out of their range: numbers, that is, which no tensor is needed to judge. */
    private static final List<Pattern> ATTRIBUTES = List.of(
            attribute("is at least [01]"),
            attribute("are at least 1"),
            attribute("needs at least 1"),
            attribute("need at least 1"),
            attribute("each is at least 1"),
            attribute("is above 0"),
            attribute("is in \\[0, 1\\]"),
            attribute("is from 0 to 1"),
            attribute("is at least 0 and at most half of the window's extent"),
            attribute("is positive and finite"),
            attribute("is a finite number"),
            attribute("is 1 or 2"),
            attribute("is not between 2⁻²⁰ and 2²⁰"),
            attribute("one to three (axes|sizes)"),
            attribute("dilation is 1"),
            attribute("numbers of at least 0"),
            attribute("draws 0 or more"),
            attribute("needs low < high"));

    private Refusals() {}

    private static Pattern attribute(String range) {
        return Pattern.compile("^[a-z_0-9 ]+: .*" + range);
    }

    /** Whether an exception is one. */
    static boolean isRefusal(RuntimeException e) {
        return e instanceof MismatchException
                || (e.getClass() == IllegalArgumentException.class
                        && e.getMessage() != null
                        && ATTRIBUTES.stream()
                                .anyMatch(said -> said.matcher(e.getMessage()).find()));
    }
}
