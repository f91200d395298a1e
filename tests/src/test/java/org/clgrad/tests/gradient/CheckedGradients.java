package org.clgrad.tests.gradient;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What {@link GradientTest} checks, for the page of operations. */
public final class CheckedGradients {
    private CheckedGradients() {}

    /** The names of its rows; each is checked in first and second order. */
    public static Set<String> rows() {
        return GradientTest.rows().stream().map(GradientTest.Row::name).collect(Collectors.toCollection(TreeSet::new));
    }
}
