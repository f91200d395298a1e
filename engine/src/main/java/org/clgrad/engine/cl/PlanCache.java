package org.clgrad.engine.cl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.TensorSpec;

/** The plans used last, by what they were made for. */
final class PlanCache {
    /** Each holds a few kernel objects; a large network has some hundred distinct plans. */
    private static final int CAPACITY = 4096;

    record Key(Routine routine, List<TensorSpec> in, List<TensorSpec> out) {}

    private final Consumer<BoundPlan> evicted;
    private final Map<Key, BoundPlan> plans = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, BoundPlan> eldest) {
            boolean full = size() > CAPACITY;
            if (full) {
                evicted.accept(eldest.getValue());
            }
            return full;
        }
    };

    PlanCache(Consumer<BoundPlan> evicted) {
        this.evicted = evicted;
    }

    BoundPlan get(Key key, Supplier<BoundPlan> maker) {
        BoundPlan plan = plans.get(key);
        if (plan == null) {
            plan = maker.get();
            plans.put(key, plan);
        }
        return plan;
    }

    void clear() {
        plans.values().forEach(evicted);
        plans.clear();
    }
}
