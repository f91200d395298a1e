package org.clgrad.tests.conformance;

/** A case that cannot be run, and why. */
final class NotRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotRunException(String why) {
        super(why);
    }
}
