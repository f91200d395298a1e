package org.clgrad.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every rule of the lint is broken once, by a small edit of a kernel that passes. */
final class KernelLintTest {
    @Test
    void acceptsWhatIsRight() {
        assertThat(KernelLint.check(Kernels.parse("matmul_tiled", Kernels.TILED)))
                .isEmpty();
        assertThat(KernelLint.check(Kernels.parse("sum_tree", Kernels.TWO_PASSES)))
                .isEmpty();
    }

    @Test
    void asksForTheProse() {
        assertFinding("// writes:  each", "// written: each", "matmul_tiled.cl:1:1: the header does not say 'writes:'");
        assertFinding(
                "//@tunable  TILE_K {8,16} = 16             depth of a slice",
                "//@tunable  TILE_K {8,16} = 16",
                "matmul_tiled.cl:17:13: tunable TILE_K is not described");
    }

    @Test
    void asksForKernelNamesThatBeginWithTheVariant() {
        KernelSource source = Kernels.parse(
                "sum_tree",
                Kernels.TWO_PASSES.replace("sum_tree_second", "second").replace("sum_tree_old", "old"));
        assertThat(KernelLint.check(source))
                .extracting(KernelLint.Finding::toString)
                .containsExactly("sum_tree.cl:17:13: kernel 'second' is not called 'sum_tree' or 'sum_tree_…'");
    }

    @Test
    void asksForMacrosToBeDeclared() {
        String message = " is declared nowhere: neither by //@tunable or //@specialise nor by a #define"
                + " (what is no macro has a small letter)";
        assertFinding("* TILE_K];", "* TILE_KK];", "matmul_tiled.cl:30:44: macro TILE_KK" + message);
        assertFinding("#if TRANS_A || ", "#if TRANS_C || TRANS_A || ", "matmul_tiled.cl:31:5: macro TRANS_C" + message);
        // Capabilities are for expressions of the header; no program defines them.
        assertFinding(
                "* TILE_K];", "* TILE_K + COMPUTE_UNITS];", "matmul_tiled.cl:30:53: macro COMPUTE_UNITS" + message);
        assertClean("* TILE_K];", "* TILE_K + CHAR_BIT + (int)INFINITY];");
        assertClean("#include \"types.clh\"", "#include \"types.clh\"\n#define PAD(NN) NN\n#define ROWS PAD(1)");
    }

    @Test
    void tracesAMacroIntoAHeaderFile() {
        KernelSource source = KernelSource.parse(
                "sum_tree",
                Kernels.TWO_PASSES.replace("types.clh\"", "types.clh\"\n#include \"own.clh\""),
                Kernels.headers(Map.of("own.clh", "// GOOD\nint own(void) { return BAD; }\n"))
                        .or(IncludeResolver.builtin()));
        assertThat(KernelLint.check(source))
                .extracting(KernelLint.Finding::position)
                .containsExactly(new Position("own.clh", 2, 24));
    }

    @Test
    void asksForDeclarationsToBeUsed() {
        assertFinding(
                "//@specialise TRANS_A",
                "//@specialise CONJ TRANS_A",
                "matmul_tiled.cl:25:15: macro CONJ is specialised, but the code does not use it");
        assertFinding(
                "//@dims     m n batch",
                "//@dims     m n batch depth",
                "matmul_tiled.cl:14:23: no expression uses dimension depth");
        assertFinding(
                "//@require  TILE_M % WORK_M == 0",
                "//@tunable  UNROLL {1,2} = 1  steps\n//@require  UNROLL < 3 && TILE_M % WORK_M == 0",
                "matmul_tiled.cl:20:13: neither the code nor a grid uses tunable UNROLL");
    }

