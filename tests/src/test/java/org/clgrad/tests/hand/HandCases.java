package org.clgrad.tests.hand;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link HandCaseTest} checks, for the page of operations. */
public final class HandCases {
    private HandCases() {}

    static Stream<HandCase> all() {
        return Stream.of(ArrangementCases.ALL, IndexCases.ALL, LossCases.ALL, NumberCases.ALL, ProductCases.ALL)
                .flatMap(cases -> cases.stream());
    }

    /** The Java names of the operations that have a case. */
    public static Set<String> operations() {
        return all().filter(one -> !one.isGradient())
                .map(HandCase::operation)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The Java names of the operations of which a gradient has a case. */
    public static Set<String> gradients() {
        return all().filter(HandCase::isGradient)
                .map(HandCase::operation)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
