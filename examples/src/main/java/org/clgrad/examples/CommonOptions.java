package org.clgrad.examples;

import java.util.OptionalInt;
import org.clgrad.engine.Devices;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
    static final String DEBUG = "--debug";

    /** Set by the wrapper that could install an OpenCL implementation: the exit status that asks it to. */
    private static final String EXIT_WITHOUT_OPENCL = "CLGRAD_EXIT_WITHOUT_OPENCL";

    @Option(names = "--no-install", description = "Where there is no OpenCL device, do not install one for the CPU.")
    boolean noInstall;

    @Option(names = DEBUG, description = "Log more, and show stack traces.")
    boolean debug;

    /** To be called before the first line is logged. */
    void configureLogging(boolean quiet) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", debug ? "debug" : quiet ? "warn" : "info");
    }

    /** The status to end with at once where there is no OpenCL device and the wrapper can still change that. */
    OptionalInt statusWithoutOpenCl(Devices devices) {
        String status = System.getenv(EXIT_WITHOUT_OPENCL);
        return status == null || noInstall || devices.anyOpenCl()
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(status));
    }
}
