package org.clgrad.tests.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.routine.FixedTuning;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.conv.Convolution;
import org.clgrad.engine.routine.conv.ConvolutionWeightGradient;
import org.clgrad.engine.routine.conv.Volume;
import org.clgrad.engine.routine.matmul.MatMul;
import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.routine.softmax.Softmax;
import org.clgrad.engine.routine.update.SgdUpdate;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.engine.tuner.Arena;
import org.clgrad.engine.tuner.Candidate;
import org.clgrad.engine.tuner.CandidateSpace;
import org.clgrad.engine.tuner.JobTrial;
import org.clgrad.engine.tuner.TuningJob;
import org.clgrad.kernels.IncludeResolver;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Candidates on a device: what is right is timed, what is wrong is lost. */
class JobTrialTest {
    private static final ConvAxis AXIS = new ConvAxis(1, 1, 1, 1);
    private static final ConvGeometry WINDOW = new ConvGeometry(List.of(AXIS, AXIS), 1);

    private static TensorSpec f32(long... sizes) {
        return TensorSpec.of(DType.F32, sizes);
    }

    private static TuningJob job(Routine routine, TensorSpec... in) {
        return new TuningJob(routine, List.of(in));
    }

    static Stream<TuningJob> jobs() {
        TensorSpec transposed = new TensorSpec(DType.F32, f32(300, 400).layout().permute(1, 0));
        return Stream.of(
                job(new MatMul(false, false), f32(65, 400), transposed),
                job(new Convolution(WINDOW), f32(2, 16, 20, 20), f32(24, 16, 3, 3)),
                job(new ConvolutionWeightGradient(WINDOW, new Volume(1, 3, 3)), f32(2, 16, 20, 20), f32(2, 24, 20, 20)),
                job(new Reduce(Reduce.Op.SUM, List.of(0), false), f32(100_000)),
                job(new SgdUpdate(2, 0, 0, false, 0), f32(300), f32(300), f32(20, 30), f32(20, 30), f32(1)));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void whatIsRightIsTimed(TuningJob job) {
        try (ClDevice device = TunedDevice.open(KernelCatalog.builtin(), Tuning.defaults())) {
            CandidateSpace space = new CandidateSpace(device.target(), job);
            try (JobTrial trial = JobTrial.of(device, job)) {
                Candidate first = space.untuned(space.variants().get(0));
                for (String variant : space.variants()) {
                    Arena.Race race = trial.race(first, space.untuned(variant), 2);
                    assertThat(race).as("%s by %s", job, variant).isInstanceOf(Arena.Timed.class);
                }
            }
            assertThat(device.statistics().liveStorages()).isZero();
        }
    }

    private static KernelCatalog planted(String right, String wrong) {
        String text = RowsKernel.text();
        assertThat(text).contains(right);
        return KernelCatalog.builtin()
                .with(KernelSource.parse("softmax_rows", text.replace(right, wrong), IncludeResolver.builtin()));
    }

    private static Arena.Race race(KernelCatalog kernels) {
        try (ClDevice device = TunedDevice.open(kernels, Tuning.defaults());
                JobTrial trial = JobTrial.of(device, job(new Softmax(1, false), f32(500, 50)))) {
            Candidate candidate =
                    new Candidate("softmax_rows", new FixedTuning(Map.of("softmax_rows", Map.of("ROWS", 16L))));
            return trial.race(candidate, candidate, 2);
        }
    }

    @Test
    void whatIsWrongEverywhereIsFoundAtASmallShape() {
        Arena.Race race = race(planted("get_global_id(0) * ROWS", "get_global_id(0) * ROWS + 1"));
        assertThat(race).isInstanceOfSatisfying(Arena.Lost.class, lost -> {
            assertThat(lost.reason()).isEqualTo(Arena.Reason.WRONG);
            assertThat(lost.message()).startsWith("case softmax/");
        });
    }

    @Test
    void whatIsWrongAtItsFullSizeOnlyIsFoundThere() {
        Arena.Race race = race(planted("min(begin + ROWS, rows)", "min(begin + ROWS, rows > 400 ? rows - 1 : rows)"));
        assertThat(race).isInstanceOfSatisfying(Arena.Lost.class, lost -> {
            assertThat(lost.reason()).isEqualTo(Arena.Reason.WRONG);
            assertThat(lost.message()).startsWith("element 24950 of output 0 is ");
        });
    }

    @Test
    void whatDoesNotBuildIsAnError() {
        assertThat(catchThrowable(() -> race(planted("#include \"types.clh\"", "#include \"types.clh\"\nnonsense"))))
                .hasMessageContaining("clBuildProgram");
    }
}
