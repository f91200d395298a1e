package org.clgrad.engine.check;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.clgrad.engine.routine.IllegalTuningException;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;
import org.clgrad.kernels.Tunable;

/**
 * Tunables drawn by number, the same for the same number. Draw 0 is the headers' defaults; draw n takes of every tunable
 * the value n places behind its default, so that a few draws meet every value, and where that is not legal changes some
 * of them until it is. What is legal is asked of the variant's own planning.
 */
final class SampledTuning implements Tuning {
    private static final int ATTEMPTS = 64;

    private final Map<String, Map<String, Long>> values;

    private SampledTuning(Map<String, Map<String, Long>> values) {
        this.values = values;
    }

    @Override
    public OptionalLong value(String kernel, String tunable) {
        Long value = values.getOrDefault(kernel, Map.of()).get(tunable);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public String toString() {
        return values.isEmpty() ? "defaults" : values.toString();
    }

    /** The headers' defaults. */
    static SampledTuning defaults() {
        return new SampledTuning(Map.of());
    }

    /**
     * The tuning of a number.
     *
     * @throws UnfitException if the variant cannot do these specs here at all
     */
    static SampledTuning draw(int number, Target target, Variant variant, List<TensorSpec> in, List<TensorSpec> out) {
        List<KernelSource> kernels = kernels(target, variant, in, out);
        Random random = new Random(31L * number + variant.name().hashCode());
        for (int attempt = 0; number > 0 && attempt < ATTEMPTS; attempt++) {
            SampledTuning candidate = candidate(kernels, number, attempt, random);
            if (isLegal(candidate, target, variant, in, out)) {
                return candidate;
            }
        }
        return defaults();
    }

    /** The kernel files that a variant opens, without those that belong to other routines. */
    private static List<KernelSource> kernels(
            Target target, Variant variant, List<TensorSpec> in, List<TensorSpec> out) {
        KernelCatalog catalog = target.kernels();
        Set<String> asked = new LinkedHashSet<>();
        Tuning recorder = (kernel, tunable) -> {
            asked.add(kernel);
            return OptionalLong.empty();
        };
        variant.plan(new Target(target.capabilities(), catalog, recorder), in, out);
        String routine = catalog.source(variant.name()).routine();
        return asked.stream()
                .map(catalog::source)
                .filter(source -> source.routine().equals(routine))
                .toList();
    }

    private static SampledTuning candidate(List<KernelSource> kernels, int number, int attempt, Random random) {
        Map<String, Map<String, Long>> values = new LinkedHashMap<>();
        for (KernelSource kernel : kernels) {
            Map<String, Long> own = new LinkedHashMap<>();
            for (Tunable tunable : kernel.tunables()) {
                List<Long> all = tunable.values();
                long shifted = all.get((all.indexOf(tunable.defaultValue()) + number) % all.size());
                boolean keeps = attempt == 0 || random.nextInt(ATTEMPTS) > attempt;
                own.put(tunable.name(), keeps ? shifted : all.get(random.nextInt(all.size())));
            }
            values.put(kernel.name(), own);
        }
        return new SampledTuning(values);
    }

    private static boolean isLegal(
            Tuning tuning, Target target, Variant variant, List<TensorSpec> in, List<TensorSpec> out) {
        try {
            variant.plan(new Target(target.capabilities(), target.kernels(), tuning), in, out);
            return true;
        } catch (IllegalTuningException | UnfitException e) {
            return false;
        }
    }
}
