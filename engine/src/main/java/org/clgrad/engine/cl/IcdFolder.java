package org.clgrad.engine.cl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.clgrad.engine.cl.binding.LibraryPath;

/**
 * The drivers that Linux's OpenCL loaders know: a folder of files {@code *.icd}, each with the name of a library in it.
 * A loader passes over a driver that does not work and says nothing; this says which one and why.
 *
 * <p>Source: the extension {@code cl_khr_icd}, and the manual of ocl-icd for {@value #VARIABLE}.
 */
final class IcdFolder {
    private static final String VARIABLE = "OCL_ICD_VENDORS";
    private static final String DEFAULT = "/etc/OpenCL/vendors";

    /** What every driver exports, and a loader asks for first. */
    private static final String ENTRY_POINT = "clGetExtensionFunctionAddress";

    private final Path place;
    private final List<Path> files;

    private IcdFolder(Path place) {
        this.place = place;
        this.files = files(place);
    }

    /** The place where this process's loader looks; nothing, where it does not look in a folder. */
    static Optional<IcdFolder> current() {
        return LibraryPath.isKnown() ? Optional.of(of(System.getenv())) : Optional.empty();
    }

    static IcdFolder of(Map<String, String> environment) {
        String place = environment.getOrDefault(VARIABLE, "");
        return new IcdFolder(Path.of(place.isEmpty() ? DEFAULT : place));
    }

    private static List<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            return Files.isRegularFile(place) ? List.of(place) : List.of();
        }
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(file -> file.toString().endsWith(".icd")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Why there are fewer platforms than drivers, a line each; nothing where there are not.
     *
     * @param platforms how many platforms the loader gave
     */
    List<String> problems(int platforms) {
        if (files.isEmpty() && platforms == 0) {
            return List.of("no OpenCL driver is listed in " + place);
        } else if (files.size() <= platforms) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        List<Path> sound = new ArrayList<>();
        for (Path file : files) {
            problem(file).ifPresentOrElse(why -> problems.add(file + ": " + why), () -> sound.add(file));
        }
        if (sound.size() > platforms) {
            problems.add("of the drivers " + sound + " " + (platforms == 0 ? "none" : "only " + platforms)
                    + " gave a platform; a driver without one found no device, or failed");
        }
        return problems;
    }

    private static Optional<String> problem(Path file) {
        try {
            Optional<String> library = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst();
            if (library.isEmpty()) {
                return Optional.of("names no library");
            }
            return LibraryPath.load(library.get()).or(() -> withoutEntryPoint(library.get()));
        } catch (IOException e) {
            return Optional.of("cannot be read: " + e);
        }
    }

    /** A library that does not even hold the function's name cannot export it. */
    private static Optional<String> withoutEntryPoint(String library) {
        Path path = LibraryPath.candidates(library).get(0);
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1).contains(ENTRY_POINT)
                    ? Optional.empty()
                    : Optional.of(path + " is no OpenCL driver, since it lacks " + ENTRY_POINT);
        } catch (IOException e) {
            return Optional.of(path + " cannot be read: " + e);
        }
    }
}
