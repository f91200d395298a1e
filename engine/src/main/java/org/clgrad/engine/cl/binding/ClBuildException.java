package org.clgrad.engine.cl.binding;

import java.util.stream.Collectors;

/** A program that did not build: the compiler's log and the options it was given. */
public final class ClBuildException extends ClException {
    private final String options;
    private final String log;

    /**
     * @param code the error of {@code clBuildProgram}
     * @param options the build options
     * @param log the compiler's log as the driver returns it; remarks are left out
     */
    public ClBuildException(int code, String options, String log) {
        super("clBuildProgram", code, "options \"" + options + "\"\n" + withoutRemarks(log));
        this.options = options;
        this.log = withoutRemarks(log);
    }

    /** The compiler would refuse again. */
    @Override
    public boolean isRefusal() {
        return true;
    }

    /** The build options. */
    public String options() {
        return options;
    }

    /** The compiler's log without remarks. */
    public String log() {
        return log;
    }

    /** PoCL reports each loop that its vectoriser gave up on; hundreds of such lines can hide the one error. */
    private static String withoutRemarks(String log) {
        return log.lines()
                .filter(line -> !line.contains("remark:"))
                .collect(Collectors.joining("\n"))
                .strip();
    }
}
