package org.clgrad.examples.bench;

import org.jspecify.annotations.Nullable;

/** Says why a case has no figure. */
public final class CaseNotRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean failure;

    private CaseNotRunException(boolean failure, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /** The peer does not have this case, or not the memory for it. */
    public static CaseNotRunException unsupported(String why) {
        return new CaseNotRunException(false, why, null);
    }

    /** The same, because of something else. */
    public static CaseNotRunException unsupported(String why, Throwable cause) {
        return new CaseNotRunException(false, why, cause);
    }

    /** Its results are wrong, or it broke down. */
    public static CaseNotRunException failed(String why) {
        return new CaseNotRunException(true, why, null);
    }

    /** The same, because of something else. */
    public static CaseNotRunException failed(String why, Throwable cause) {
        return new CaseNotRunException(true, why, cause);
    }

    /** Whether something is wrong, and not only not there. */
    public boolean isFailure() {
        return failure;
    }
}
