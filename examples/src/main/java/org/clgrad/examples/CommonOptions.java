package org.clgrad.examples;

import java.util.OptionalInt;
import org.clgrad.engine.Devices;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command takes. */
final class CommonOptions {
    static final String DEBUG = "--debug";

    @Option(names = "--no-install", description = "Where there is no OpenCL device, do not install one for the CPU.")
    boolean noInstall;

    @Option(names = DEBUG, description = "Log more, and show stack traces.")
    boolean debug;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** To be called before the first line is logged. */
    void configureLogging(boolean quiet) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", debug ? "debug" : quiet ? "warn" : "info");
    }

    /**
     * Runs the whole command in a new process where there is no OpenCL device and the wrapper may still find one.
     *
     * @return the status with which that ended, and this process is to end; nothing if it is to go on itself
     */
    OptionalInt runWithOpenClFound(Devices devices) {
        return noInstall || devices.anyOpenCl()
                ? OptionalInt.empty()
                : Wrapper.findOpenClAndRun(
                        spec.root().commandLine().getParseResult().originalArgs());
    }
}
