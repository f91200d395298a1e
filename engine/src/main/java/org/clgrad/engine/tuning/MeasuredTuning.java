package org.clgrad.engine.tuning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.clgrad.engine.routine.FixedTuning;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelCatalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a database knows, for planning. It is read when the first plan is made; rows that do not fit the kernels that there are,
 * or were measured with others, are passed over, and what is wrong with a file is said once. Where nothing was measured, it says
 * once how to measure.
 */
public final class MeasuredTuning implements Tuning {
    private static final Logger log = LoggerFactory.getLogger(MeasuredTuning.class);

    private final String device;
    private final RowCheck check;
    private final Map<TuningRow, Boolean> held = new HashMap<>();
    private Supplier<TuningDatabase> source;
    private Optional<TuningDatabase> database = Optional.empty();
    private long revision;
    private boolean told;
    private int wrong;
    private int outdated;

    /**
     * The tuning of a device.
     *
     * @param device what to call it in messages
     * @param kernels the kernels that plans are made of
     * @param source where the rows are from, asked when the first plan is made
     */
    public MeasuredTuning(String device, KernelCatalog kernels, Supplier<TuningDatabase> source) {
        this.device = device;
        this.check = new RowCheck(kernels);
        this.source = source;
    }

    /** Takes other rows from now on: plans are made anew. */
    public synchronized void replace(TuningDatabase rows) {
        source = () -> rows;
        database = Optional.empty();
        held.clear();
        revision++;
    }

    private TuningDatabase database() {
        TuningDatabase known = database.orElseGet(source);
        database = Optional.of(known);
        return known;
    }

    @Override
    public synchronized long revision() {
        return revision;
    }

    /** Of no operands in particular nothing is known. */
    @Override
    public OptionalLong value(String kernel, String tunable) {
        return OptionalLong.empty();
    }

    @Override
    public boolean isBinding() {
        return false;
    }

    @Override
    public synchronized Tuning of(Routine routine, String variant, List<TensorSpec> in) {
        Optional<TuningRow> row = find(TuningRow.Kind.VALUES, routine, variant, in);
        if (!told && row.flatMap(TuningRow::measurement).isEmpty() && hasTunables(variant)) {
            told = true;
            log.info("{}: not all kernels are tuned for it; `clgrad tune` finds what is fastest", device);
        }
        return row.<Tuning>map(found -> new Advice(new FixedTuning(found.values())))
                .orElse(this);
    }

    @Override
    public synchronized Optional<String> fastest(Routine routine, List<TensorSpec> in) {
        return find(TuningRow.Kind.CHOICE, routine, "", in).map(TuningRow::variant);
    }

    private Optional<TuningRow> find(TuningRow.Kind kind, Routine routine, String of, List<TensorSpec> in) {
        String name = TuningRow.routine(routine);
        return database().knows(name)
                ? database().find(kind, name, of, ShapeBucket.of(routine, in), row -> holds(row, routine))
                : Optional.empty();
    }

    private boolean hasTunables(String variant) {
        return !check.kernels().source(variant).tunables().isEmpty();
    }

    /** A choice holds as long as it is between all variants that there are. */
    private boolean holds(TuningRow row, Routine routine) {
        boolean all = row.key().kind() == TuningRow.Kind.VALUES
                || routine.variants().stream().map(Variant::name).allMatch(row.values()::containsKey);
        return held.computeIfAbsent(row, this::holds) && all;
    }

    private boolean holds(TuningRow row) {
        Optional<String> problem = check.problem(row);
        if (problem.isPresent()) {
            if (wrong++ == 0) {
                log.warn("{}: a row of its tuning is passed over, and perhaps others: {}", device, problem.get());
            }
            return false;
        }
        boolean current = check.isCurrent(row);
        if (!current && outdated++ == 0) {
            log.info(
                    "{}: {} has changed since it was tuned, and perhaps others; `clgrad tune` tunes it again",
                    device,
                    row.variant());
        }
        return current;
    }

    /** Values that were measured at sizes alike: where they are not legal, the nearest that are. */
    private record Advice(FixedTuning values) implements Tuning {
        @Override
        public OptionalLong value(String kernel, String tunable) {
            return values.value(kernel, tunable);
        }

        @Override
        public boolean isBinding() {
            return false;
        }
    }
}
