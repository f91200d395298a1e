package org.clgrad.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The shell script that started this process, and can do what takes a shell: install packages. */
final class Wrapper {
    /** Where the wrapper says where it is; not set where there is none, or where it can do no more. */
    private static final String PATH = "CLGRAD_WRAPPER";

    /** Asks the wrapper to see to it that there is an OpenCL device, before it runs anything. */
    private static final String FIND_OPENCL = "CLGRAD_FIND_OPENCL";

    private Wrapper() {}

    /**
     * Has the wrapper find an OpenCL device, and then run the command line anew, since this process's OpenCL loader has
     * looked for drivers and will not look again.
     *
     * @return the status with which that ended; nothing where there is no wrapper
     */
    static OptionalInt findOpenClAndRun(List<String> arguments) {
        String wrapper = System.getenv(PATH);
        if (wrapper == null) {
            return OptionalInt.empty();
        }
        List<String> words = new ArrayList<>(List.of(wrapper));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment().put(FIND_OPENCL, "1");
        try {
            Process process = builder.start();
            // Whoever ends this process means the one that does the work.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return OptionalInt.of(process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException("the wrapper " + wrapper + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + wrapper + " runs", e);
        }
    }
}