    @Test
    void asksForDefaultsThatAreLegal() {
        assertFinding(
                "WORK_N {1,2,4} = 4",
                "WORK_N {1,2,3} = 3",
                "matmul_tiled.cl:20:13: the defaults {TILE_M=64, TILE_N=32, TILE_K=16, WORK_M=4, WORK_N=3} break"
                        + " 'TILE_M % WORK_M == 0 && TILE_N % WORK_N == 0' on a small GPU, with elements of 4 bytes");
        assertFinding(
                "TILE_K {8,16} = 16",
                "TILE_K {8,64} = 64",
                "matmul_tiled.cl:22:13: the defaults need 49152 bytes of local memory, too much on a small GPU, with"
                        + " elements of 8 bytes");
        assertFinding(
                "WORK_M {1,2,4,8} = 4",
                "WORK_M {1,2,4,8} = 1",
                "matmul_tiled.cl:23:65: the defaults make work-groups of 512 items, too many on a small GPU, with"
                        + " elements of 4 bytes");
        // A variant for CPUs is held to what CPUs have.
        assertClean("prefers  gpu", "prefers  cpu", "WORK_M {1,2,4,8} = 4", "WORK_M {1,2,4,8} = 1");
    }

    @Test
    void asksForLocalMemoryToBeDeclared() {
        assertFinding(
                "//@local ", "// local: ", "matmul_tiled.cl:30:5: local memory is used, but no //@local says how much");
        String flexible = Kernels.TWO_PASSES.replace("groups 1; items GROUP", "global GROUP");
        assertThat(KernelLint.check(Kernels.parse("sum_tree", flexible)))
                .extracting(KernelLint.Finding::toString)
                .containsExactly(
                        "sum_tree.cl:17:49: '__local' needs a grid of groups and items: with a global size only,"
                                + " the launcher chooses the groups");
    }

    @Test
    void asksForArithmeticAsWritten() {
        assertFinding(
                "#include \"types.clh\"",
                "#define IN(x) int x\n#define OUT(x) int x\n#define get_group_id(d) 0\ntypedef float real;",
                "matmul_tiled.cl:1:1: contraction is not off: #include \"types.clh\"");
        assertFinding("slice[(", "slice[exp(", "matmul_tiled.cl:30:24: call m_exp of math.clh, not exp");
        assertFinding(
                "slice[(",
                "slice[native_exp(",
                "matmul_tiled.cl:30:24: 'native_exp' relaxes the arithmetic, but the header does not say 'relaxes:'");
        assertClean("slice[(", "slice[native_exp(", "// source:", "// relaxes: exp to 1e-5\n// source:");
        assertClean("slice[(", "slice[m_exp(", "types.clh\"", "types.clh\"\n#include \"math.clh\"");
    }

    @Test
    void asksForNumbersThatALaunchInPartsDoesNotKnow() {
        assertFinding(
                "slice[(",
                "slice[get_num_groups(1) + (",
                "matmul_tiled.cl:30:24: get_num_groups(1) is that of a part of the launch: make the number an argument");
        assertClean("slice[(", "slice[get_global_size(0) + (");
    }

    @Test
    void asksForConstantsOfTheTypeComputedIn() {
        assertFinding("slice[(", "slice[0.5 + (", "matmul_tiled.cl:30:24: 0.5 is of type double: write AS_ACC(0.5)");
        assertFinding("slice[(", "slice[1e-3 + (", "matmul_tiled.cl:30:24: 1e-3 is of type double: write AS_ACC(1e-3)");
        assertFinding(
                "slice[(", "slice[AS_ACC(1) + .5 (", "matmul_tiled.cl:30:36: .5 is of type double: write AS_ACC(.5)");
        assertFinding(
                "slice[(",
                "slice[0.1f + (",
                "matmul_tiled.cl:30:24: 0.1f is another number in double: write AS_ACC(0.1)");
        assertClean("slice[(", "slice[0.5f + AS_ACC(1.0 / (3.0)) + 3 + 0x1e + (");
    }

    private static void assertFinding(String from, String to, String finding) {
        assertThat(KernelLint.check(edited(from, to)))
                .extracting(KernelLint.Finding::toString)
                .contains(finding);
    }

    private static void assertClean(String... edits) {
        assertThat(KernelLint.check(edited(edits))).isEmpty();
    }

    private static KernelSource edited(String... edits) {
        String text = Kernels.TILED;
        for (int i = 0; i < edits.length; i += 2) {
            assertThat(text).contains(edits[i]);
            text = text.replace(edits[i], edits[i + 1]);
        }
        return Kernels.parse("matmul_tiled", text);
    }
}
