package org.clgrad.engine.routine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.Prefers;

/**
 * Picks a routine's variant for a device: the one that was measured to be the fastest on such operands; unmeasured, by the kind of
 * machine the kernel's header says it is for.
 */
public final class VariantChoice {
    /** The distance of a variant that is made for another kind of machine. */
    private static final int FOREIGN = 2;

    private VariantChoice() {}

    /**
     * The variants that fit: the one that the tuning knows to be the fastest, then those meant for this kind of machine,
     * otherwise in the routine's order.
     */
    public static List<Variant> fitting(Routine routine, Target target, List<TensorSpec> in) {
        Optional<String> fastest = target.tuning().fastest(routine, in);
        return routine.variants().stream()
                .filter(variant -> variant.fits(target, in))
                .sorted(Comparator.comparing((Variant variant) -> !fastest.equals(Optional.of(variant.name())))
                        .thenComparingInt(variant -> distance(variant, target)))
                .toList();
    }

    private static int distance(Variant variant, Target target) {
        Prefers prefers = target.kernels().source(variant.name()).prefers();
        Machine machine = target.capabilities().machine();
        return switch (prefers) {
            case CPU -> machine == Machine.CPU ? 0 : FOREIGN;
            case GPU -> machine == Machine.GPU ? 0 : FOREIGN;
            case ANY -> 1;
        };
    }

    /**
     * The plan of the first variant that can do it and that the tuning does not object to.
     *
     * @param foreign is told if that one is made for another kind of machine, though others were tried before it: why these
     *     could not
     * @throws NoVariantException if none can because the tuning objects
     * @throws MismatchException if none can, saying of each why not
     */
    public static Plan plan(
            Routine routine, Target target, List<TensorSpec> in, List<TensorSpec> out, Consumer<String> foreign) {
        List<String> reasons = new ArrayList<>();
        boolean objections = false;
        for (Variant variant : fitting(routine, target, in)) {
            try {
                Plan plan = variant.plan(target.of(routine, variant, in), in, out);
                if (!reasons.isEmpty() && distance(variant, target) == FOREIGN) {
                    foreign.accept(routine.name() + ": " + variant.name() + " runs on a "
                            + target.capabilities().machine() + ", which it is not made for: "
                            + String.join("; ", reasons));
                }
                return plan;
            } catch (UnfitException e) {
                reasons.add(e.getMessage());
                objections |= e instanceof ObjectionException;
            }
        }
        if (objections) {
            throw new NoVariantException(
                    routine.name() + ": no variant is left for " + in + ": " + String.join("; ", reasons));
        }
        throw new MismatchException(
                routine.name(),
                "inputs " + in + " on a device with " + target.capabilities(),
                "a variant that fits",
                reasons.isEmpty() ? "none" : String.join("; ", reasons));
    }
}
