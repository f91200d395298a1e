package org.clgrad.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The shell script that started this process, and can do what takes a shell: install packages. */
final class Wrapper {
    /** Where the wrapper says where it is; not set where there is none, or where it can do no more. */
    private static final String VARIABLE = "CLGRAD_WRAPPER";

    /** Asks the wrapper to see to it that there is an OpenCL device, before it runs anything. */
    private static final String FIND_OPENCL = "CLGRAD_FIND_OPENCL";

    private Wrapper() {}

    /** Where it is; nothing where this process was started otherwise. */
    static Optional<Path> path() {
        return Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of);
    }

    /**
     * Has the wrapper find an OpenCL device, and then run the command line anew, since this process's OpenCL loader has
     * looked for drivers and will not look again.
     *
     * @return the status with which that ended; nothing where there is no wrapper
     */
    static OptionalInt findOpenClAndRun(List<String> arguments) {
        Optional<Path> wrapper = path();
        return wrapper.isEmpty() ? OptionalInt.empty() : OptionalInt.of(findOpenClAndRun(wrapper.get(), arguments));
    }

    private static int findOpenClAndRun(Path wrapper, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(wrapper.toString()));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment().put(FIND_OPENCL, "1");
        try {
            Process process = builder.start();
            // Whoever ends this process means the one that does the work.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("the wrapper " + wrapper + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + wrapper + " runs", e);
        }
    }
}
