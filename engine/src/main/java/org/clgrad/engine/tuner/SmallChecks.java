package org.clgrad.engine.tuner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.clgrad.engine.check.CheckResult;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.check.RoutineCheck;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.routine.FixedTuning;
import org.clgrad.engine.routine.IllegalTuningException;
import org.clgrad.engine.routine.Launch;
import org.clgrad.engine.routine.Plan;
import org.clgrad.engine.routine.ProgramSource;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Small cases from a routine's own sample space, with its own tolerance, guard words around all operands. Of the cases that
 * candidates can do, those are taken first for which no further program has to be built.
 */
final class SmallChecks {
    private static final int CASES = 2;
    private static final int DRAWN = 200;
    private static final long SEED = 7;

    private final ClDevice device;
    private final TuningJob job;
    private final List<RoutineCase> drawn = new ArrayList<>();
    private final Map<RoutineCase, RoutineCheck> checks = new HashMap<>();

    SmallChecks(ClDevice device, TuningJob job) {
        this.device = device;
        this.job = job;
        Random random = new Random(SEED);
        for (SampleSpace space : RoutineCatalog.spaces()) {
            RoutineCase any = RoutineCase.draw(space, random);
            if (any.sample().routine().getClass() == job.routine().getClass()) {
                for (int i = 0; i < DRAWN; i++) {
                    drawn.add(RoutineCase.draw(space, random).withDenseOperands());
                }
            }
        }
    }

    /** What is wrong with a candidate, in one line, if anything. */
    Optional<String> problem(Candidate candidate) {
        for (RoutineCase small : cases(candidate)) {
            RoutineCheck check = checks.computeIfAbsent(small, chosen -> RoutineCheck.of(device, chosen));
            CheckResult result = check.check(variant(small.sample(), candidate), candidate.tuning());
            if (result instanceof CheckResult.Failed failed) {
                return Optional.of("case " + small + ": "
                        + failed.wrong().lines().findFirst().orElse(""));
            }
        }
        return Optional.empty();
    }

    private static Variant variant(Sample sample, Candidate candidate) {
        return sample.routine().variants().stream()
                .filter(variant -> variant.name().equals(candidate.variant()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(sample.routine() + " lost " + candidate.variant()));
    }

    private List<RoutineCase> cases(Candidate candidate) {
        Set<ProgramSource> built =
                plan(job, candidate).map(SmallChecks::programs).orElse(Set.of());
        Map<RoutineCase, Integer> further = new HashMap<>();
        for (RoutineCase small : drawn) {
            Sample sample = small.sample();
            if (sample.inputs().stream().map(TensorSpec::dtype).anyMatch(dtype -> !types().contains(dtype.name()))) {
                continue;
            }
            plan(new TuningJob(sample.routine(), sample.inputs()), candidate)
                    .filter(plan -> !plan.allLaunches().isEmpty())
                    .ifPresent(plan -> further.put(small, (int) programs(plan).stream()
                            .filter(program -> !built.contains(program))
                            .count()));
        }
        return drawn.stream()
                .filter(further::containsKey)
                .sorted(Comparator.comparing(further::get))
                .limit(CASES)
                .toList();
    }

    private Set<String> types() {
        return job.in().stream().map(spec -> spec.dtype().name()).collect(Collectors.toSet());
    }

    private static Set<ProgramSource> programs(Plan plan) {
        return plan.allLaunches().stream().map(Launch::program).collect(Collectors.toSet());
    }

    /** The plan of a candidate for some operands, if its values are allowed for them. */
    private Optional<Plan> plan(TuningJob small, Candidate candidate) {
        Target target = new Target(
                device.capabilities(),
                device.target().kernels(),
                new FixedTuning(candidate.tuning().values()));
        return small.routine().variants().stream()
                .filter(variant -> variant.name().equals(candidate.variant()))
                .filter(variant -> variant.fits(target, small.in()))
                .findFirst()
                .flatMap(variant -> {
                    try {
                        return Optional.of(
                                variant.plan(target, small.in(), small.routine().infer(small.in())));
                    } catch (IllegalTuningException | UnfitException e) {
                        return Optional.empty();
                    }
                });
    }
}
