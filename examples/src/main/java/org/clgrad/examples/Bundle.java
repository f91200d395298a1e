package org.clgrad.examples;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A tar.gz with all that the program needs on x86-64 Linux but the OpenCL loader and a driver: {@code runtime}, {@code
 * classes}, {@code lib} and the start script {@code clgrad}, which is the checkout's own.
 *
 * @param wrapper the checkout's start script
 * @param jdk whose runtime goes in
 * @param progress is told what is done, since it takes some seconds
 */
record Bundle(Path wrapper, Jdk jdk, PrintWriter progress) {
    /** The folder in the file. */
    static final String NAME = "clgrad-linux-x86_64";

    /** What the program and its libraries use; elliptic curves are for downloads over TLS, the desktop for pictures. */
    private static final String MODULES =
            "java.base,java.desktop,java.logging,java.management,java.net.http,jdk.crypto.ec,jdk.unsupported";

    /** Parts of the names of jars that hold native code for other machines only. */
    private static final List<String> FOREIGN = List.of("natives-windows", "natives-macos", "natives-linux-arm64");

    /** Packs it; the file is there whole or not at all. */
    void write(Path out) throws InterruptedException {
        Path target = out.toAbsolutePath();
        Path folder = null;
        try {
            folder = Files.createTempDirectory(target.getParent(), ".bundle");
            Path content = Files.createDirectory(folder.resolve(NAME));
            tell("making a runtime of JDK " + jdk.version());
            makeRuntime(content.resolve("runtime"));
            tell("collecting the program");
            collect(content);
            tell("packing");
            Path packed = folder.resolve("packed");
            run("tar", "-C", folder.toString(), "-czf", packed.toString(), NAME);
            Files.move(packed, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("bundle: " + out + " cannot be written: " + e, e);
        } finally {
            if (folder != null) {
                delete(folder);
            }
        }
    }

    private void tell(String what) {
        progress.println("bundle: " + what);
        progress.flush();
    }

    private void makeRuntime(Path runtime) throws IOException, InterruptedException {
        // Not compressed here: tar's compression of the whole finds more.
        run(
                jdk.home().resolve("bin/jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString());
    }

    /** Classes not in a jar go into {@code classes}, jars into {@code lib}, in the order of the class path. */
    private void collect(Path content) throws IOException {
        List<String> classPath = new ArrayList<>();
        Path lib = Files.createDirectory(content.resolve("lib"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            if (Files.isDirectory(from)) {
                Path classes = content.resolve("classes" + (classPath.isEmpty() ? "" : classPath.size()));
                copyFolder(from, classes);
                classPath.add(classes.getFileName().toString());
            } else if (FOREIGN.stream().noneMatch(entry::contains)) {
                Files.copy(from, lib.resolve(from.getFileName()));
                classPath.add("lib/" + from.getFileName());
            }
        }
        Files.writeString(content.resolve("classpath"), String.join("\n", classPath) + "\n");
        Files.copy(wrapper, content.resolve("clgrad"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(wrapper.resolveSibling("LICENSE"), content.resolve("LICENSE"));
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(command[0] + " ended with " + status + ": " + said.strip());
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bundle: " + folder + " cannot be deleted: " + e.getMessage(), e);
        }
    }
}
