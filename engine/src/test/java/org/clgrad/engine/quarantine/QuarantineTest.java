package org.clgrad.engine.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Launch;
import org.clgrad.engine.routine.Machine;
import org.clgrad.engine.routine.NoVariantException;
import org.clgrad.engine.routine.Plan;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.VariantChoice;
import org.clgrad.engine.routine.matmul.MatMul;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.routine.sort.Unique;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.IncludeResolver;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans do without what is in quarantine, as long as its kernels are as they were. */
class QuarantineTest {
    private static final KernelCatalog KERNELS = KernelCatalog.builtin();
    private static final Capabilities CPU =
            new Capabilities(Machine.CPU, 2, 4096, 1 << 20, 1 << 30, 1 << 30, true, true, true, 8, 65535);
    private static final TensorSpec SQUARE = TensorSpec.of(DType.F32, 64, 64);

    private static Quarantine holding(String... variants) {
        Quarantine quarantine = Quarantine.none();
        for (String variant : variants) {
            quarantine =
                    quarantine.with(new Quarantine.Held(variant, Quarantine.digest(KERNELS, variant), "it is wrong"));
        }
        return quarantine;
    }

    private static Plan plan(Routine routine, Quarantine quarantine, List<TensorSpec> in) {
        Target target = new Target(CPU, KERNELS, quarantine.over(Tuning.defaults()));
        return VariantChoice.plan(routine, target, in, routine.infer(in), reason -> {});
    }

    private static final Routine MATMUL = new MatMul(false, false);
    private static final List<TensorSpec> SQUARES = List.of(SQUARE, SQUARE);

    @Test
    void anotherVariantIsPlanned() {
        String usual = plan(MATMUL, Quarantine.none(), SQUARES).variant();
        assertThat(plan(MATMUL, holding(usual), SQUARES).variant()).isNotEqualTo(usual);
    }

    @Test
    void whereNoneIsLeftTheErrorSaysWhyAndWhatToDo() {
        String[] all = MATMUL.variants().stream().map(Variant::name).toArray(String[]::new);
        assertThatThrownBy(() -> plan(MATMUL, holding(all), SQUARES))
                .isInstanceOf(NoVariantException.class)
                .hasMessageStartingWith("matmul: no variant is left for [")
                .hasMessageContaining("matmul_tiled: in quarantine, `clgrad doctor --forget` lifts it (it is wrong)");
    }

    @Test
    void aPlanDoesWithoutAHelperThatIsHeld() {
        TensorSpec transposed =
                new TensorSpec(DType.F32, Layout.contiguous(Shape.of(64, 64)).permute(1, 0));
        List<TensorSpec> in = List.of(transposed);
        assertThat(kernels(plan(new Copy(), Quarantine.none(), in))).containsExactly("copy_blocked");
        assertThat(kernels(plan(new Copy(), holding("copy_blocked", "copy_tiled"), in)))
                .containsExactly("copy_strided");
    }

    @ParameterizedTest
    @CsvSource({
        "CPU, radix_chunks, radix_group_move",
        "GPU, radix_group, radix_chunks_move",
        "CPU, scan_blocked, scan_group",
        "GPU, scan_group, scan_blocked"
    })
    void sortsAndScansWithinPlansTakeTheOtherKernel(Machine machine, String held, String other) {
        List<TensorSpec> in = List.of(TensorSpec.of(DType.F32, 100));
        Routine unique = new Unique();
        Capabilities device = new Capabilities(machine, 2, 256, 1 << 16, 1 << 30, 1 << 30, true, true, true, 8, 65535);
        Target target = new Target(device, KERNELS, holding(held).over(Tuning.defaults()));
        assertThat(kernels(VariantChoice.plan(unique, target, in, unique.infer(in), reason -> {})))
                .contains(other)
                .noneMatch(kernel -> kernel.startsWith(held));
    }

    private static List<String> kernels(Plan plan) {
        return plan.allLaunches().stream().map(Launch::kernel).toList();
    }

    @Test
    void aKernelThatHasChangedIsNotHeld() {
        KernelSource packed = KERNELS.source("matmul_packed");
        KernelCatalog mended = KERNELS.with(
                KernelSource.parse("matmul_packed", packed.original() + "\n// mended\n", IncludeResolver.builtin()));
        Quarantine quarantine = holding("matmul_packed", "copy_tiled");
        assertThat(quarantine.inForce(KERNELS)).isEqualTo(quarantine);
        assertThat(quarantine.inForce(mended).held())
                .extracting(Quarantine.Held::variant)
                .containsExactly("copy_tiled");
        assertThat(Quarantine.digest(mended, "matmul_tiled"))
                .as("kernels that a plan may use together change together")
                .isNotEqualTo(Quarantine.digest(KERNELS, "matmul_tiled"));
    }

    @Test
    void aVariantIsNotHeldIfAKernelThatItBorrowsHasChanged() {
        KernelSource sort = KERNELS.source("radix_chunks");
        KernelCatalog mended = KERNELS.with(
                KernelSource.parse("radix_chunks", sort.original() + "\n// mended\n", IncludeResolver.builtin()));
        assertThat(holding("unique").inForce(mended)).isEqualTo(Quarantine.none());
        assertThat(holding("unique").inForce(KERNELS)).isEqualTo(holding("unique"));
    }

    @Test
    void aVariantThatThereIsNoMoreIsNotHeld() {
        Quarantine quarantine = Quarantine.none().with(new Quarantine.Held("matmul_magic", "0011", "gone"));
        assertThat(quarantine.inForce(KERNELS)).isEqualTo(Quarantine.none());
    }

    @Test
    void tunablesAreStillTheTunings() {
        Tuning tuned = (kernel, tunable) -> OptionalLong.of(7);
        assertThat(holding("copy_tiled").over(tuned).value("matmul_tiled", "TILE_M"))
                .hasValue(7);
    }

    @Test
    void holdsEachVariantOnce() {
        Quarantine quarantine =
                holding("copy_tiled", "matmul_tiled").with(new Quarantine.Held("copy_tiled", "0", "still wrong"));
        assertThat(quarantine.held()).hasSize(2);
        assertThat(quarantine.without(List.of("copy_tiled", "matmul_tiled"))).isEqualTo(Quarantine.none());
    }
}
