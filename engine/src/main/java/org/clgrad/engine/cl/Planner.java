package org.clgrad.engine.cl;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.clgrad.engine.Launching;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.routine.Derivation;
import org.clgrad.engine.routine.Plan;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.VariantChoice;
import org.clgrad.engine.tensor.TensorSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the plan of a routine for given operands and binds it to compiled kernels, anew or as it did before. */
final class Planner {
    private static final Logger log = LoggerFactory.getLogger(Planner.class);

    private final ClBinding cl;
    private final Stream stream;
    private final Target target;
    private final ToLongFunction<Derivation.Packing> packings;
    private final PlanCache plans = new PlanCache();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private long revision;

    /** @param packings the numbers of packings */
    Planner(ClBinding cl, Stream stream, Target target, ToLongFunction<Derivation.Packing> packings) {
        this.cl = cl;
        this.stream = stream;
        this.target = target;
        this.packings = packings;
        this.revision = target.tuning().revision();
    }

    /**
     * The plan of the variant that the target's tuning chooses, for the outputs that the routine gives by itself; it is kept until
     * the tuning knows more, and not the caller's to close.
     *
     * @throws org.clgrad.engine.tensor.MismatchException if the inputs do not fit
     */
    PlanCache.Planned chosen(Routine routine, List<TensorSpec> in) {
        forgetIfTuned();
        return plans.get(new PlanCache.Key(routine, in, null), () -> {
            Launching.Results results = Launching.results(routine, in);
            return new PlanCache.Planned(choose(routine, in, results.specs()), results);
        });
    }

    /** As above, for given outputs. */
    BoundPlan chosen(Routine routine, List<TensorSpec> in, List<TensorSpec> out) {
        forgetIfTuned();
        return plans.get(
                        new PlanCache.Key(routine, in, out),
                        () -> new PlanCache.Planned(choose(routine, in, out), new Launching.Results(out, List.of())))
                .plan();
    }

    private void forgetIfTuned() {
        if (target.tuning().revision() != revision) {
            plans.clear();
            revision = target.tuning().revision();
        }
    }

    private BoundPlan choose(Routine routine, List<TensorSpec> in, List<TensorSpec> out) {
        return bind(routine, target, limited -> VariantChoice.plan(routine, limited, in, out, this::tell));
    }

    /** What runs slowly on this device, and why: said once. */
    private void tell(String slow) {
        if (told.add(slow)) {
            log.warn("{}", slow);
        }
    }

    /** The plan of a given variant with given tunables; it is not kept, and the caller's to close. */
    BoundPlan given(Routine routine, Variant variant, Tuning tuning, List<TensorSpec> in, List<TensorSpec> out) {
        Target tuned = new Target(target.capabilities(), target.kernels(), tuning);
        return bind(routine, tuned, limited -> variant.plan(limited, in, out));
    }

    /** Binds a plan; where the compiler allows a kernel smaller groups than the device does, plans for those. */
    private BoundPlan bind(Routine routine, Target unlimited, Function<Target, Plan> planner) {
        Target limited = unlimited;
        while (true) {
            BoundPlan bound =
                    BoundPlan.bind(cl, stream, packings, routine.name(), planner.apply(limited), target.capabilities());
            long limit;
            try {
                limit = groupLimit(bound);
            } catch (RuntimeException e) {
                new Closer(e).run(bound::close);
                throw e;
            }
            if (limit >= limited.capabilities().maxWorkGroupSize()) {
                return bound;
            }
            bound.close();
            limited = new Target(
                    target.capabilities().withMaxWorkGroupSize(limit), unlimited.kernels(), unlimited.tuning());
        }
    }

    /** The smallest group allowed to a kernel that asks for more; the device's limit if none does. */
    private long groupLimit(BoundPlan bound) {
        long limit = target.capabilities().maxWorkGroupSize();
        for (BoundPlan.BoundLaunch launch : bound.allLaunches()) {
            long allowed = stream.workGroupLimit(launch.kernel());
            if (launch.launch().grid().groupItems() > allowed) {
                limit = Math.min(limit, allowed);
            }
        }
        return limit;
    }

    /** How many kernel objects the plans hold that are kept. */
    long keptKernels() {
        return plans.kernels();
    }

    void close() {
        plans.clear();
    }
}
