package org.clgrad.engine.cl;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.TensorSpec;

/** The plans used last, by what they were made for. */
final class PlanCache {
    /** Each holds a few kernel objects; a large network has some hundred distinct plans. */
    private static final int CAPACITY = 4096;

    record Key(Routine routine, List<TensorSpec> in, List<TensorSpec> out) {}

    private final Map<Key, BoundPlan> plans = new LinkedHashMap<>(256, 0.75f, true);

    /** The plan of a key, made if it is not there; the one not used for longest makes place for it. */
    BoundPlan get(Key key, Supplier<BoundPlan> maker) {
        BoundPlan plan = plans.get(key);
        if (plan == null) {
            plan = maker.get();
            plans.put(key, plan);
            if (plans.size() > CAPACITY) {
                // Out of the map first: if closing fails, nobody may find it there.
                Iterator<BoundPlan> eldest = plans.values().iterator();
                BoundPlan evicted = eldest.next();
                eldest.remove();
                evicted.close();
            }
        }
        return plan;
    }

    /** How many kernel objects they hold. */
    long kernels() {
        return plans.values().stream()
                .mapToLong(plan -> plan.allLaunches().size())
                .sum();
    }

    void clear() {
        Closer closer = new Closer();
        plans.values().forEach(plan -> closer.run(plan::close));
        plans.clear();
        closer.end();
    }
}
