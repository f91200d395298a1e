package org.clgrad.engine.cl.jocl;

import java.util.Optional;
import org.clgrad.engine.cl.binding.OpenClLoader;
import org.jocl.CL;

/** JOCL's native library and through it OpenCL's, loaded once per process, when this class is initialised. */
final class JoclLibrary {
    private static final Optional<String> FAILURE = load();

    private JoclLibrary() {}

    /** Why the library could not be loaded; empty if it was. */
    static Optional<String> failure() {
        return FAILURE;
    }

    private static Optional<String> load() {
        // Where it finds no loader, JOCL's native part prints so, whoever asks for it.
        Optional<String> missing = OpenClLoader.missing();
        if (missing.isPresent()) {
            return missing;
        }
        try {
            // The binding reads error codes; another user of JOCL in this process may have asked for exceptions.
            CL.setExceptionsEnabled(false);
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return Optional.of(message.lines().findFirst().orElse(message).strip());
        }
    }
}
