package org.clgrad.engine.cl;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.clgrad.engine.Launching;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/** The plans used last, by what they were made for. */
final class PlanCache {
    /** Each holds a few kernel objects; a large network has some hundred distinct plans. */
    private static final int CAPACITY = 4096;

    /**
     * What a plan is made for.
     *
     * @param out null where the outputs are those that the routine gives by itself
     */
    record Key(Routine routine, List<TensorSpec> in, @Nullable List<TensorSpec> out) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && routine.equals(key.routine)
                    && in.equals(key.in)
                    && Objects.equals(out, key.out);
        }

        /**
         * Sizes are mostly multiples of powers of two, and a map tells keys by a few low bits: the high bits of a product depend on
         * all others, and go there. (A map folds high bits into low ones by itself; doing the same here would undo that.)
         */
        @Override
        public int hashCode() {
            int hash = 31 * (31 * routine.hashCode() + in.hashCode()) + Objects.hashCode(out);
            // 2³² by the golden ratio: Knuth, The Art of Computer Programming 3, §6.4.
            return Integer.rotateLeft(hash * 0x9e3779b9, 16);
        }
    }

    /** A plan, and what it gives. */
    record Planned(BoundPlan plan, Launching.Results results) {}

    private final Map<Key, Planned> plans = new LinkedHashMap<>(256, 0.75f, true);

    /** The plan of a key, made if it is not there; the one not used for longest makes place for it. */
    Planned get(Key key, Supplier<Planned> maker) {
        Planned planned = plans.get(key);
        if (planned == null) {
            planned = maker.get();
            plans.put(key, planned);
            if (plans.size() > CAPACITY) {
                // Out of the map first: if closing fails, nobody may find it there.
                Iterator<Planned> eldest = plans.values().iterator();
                Planned evicted = eldest.next();
                eldest.remove();
                evicted.plan().close();
            }
        }
        return planned;
    }

    /** How many kernel objects they hold. */
    long kernels() {
        return plans.values().stream()
                .mapToLong(planned -> planned.plan().allLaunches().size())
                .sum();
    }

    void clear() {
        Closer closer = new Closer();
        plans.values().forEach(planned -> closer.run(planned.plan()::close));
        plans.clear();
        closer.end();
    }
}
