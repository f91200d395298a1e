package org.clgrad.engine.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
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

/** The way through a space, with times that are made up. */
class CandidateSearchTest {
    private static final Capabilities CPU =
            new Capabilities(Machine.CPU, 2, 4096, 64 << 10, 1L << 30, 1L << 32, true, true, true, 8, Long.MAX_VALUE);
    private static final Capabilities GPU =
            new Capabilities(Machine.GPU, 16, 256, 48 << 10, 1L << 30, 1L << 32, true, true, false, 1, 65535);
    private static final Duration LONG = Duration.ofHours(1);

    private final Map<Candidate, Arena.Lost> lost = new HashMap<>();
    private final List<Candidate> raced = new ArrayList<>();

    private static CandidateSpace softmax() {
        TuningJob job = new TuningJob(new Softmax(1, false), List.of(TensorSpec.of(DType.F32, 512, 300)));
        return new CandidateSpace(new Target(CPU, FixedKernels.catalog(), Tuning.defaults()), job);
    }

    private static CandidateSpace matmul() {
        TensorSpec square = TensorSpec.of(DType.F32, 1024, 1024);
        TuningJob job = new TuningJob(new MatMul(false, false), List.of(square, square));
        return new CandidateSpace(new Target(GPU, KernelCatalog.builtin(), Tuning.defaults()), job);
    }

    private Arena arena(ToDoubleFunction<Candidate> nanos) {
        return (best, rival, rounds) -> {
            Arena.Lost out = lost.get(rival);
            return out != null
                    ? out
                    : new Arena.Timed(
                            Collections.nCopies(rounds, nanos.applyAsDouble(best)),
                            Collections.nCopies(rounds, nanos.applyAsDouble(rival)));
        };
    }

    private Found search(CandidateSpace space, ToDoubleFunction<Candidate> nanos, Duration time) {
        return new CandidateSearch(space, arena(nanos), Budget.of(time), raced::add).run();
    }

    private static long value(Candidate candidate, String tunable) {
        OptionalLong value = candidate.tuning().value(candidate.variant(), tunable);
        return value.orElse(0);
    }

    /** The farther from 16 rows, the slower; other variants are far behind. */
    private static double rows(Candidate candidate) {
        return candidate.variant().equals("softmax_rows")
                ? 1000 + 100 * Math.abs(Math.log((double) value(candidate, "ROWS") / 16))
                : 1e6;
    }

    @Test
    void itFindsTheBestOfALine() {
        Found found = search(softmax(), CandidateSearchTest::rows, LONG);
        assertThat(found.before()).hasToString("Optional[softmax_rows ROWS=4]");
        assertThat(found.after()).hasToString("Optional[softmax_rows ROWS=16]");
        assertThat(found.pairs().orElseThrow().ratios()[0]).isGreaterThan(1.1);
        assertThat(found.best()).containsOnlyKeys("softmax_rows");
        assertThat(found.lost()).isEmpty();
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void itClimbsAHillOfManyTunables() {
        ToDoubleFunction<Candidate> nanos = candidate -> candidate.variant().equals("matmul_tiled")
                ? 1000
                        + 10 * Math.abs(value(candidate, "TILE_M") - 128)
                        + 10 * Math.abs(value(candidate, "TILE_N") - 32)
                        + 100 * Math.abs(value(candidate, "WORK_M") - 8)
                        + 100 * Math.abs(value(candidate, "TILE_K") - 8)
                : 1e6;
        Found found = search(matmul(), nanos, LONG);
        Candidate best = found.after().orElseThrow();
        assertThat(List.of(value(best, "TILE_M"), value(best, "TILE_N"), value(best, "WORK_M"), value(best, "TILE_K")))
                .as("%s", best)
                .containsExactly(128L, 32L, 8L, 8L);
        assertThat(found.tried()).as("a part of the space only").isLessThan(200);
    }

    @Test
    void anotherVariantMayBeTheFastest() {
        Found found = search(softmax(), candidate -> candidate.variant().equals("softmax_group") ? 500 : 1000, LONG);
        assertThat(found.after().orElseThrow().variant()).isEqualTo("softmax_group");
        assertThat(found.best()).containsOnlyKeys("softmax_rows", "softmax_group");
    }

    @Test
    void whereNothingIsFasterAllStays() {
        Found found = search(softmax(), candidate -> 1000, LONG);
        assertThat(found.after()).isEqualTo(found.before());
    }

    @Test
    void whatIsLostCostsItselfOnly() {
        CandidateSpace space = softmax();
        Candidate untuned = space.untuned("softmax_rows");
        lost.put(space.coarse("softmax_rows").get(0), new Arena.Lost(Arena.Who.RIVAL, Arena.Reason.HUNG, "late"));
        Found found = search(space, CandidateSearchTest::rows, LONG);
        assertThat(found.lost()).containsExactly("softmax_rows ROWS=64: hung, late");
        assertThat(found.after()).hasToString("Optional[softmax_rows ROWS=16]");
        assertThat(found.before()).contains(untuned);
        assertThat(raced.stream().filter(lost::containsKey)).as("tried once").hasSize(1);
    }

    @Test
    void aVariantThatIsWrongAsItIsGivesWayToTheNext() {
        CandidateSpace space = softmax();
        lost.put(space.untuned("softmax_rows"), new Arena.Lost(Arena.Who.RIVAL, Arena.Reason.WRONG, "element 0 is 1"));
        Found found = search(space, CandidateSearchTest::rows, LONG);
        assertThat(found.before().orElseThrow().variant()).isEqualTo("softmax_group");
        assertThat(found.best()).containsOnlyKeys("softmax_group");
    }

    @Test
    void whereAllAreWrongThereIsNoBest() {
        CandidateSpace space = softmax();
        for (String variant : space.variants()) {
            lost.put(space.untuned(variant), new Arena.Lost(Arena.Who.RIVAL, Arena.Reason.CRASHED, "SIGSEGV"));
        }
        Found found = search(space, CandidateSearchTest::rows, LONG);
        assertThat(found.after()).isEmpty();
        assertThat(found.lost()).hasSameSizeAs(space.variants());
    }

    @Test
    void withoutTimeTheVariantsAreStillCompared() {
        Found found = search(softmax(), CandidateSearchTest::rows, Duration.ZERO);
        assertThat(found.after()).isEqualTo(found.before());
        assertThat(found.isComplete()).isFalse();
        assertThat(found.tried()).isEqualTo(softmax().variants().size());
    }
}
