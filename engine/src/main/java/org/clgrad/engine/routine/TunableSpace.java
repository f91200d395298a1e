package org.clgrad.engine.routine;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelSource;
import org.clgrad.kernels.Tunable;

/**
 * What can be chosen where a variant does given operands on a device: the tunables of the kernel files that it opens, without
 * those of other routines. Which values go together is asked of the variant's own planning.
 */
public final class TunableSpace {
    private final Target target;
    private final Variant variant;
    private final List<TensorSpec> in;
    private final List<TensorSpec> out;
    private final List<KernelSource> kernels;

    private TunableSpace(
            Target target, Variant variant, List<TensorSpec> in, List<TensorSpec> out, List<KernelSource> kernels) {
        this.target = target;
        this.variant = variant;
        this.in = List.copyOf(in);
        this.out = List.copyOf(out);
        this.kernels = List.copyOf(kernels);
    }

    /**
     * The space of a variant.
     *
     * @throws UnfitException if the variant cannot do these operands here at all
     */
    public static TunableSpace of(Target target, Variant variant, List<TensorSpec> in, List<TensorSpec> out) {
        Set<String> asked = new LinkedHashSet<>();
        Tuning recorder = (kernel, tunable) -> {
            asked.add(kernel);
            return OptionalLong.empty();
        };
        variant.plan(new Target(target.capabilities(), target.kernels(), recorder), in, out);
        String routine = target.kernels().source(variant.name()).routine();
        List<KernelSource> kernels = asked.stream()
                .map(target.kernels()::source)
                .filter(source -> source.routine().equals(routine))
                .toList();
        return new TunableSpace(target, variant, in, out, kernels);
    }

    /** The kernel files that have tunables, in the order in which they are opened. */
    public List<KernelSource> kernels() {
        return kernels;
    }

    /** The headers' defaults of all tunables, legal here or not. */
    public FixedTuning defaults() {
        Map<String, Map<String, Long>> values = new LinkedHashMap<>();
        kernels.forEach(kernel -> values.put(kernel.name(), kernel.defaults()));
        return new FixedTuning(values);
    }

    /**
     * What all tunables are settled at if a tuning is asked: its values where they are legal together.
     *
     * @return nothing if they are not, and the tuning is binding; or if no values are
     */
    public Optional<FixedTuning> settled(Tuning tuning) {
        Plan plan;
        try {
            plan = variant.plan(new Target(target.capabilities(), target.kernels(), tuning), in, out);
        } catch (IllegalTuningException | UnfitException e) {
            return Optional.empty();
        }
        Map<String, Map<String, Long>> values = new LinkedHashMap<>();
        for (KernelSource kernel : kernels) {
            plan.allLaunches().stream()
                    .map(Launch::program)
                    .filter(program -> program.name().equals(kernel.name()))
                    .findFirst()
                    .ifPresent(program -> values.put(kernel.name(), values(kernel, program)));
        }
        return Optional.of(new FixedTuning(values));
    }

    /** Tunables are macros of the program. */
    private static Map<String, Long> values(KernelSource kernel, ProgramSource program) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (Tunable tunable : kernel.tunables()) {
            String defined = program.defines().get(tunable.name());
            if (defined != null) {
                values.put(tunable.name(), Long.valueOf(defined));
            }
        }
        return values;
    }

    /** Whether values may be used together here. */
    public boolean isLegal(Tuning tuning) {
        return settled(tuning).isPresent();
    }
}
