package org.clgrad.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KernelSourceTest {
    @Test
    void readsTheHeaderOfTheDocumentation() {
        KernelSource source = Kernels.parse("matmul_tiled", Kernels.TILED);

        assertThat(source.name()).isEqualTo("matmul_tiled");
        assertThat(source.routine()).isEqualTo("matmul");
        assertThat(source.summary()).startsWith("C[m,n] = op(A)[m,k] · op(B)[k,n]");
        assertThat(source.prose("needs")).contains("any m, n, k ≥ 1; C aliases neither A nor B");
        assertThat(source.prose("tile").orElseThrow().lines()).hasSize(4);
        assertThat(source.prose("speed")).isEmpty();
        assertThat(source.prefers()).isEqualTo(Prefers.GPU);
        assertThat(source.dims()).containsExactly("m", "n", "batch");
        assertThat(source.specialise()).containsExactly("TRANS_A", "TRANS_B");
        assertThat(source.tunables()).hasSize(5);
        assertThat(source.tunables().get(0))
                .isEqualTo(new Tunable("TILE_M", List.of(16L, 32L, 64L, 128L), 64, "rows of C per work-group"));
        assertThat(source.defaults()).containsEntry("WORK_N", 4L).hasSize(5);
        assertThat(source.requires()).hasSize(2);
        assertThat(source.kernels()).containsExactly("matmul_tiled");
    }

    @Test
    void evaluatesGridAndLocalMemory() {
        KernelSource source = Kernels.parse("matmul_tiled", Kernels.TILED);
        Names names = Names.of(source.defaults())
                .or(Names.of(Map.of("m", 65L, "n", 64L, "batch", 3L)))
                .or(Names.of(Map.of("sizeof(real)", 4L, "MAX_WORK_GROUP_SIZE", 256L)));

        Grid grid = source.grid("matmul_tiled");
        assertThat(grid.flexible()).isFalse();
        assertThat(grid.dimensions()).isEqualTo(3);
        assertThat(grid.globalSize(names)).containsExactly(2 * 8, 2 * 16, 3);
        assertThat(grid.localSize(names))
                .hasValueSatisfying(size -> assertThat(size).containsExactly(8, 16, 1));
        assertThat(source.local("matmul_tiled").orElseThrow().evaluate(names)).isEqualTo((64 + 32) * 16 * 4);
        assertThat(source.requires()).allMatch(require -> require.holds(names));
    }

    @Test
    void keepsTwoKernelsApart() {
        KernelSource source = Kernels.parse("sum_tree", Kernels.TWO_PASSES);

        assertThat(source.kernels()).containsExactly("sum_tree", "sum_tree_second");
        assertThat(source.prefers()).isEqualTo(Prefers.ANY);
        Names names = Names.of(Map.of("n", 130L, "GROUP", 64L, "sizeof(acc)", 8L));
        assertThat(source.grid("sum_tree").flexible()).isTrue();
        assertThat(source.grid("sum_tree").globalSize(names)).containsExactly(3);
        assertThat(source.grid("sum_tree").localSize(names)).isEmpty();
        assertThat(source.grid("sum_tree_second").globalSize(names)).containsExactly(64);
        assertThat(source.local("sum_tree")).isEmpty();
        assertThat(source.local("sum_tree_second").orElseThrow().evaluate(names))
                .isEqualTo(512);
        assertThatThrownBy(() -> source.grid("sum"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sum_tree.cl has no kernel 'sum'; it has [sum_tree, sum_tree_second]");
        assertThatThrownBy(() -> source.local("sum")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void groupsNeedWhatCountsThemInParts() {
        String alone = Kernels.TILED.replace("#include \"types.clh\"", "#define IN(a) __global float* a");
        assertThatThrownBy(() -> Kernels.parse("matmul_tiled", alone))
                .isInstanceOf(KernelSourceException.class)
                .hasMessageStartingWith(
                        "matmul_tiled.cl:26:1: kernel 'matmul_tiled' has a grid of groups, so it needs");
    }

    @Test
    void theSizeOfALaunchIsNotToBeHad() {
        String asks = Kernels.TWO_PASSES.replace("const long n) {}", "const long n) { long k = get_global_size(0); }");
        assertThatThrownBy(() -> Kernels.parse("sum_tree", asks))
                .isInstanceOf(KernelSourceException.class)
                .hasMessageEndingWith("get_global_size is that of a part of a launch: make the number an argument");
    }

    @Test
    void namesTheGridThatIsNegativeOrEmpty() {
        KernelSource source = Kernels.parse("sum_tree", Kernels.TWO_PASSES);

        assertThatThrownBy(() -> source.grid("sum_tree").globalSize(Names.of(Map.of("n", -64L, "GROUP", 64L))))
                .hasMessage("sum_tree.cl:11:26: grid: 'ceil(n/GROUP)' is -1, must be at least 0");
        assertThatThrownBy(() -> source.grid("sum_tree_second").localSize(Names.of(Map.of("GROUP", 0L))))
                .hasMessage("sum_tree.cl:12:42: grid: 'GROUP' is 0, must be at least 1");
        Grid huge = Grid.ofGroups(List.of(IntExpression.parse("n")), List.of(IntExpression.parse("n")));
        assertThatThrownBy(() -> huge.globalSize(Names.of(Map.of("n", 1L << 40))))
                .hasMessageContaining("groups of 1099511627776 items in dimension 0 overflow");
    }
}
