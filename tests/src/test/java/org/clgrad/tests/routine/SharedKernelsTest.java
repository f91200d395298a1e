package org.clgrad.tests.routine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clgrad.engine.InstalledKernels;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Launch;
import org.clgrad.engine.routine.Machine;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kernels that plans of other routines launch say so in their headers; the quarantine goes by it. Nothing is run, so this
 * needs no device.
 */
class SharedKernelsTest {
    /** Enough that each routine meets the kernels it borrows. */
    private static final int DRAWS = 30;

    private static final KernelCatalog KERNELS = InstalledKernels.read();

    private static Target target(Machine machine) {
        return new Target(
                new Capabilities(machine, 2, 256, 48 << 10, 1L << 31, 1L << 32, true, true, true, 8, 65535),
                KERNELS,
                Tuning.defaults());
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void whatOtherRoutinesLaunchIsShared(Machine machine) {
        assertThat(borrowed(machine)).isSubsetOf(shared());
    }

    @Test
    void whatIsSharedIsLaunchedByOthers() {
        Set<String> borrowed = borrowed(Machine.CPU);
        borrowed.addAll(borrowed(Machine.GPU));
        assertThat(borrowed).containsAll(shared());
    }

    private static Set<String> shared() {
        return KERNELS.names().stream()
                .filter(name -> KERNELS.source(name).isShared())
                .collect(Collectors.toSet());
    }

    /** The kernel files that plans launch of variants of another routine. */
    private static Set<String> borrowed(Machine machine) {
        Set<String> borrowed = new TreeSet<>();
        for (SampleSpace space : RoutineCatalog.spaces()) {
            Random random = new Random(7);
            for (int i = 0; i < DRAWS; i++) {
                Sample sample = RoutineCase.draw(space, random).sample();
                List<TensorSpec> in = i % 2 == 0
                        ? sample.inputs()
                        : sample.inputs().stream()
                                .map(SharedKernelsTest::columnMajor)
                                .toList();
                for (Variant variant : sample.routine().variants()) {
                    borrowed.addAll(borrowed(sample.routine(), variant, target(machine), in));
                }
            }
        }
        return borrowed;
    }

    /** The same shape with the first axis innermost, which many kernels want a copy of. */
    private static TensorSpec columnMajor(TensorSpec spec) {
        int rank = spec.shape().rank();
        int[] reversed = IntStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
        Layout rows = Layout.contiguous(
                Layout.contiguous(spec.shape()).permute(reversed).shape());
        return new TensorSpec(spec.dtype(), rows.permute(reversed));
    }

    private static List<String> borrowed(Routine own, Variant variant, Target target, List<TensorSpec> in) {
        if (!variant.fits(target, in)) {
            return List.of();
        }
        String routine = KERNELS.source(variant.name()).routine();
        try {
            return variant.plan(target, in, own.infer(in)).allLaunches().stream()
                    .map(SharedKernelsTest::source)
                    .filter(source -> !source.routine().equals(routine))
                    .map(KernelSource::name)
                    .toList();
        } catch (UnfitException e) {
            return List.of();
        }
    }

    private static KernelSource source(Launch launch) {
        return KERNELS.source(launch.program().name());
    }
}
