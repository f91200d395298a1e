package org.clgrad.examples.bench.child;

/** The library has nothing for a case. */
public final class UnsupportedCaseException extends RuntimeException {
    public UnsupportedCaseException(String why) {
        super(why);
    }
}
