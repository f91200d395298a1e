package org.clgrad.tests.platforms;

import java.util.List;

/** What {@link OclgrindTest} leaves out, for the page of operations. */
public final class Unwatched {
    private Unwatched() {}

    /** The variants that are not watched for reads of what was not written. */
    public static List<String> variants() {
        return List.of(OclgrindTest.UNWATCHED.split(",", -1));
    }
}
