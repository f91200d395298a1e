package org.clgrad.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Lint over every kernel that ships, and the index that lists them. */
final class BuiltinKernelsTest {
    private static final Path FOLDER = Path.of("src/main/resources/org/clgrad/kernels/cl");

    private final KernelCatalog catalog = KernelCatalog.builtin();

    @TestFactory
    Stream<DynamicTest> everyKernelPassesTheLint() {
        return catalog.names().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> assertThat(KernelLint.check(catalog.source(name)))
                        .isEmpty()));
    }

    @Test
    void theIndexListsTheFilesThereAre() throws IOException {
        List<String> listed = Files.readAllLines(FOLDER.resolve("index")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split("\\s+", -1)[0] + ".cl")
                .toList();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(listed)
                    .containsExactlyInAnyOrderElementsOf(files.filter(
                                    file -> file.toString().endsWith(".cl"))
                            .map(file -> FOLDER.relativize(file).toString().replace(File.separatorChar, '/'))
                            .collect(Collectors.toList()));
        }
    }

    @Test
    void everyHeaderIsIncludedOrIsOneThatAllKernelsMayUse() throws IOException {
        String texts = catalog.names().stream()
                .map(name -> catalog.source(name).text())
                .collect(Collectors.joining());
        try (Stream<Path> files = Files.list(FOLDER.resolve("include"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .allMatch(name -> name.equals("types.clh")
                            || name.equals("math.clh")
                            || texts.contains("#line 1 \"" + name + "\""));
        }
    }

    /** Images are optional in OpenCL, and missing from some devices; all else that kernels use every device has. */
    @Test
    void noKernelNeedsImages() {
        KernelCatalog kernels = KernelCatalog.builtin();
        assertThat(kernels.names())
                .allSatisfy(name -> assertThat(kernels.source(name).text())
                        .doesNotContainPattern("\\b(image[123]d\\w*_t|sampler_t|read_image|write_image)"));
    }
}
