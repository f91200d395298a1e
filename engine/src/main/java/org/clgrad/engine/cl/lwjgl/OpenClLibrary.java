package org.clgrad.engine.cl.lwjgl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import org.clgrad.engine.cl.binding.OpenClLoader;
import org.lwjgl.opencl.CL;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.Platform;

/** The native OpenCL library, loaded once per process, when this class is initialised. */
final class OpenClLibrary {
    private static final Optional<String> FAILURE = load();

    private OpenClLibrary() {}

    /** Why the library could not be loaded; empty if it was. */
    static Optional<String> failure() {
        return FAILURE;
    }

    private static Optional<String> load() {
        try {
            configure();
            // A program around us may have loaded it already; LWJGL refuses to do so twice.
            if (!isLoaded()) {
                create();
            }
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return Optional.of(message.lines().findFirst().orElse(message).strip());
        }
    }

    private static void configure() {
        // Otherwise CL's static initialiser loads the library by its default name, and a failure there is final.
        Configuration.OPENCL_EXPLICIT_INIT.set(true);
        // LWJGL compares its library with that in its jar by CRC when it extracts it. Its SHA-1 after that, in a VM
        // that has
        // just started, takes 35 ms of the first training step.
        Configuration.DISABLE_HASH_CHECKS.set(true);
        // sun.misc.Unsafe, LWJGL's default, makes newer JDKs warn; its other backend exists from JDK 25 on.
        if (Runtime.version().feature() >= 25 && Configuration.MEMORY_BACKEND.get() == null) {
            Configuration.MEMORY_BACKEND.set("ffm");
        }
        // A missing library is reported by failure(), to whom it concerns; LWJGL would also print advice to stderr.
        if (!Configuration.DEBUG.get(false) && Configuration.DEBUG_STREAM.get() == null) {
            Configuration.DEBUG_STREAM.set(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
        }
    }

    private static boolean isLoaded() {
        try {
            CL.getFunctionProvider();
            return true;
        } catch (IllegalStateException notLoaded) {
            return false;
        }
    }

    private static void create() {
        if (Platform.get() != Platform.LINUX || Configuration.OPENCL_LIBRARY_NAME.get() != null) {
            CL.create();
            return;
        }
        // LWJGL's default is the second name only.
        if (!isCreatedUnderAnyName()) {
            // LWJGL would not say why; and a file of that name that is no library hides a sound one behind it.
            OpenClLoader.missing().ifPresent(reason -> {
                throw new UnsatisfiedLinkError(reason);
            });
            if (!isCreatedUnderAnyName()) {
                CL.create();
            }
        }
    }

    private static boolean isCreatedUnderAnyName() {
        for (String name : OpenClLoader.NAMES) {
            try {
                CL.create(name);
                return true;
            } catch (UnsatisfiedLinkError notUnderThisName) {
                // The next one, then; what is wrong with all of them is found out afterwards.
            }
        }
        return false;
    }
}
