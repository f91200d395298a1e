package org.clgrad.engine.cl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.clgrad.engine.cl.binding.LibraryPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere loaders have no such folder")
final class IcdFolderTest {
    /** Has every function of a driver. */
    private static final String SOUND = "libOpenCL.so.1";

    @TempDir
    Path vendors;

    @BeforeEach
    void addASoundDriver() throws IOException {
        add("a.icd", SOUND);
    }

    private void add(String name, String library) throws IOException {
        Files.writeString(vendors.resolve(name), library + "\n");
    }

    private IcdFolder opened() {
        return IcdFolder.of(Map.of("OCL_ICD_VENDORS", vendors.toString()));
    }

    @Test
    void asManyPlatformsAsDriversAreNoProblem() {
        assertThat(opened().problems(1)).isEmpty();
        assertThat(opened().problems(2)).as("one driver may have two").isEmpty();
    }

    @Test
    void aSoundDriverWithoutAPlatformIsNamed() throws IOException {
        assertThat(opened().problems(0))
                .containsExactly("of the drivers [" + vendors.resolve("a.icd")
                        + "] none gave a platform; a driver without one found no device, or failed");
        add("b.icd", SOUND);
        assertThat(opened().problems(1)).singleElement().asString().contains("] only 1 gave a platform");
    }

    @Test
    void aBrokenDriverIsNamedAndNoSoundOne() throws IOException {
        add("b.icd", "libnowhere.so.3");
        add("c.icd", vendors.resolve("libgone.so").toString());
        add("other.txt", "libnowhere.so.3");
        assertThat(opened().problems(1))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(vendors.resolve("b.icd") + ": libnowhere.so.3 is in none of "),
                        line -> assertThat(line)
                                .isEqualTo(vendors.resolve("c.icd") + ": " + vendors.resolve("libgone.so")
                                        + " is not there"));
    }

    @Test
    void thereMayBeNoDriverAtAll() {
        IcdFolder none = IcdFolder.of(
                Map.of("OCL_ICD_VENDORS", vendors.resolve("nowhere").toString()));
        assertThat(none.problems(0)).containsExactly("no OpenCL driver is listed in " + vendors.resolve("nowhere"));
        assertThat(none.problems(1)).as("the loader knows another way").isEmpty();
    }

    @Test
    void aLibraryIsFoundWhereTheLinkerFindsIt() {
        assertThat(LibraryPath.candidates(SOUND)).isNotEmpty().allMatch(Files::isRegularFile);
        assertThat(LibraryPath.load(SOUND)).isEmpty();
        assertThat(LibraryPath.candidates("libnowhere.so.3")).isEmpty();
    }
}
