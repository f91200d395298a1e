package org.clgrad.engine.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.clgrad.engine.routine.FixedTuning;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.TunableSpace;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelSource;
import org.clgrad.kernels.Tunable;

/**
 * Tunables drawn by number, the same for the same number. Draw 0 is the headers' defaults; draw n takes of every tunable
 * the value n places behind its default, so that a few draws meet every value, and where that is not legal changes some
 * of them until it is. What is legal is asked of the variant's own planning.
 */
final class SampledTuning {
    private static final int ATTEMPTS = 64;

    private SampledTuning() {}

    /** The headers' defaults. */
    static FixedTuning defaults() {
        return new FixedTuning(Map.of());
    }

    /**
     * The tuning of a number.
     *
     * @throws UnfitException if the variant cannot do these specs here at all
     */
    static FixedTuning draw(int number, Target target, Variant variant, List<TensorSpec> in, List<TensorSpec> out) {
        TunableSpace space = TunableSpace.of(target, variant, in, out);
        Random random = new Random(31L * number + variant.name().hashCode());
        for (int attempt = 0; number > 0 && attempt < ATTEMPTS; attempt++) {
            FixedTuning candidate = candidate(space.kernels(), number, attempt, random);
            if (space.isLegal(candidate)) {
                return candidate;
            }
        }
        return defaults();
    }

    private static FixedTuning candidate(List<KernelSource> kernels, int number, int attempt, Random random) {
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
        return new FixedTuning(values);
    }
}
