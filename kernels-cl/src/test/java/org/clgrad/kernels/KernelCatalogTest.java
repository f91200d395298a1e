package org.clgrad.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelCatalogTest {
    private static final String OTHER = Kernels.TWO_PASSES.replace("sum_tree", "sum_other");

    private final KernelCatalog catalog = KernelCatalog.builtin()
            .with(Kernels.parse("matmul_test", Kernels.TILED.replace("matmul_tiled", "matmul_test")))
            .with(Kernels.parse("sum_tree", Kernels.TWO_PASSES.replace("of sum", "of total")))
            .with(Kernels.parse("sum_other", OTHER.replace("of sum", "of total")));

    @Test
    void findsByNameAndByRoutine() {
        assertThat(catalog.names()).contains("matmul_test", "sum_tree", "sum_other");
        assertThat(catalog.source("matmul_test").routine()).isEqualTo("matmul");
        assertThat(catalog.source("matmul_test")).isSameAs(catalog.source("matmul_test"));
        assertThat(catalog.usedBy("total")).extracting(KernelSource::name).contains("sum_other", "sum_tree");
        assertThat(catalog.usedBy("nothing"))
                .isNotEmpty()
                .allMatch(KernelSource::isShared)
                .extracting(KernelSource::name)
                .contains("copy_strided");
        assertThat(catalog.find("nothing")).isEmpty();
        assertThatThrownBy(() -> catalog.source("matmul_tst"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no kernel 'matmul_tst'; there are [")
                .hasMessageContaining("matmul_test");
    }

    @Test
    void replacesAKernelByAnEditedOne() {
        KernelSource source = catalog.source("sum_tree");
        assertThat(source.original()).doesNotContain("#line").contains("#include \"types.clh\"");
        String edited = source.original().replace("GROUP {64} = 64", "GROUP {64,128} = 128");
        KernelCatalog with = catalog.with(Kernels.parse("sum_tree", edited));
        assertThat(with.source("sum_tree").defaults()).containsEntry("GROUP", 128L);
        assertThat(catalog.source("sum_tree").defaults()).containsEntry("GROUP", 64L);
    }

    @Test
    void readsAFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("own.clh"), "#define OWN 1\n");
        Files.writeString(
                folder.resolve("sum_other.cl"), OTHER.replace("types.clh\"", "types.clh\"\n#include \"own.clh\""));
        Files.writeString(folder.resolve("notes.txt"), "not a kernel");

        KernelCatalog with = catalog.withFolder(folder);
        assertThat(with.names()).isEqualTo(catalog.names());
        assertThat(with.source("sum_other").text())
                .contains("#define OWN 1", "#line 1 \"types.clh\"", "FP_CONTRACT OFF");

        Files.writeString(folder.resolve("bad.cl"), "// good: no\n");
        assertThatThrownBy(() -> catalog.withFolder(folder))
                .isInstanceOf(KernelSourceException.class)
                .hasMessageStartingWith("bad.cl:1:1: ");
        assertThatThrownBy(() -> catalog.withFolder(folder.resolve("none")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot read kernels from");
    }
}
