package org.clgrad.tests.catalogue;

import java.util.Locale;
import java.util.Set;
import org.clgrad.engine.tensor.DType;

/**
 * What a user may call, under one name.
 *
 * @param method the Java method, {@code logSoftmax}
 * @param home the simple name of the type that has it
 * @param parts other operations that it calls
 * @param routines names of routines that its forward pass runs itself, beside its parts
 * @param backward names of further routines that its gradient runs
 * @param types element types that it was seen to take; none if it could not be called by chance
 * @param derivative whether there is one, and how it is checked
 */
public record TensorOperation(
        String method,
        String home,
        Set<String> parts,
        Set<String> routines,
        Set<String> backward,
        Set<DType> types,
        Derivative derivative) {

    /** What is known of its gradient; a derivative, where there is one, can be differentiated again, to any order. */
    public enum Derivative {
        /** It has none: no result wants a gradient because an argument does, or it works in place. */
        NONE,
        /** First and second order are compared with differences, by a row of its own. */
        CHECKED,
        /** A test of its own compares first order with numbers worked out by hand. */
        BY_HAND,
        /** It is made of operations that are checked. */
        OF_PARTS,
        /** Nothing checks it. */
        UNCHECKED
    }

    /** In snake case: {@code log_softmax}. */
    public String name() {
        return snake(method);
    }

    static String snake(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
