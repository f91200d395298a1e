package org.clgrad.engine.routine.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What single precision may be off is little beside what is computed, or a wrong weight would pass. */
class GridToleranceTest {
    private static final int DRAWS = 300;

    /** Nothing but what rounding leaves of derivatives that cancel, as on planes of one element. */
    private static final double CANCELLED = 1e-6;

    @ParameterizedTest
    @ValueSource(strings = {"grid_sample", "grid_sample_input_gradient"})
    void boundsAreSmallBesideTheResult(String operation) {
        SampleSpace space = operation.equals("grid_sample") ? GridSample.samples() : GridSampleInputGradient.samples();
        Random random = new Random(5);
        for (int draw = 0; draw < DRAWS; draw++) {
            Sample sample = RoutineCase.draw(space, random).sample();
            if (sample.inputs().get(0).dtype() != DType.F32) {
                continue;
            }
            List<HostArray> in = List.of(values(sample, 0, random), values(sample, 1, random));
            TensorSpec spec = sample.routine().infer(sample.inputs()).get(0);
            HostArray out = HostArray.zeros(TensorSpec.of(DType.F64, spec.shape()));
            sample.routine().onHost(HostExec.sequential(), new Args(in, List.of(out)));
            double[] expected = out.doubles();
            double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
            double[] bounds = sample.tolerance().bounds(0, DType.F32, in, expected);
            if (largest > CANCELLED) {
                assertThat(Arrays.stream(bounds).max().orElseThrow())
                        .as(sample.toString())
                        .isLessThan(1e-2 * largest);
            }
        }
    }

    private static HostArray values(Sample sample, int input, Random random) {
        TensorSpec spec = sample.inputs().get(input);
        Domain domain = sample.domains().get(input);
        boolean isExact =
                (domain instanceof Domain.NonFinite mixed ? mixed.usual() : domain) instanceof Domain.Integers;
        double[] values = new double[Math.toIntExact(spec.elements())];
        for (int i = 0; i < values.length; i++) {
            double range = random.nextDouble(-2, 2);
            values[i] = isExact ? Math.rint(range) : range;
        }
        return HostArray.of(DType.F64, spec.shape(), values);
    }
}
