package org.clgrad.engine.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Machine;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.matmul.MatMul;
import org.clgrad.engine.routine.softmax.Softmax;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.engine.tuning.FixedKernels;
import org.clgrad.kernels.KernelCatalog;
import org.junit.jupiter.api.Test;

/** Which candidates there are for a job. */
class CandidateSpaceTest {
    private static final KernelCatalog KERNELS = FixedKernels.catalog();
    private static final long WORK_GROUP = 256;

    private static Target device(Machine machine, Tuning tuning) {
        Capabilities can =
                new Capabilities(machine, 16, WORK_GROUP, 32 << 10, 1L << 30, 1L << 32, true, true, false, 1, 65535);
        return new Target(can, KERNELS, tuning);
    }

    private static CandidateSpace softmax(Tuning tuning) {
        TuningJob job = new TuningJob(new Softmax(1, false), List.of(TensorSpec.of(DType.F32, 512, 300)));
        return new CandidateSpace(device(Machine.CPU, tuning), job);
    }

    private static List<Long> rows(List<Candidate> candidates) {
        return candidates.stream()
                .map(candidate ->
                        candidate.tuning().value("softmax_rows", "ROWS").orElseThrow())
                .sorted()
                .toList();
    }

    @Test
    void theVariantThatIsTakenWithoutTuningComesFirst() {
        assertThat(softmax(Tuning.defaults()).variants())
                .startsWith("softmax_rows")
                .contains("softmax_group");
        assertThat(softmax(Tuning.defaults()).untuned("softmax_rows")).hasToString("softmax_rows ROWS=4");
    }

    @Test
    void whatTheTuningObjectsToIsNoCandidate() {
        Tuning quarantine = new Tuning() {
            @Override
            public OptionalLong value(String kernel, String tunable) {
                return OptionalLong.empty();
            }

            @Override
            public Optional<String> objection(String kernel) {
                return kernel.equals("softmax_rows") ? Optional.of("it crashes") : Optional.empty();
            }
        };
        assertThat(softmax(quarantine).variants()).isNotEmpty().doesNotContain("softmax_rows");
    }

    @Test
    void everySecondValueIsCoarseAndTheOthersAreNeighbours() {
        CandidateSpace space = softmax(Tuning.defaults());
        assertThat(rows(space.coarse("softmax_rows"))).containsExactly(64L);
        assertThat(rows(space.neighbours(space.untuned("softmax_rows")))).containsExactly(1L, 16L);
    }

    @Test
    void candidatesKeepToWhatTheHeaderRequires() {
        TuningJob job = new TuningJob(
                new MatMul(false, false),
                List.of(TensorSpec.of(DType.F32, 512, 512), TensorSpec.of(DType.F32, 512, 512)));
        CandidateSpace space = new CandidateSpace(device(Machine.GPU, Tuning.defaults()), job);
        assertThat(space.variants()).startsWith("matmul_tiled");
        Candidate untuned = space.untuned("matmul_tiled");
        assertThat(space.coarse("matmul_tiled")).hasSizeGreaterThan(6).doesNotContain(untuned);
        assertThat(space.neighbours(untuned)).hasSizeGreaterThan(5).doesNotContain(untuned);
        for (Candidate candidate : space.coarse("matmul_tiled")) {
            long items = value(candidate, "TILE_M")
                    / value(candidate, "WORK_M")
                    * (value(candidate, "TILE_N") / value(candidate, "WORK_N"));
            assertThat(items).as("%s", candidate).isLessThanOrEqualTo(WORK_GROUP);
        }
    }

    private static long value(Candidate candidate, String tunable) {
        return candidate.tuning().value("matmul_tiled", tunable).orElseThrow();
    }
}
