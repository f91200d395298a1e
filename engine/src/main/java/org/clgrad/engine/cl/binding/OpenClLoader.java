package org.clgrad.engine.cl.binding;

import java.util.List;
import java.util.Optional;

/** The library that knows the OpenCL drivers of a machine, and that every binding goes through. */
public final class OpenClLoader {
    /** Its names on Linux: the loader's own, and the one that comes with development packages and some drivers. */
    public static final List<String> NAMES = List.of("libOpenCL.so.1", "libOpenCL.so");

    private OpenClLoader() {}

    /**
     * Why there is none, in a line; empty if there is, or if this is not Linux and only the binding can tell. Loads it, so
     * that what a binding loads afterwards under its name is the same.
     */
    public static Optional<String> missing() {
        if (!LibraryPath.isKnown()) {
            return Optional.empty();
        }
        Optional<String> reason = LibraryPath.load(NAMES.get(0));
        return reason.filter(r -> LibraryPath.load(NAMES.get(1)).isPresent())
                .map(r -> "there is no OpenCL loader: " + r);
    }
}
