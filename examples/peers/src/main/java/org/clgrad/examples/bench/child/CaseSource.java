package org.clgrad.examples.bench.child;

/** Knows the cases that a library can do. */
public interface CaseSource {
    /**
     * The case of an id, with its inputs allocated.
     *
     * @throws UnsupportedCaseException if the library has nothing for it
     */
    TimedCase open(String id);
}
