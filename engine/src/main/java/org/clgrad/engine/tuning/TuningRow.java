package org.clgrad.engine.tuning;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.clgrad.engine.routine.Routine;

/**
 * One thing that is known: with which values of its tunables a variant is fastest, or which variant of a routine is.
 *
 * @param key of what
 * @param variant whose values, or the fastest
 * @param values of the tunables of each kernel file that the variant opens; where the row chooses a variant, the kernel files that
 *     were compared, without values
 * @param measurement how it was found; nothing if it was not measured but reasoned
 * @param note why, for readers
 */
public record TuningRow(
        Key key,
        String variant,
        Map<String, Map<String, Long>> values,
        Optional<Measurement> measurement,
        String note) {
    /** What a row says. */
    public enum Kind {
        /** The best values of a variant's tunables. */
        VALUES,
        /** The fastest variant of a routine. */
        CHOICE
    }

    /**
     * What a row is about; of two rows about the same, one is right.
     *
     * @param kind what it says
     * @param routine the routine's class, as {@link #routine} has it
     * @param of the variant whose values it says; empty where it chooses one
     * @param dtype the element type, or {@link ShapeBucket#ANY}
     * @param shape the bucket, or {@link ShapeBucket#ANY}
     * @param scope for how many devices
     * @param target which
     */
    public record Key(Kind kind, String routine, String of, String dtype, String shape, Scope scope, String target) {}

    /**
     * How a row was found.
     *
     * @param medianNanos of one call
     * @param spread half of the range in which half of the measured times lie, as a part of the median
     * @param runs how many times were measured
     * @param driver under which version of the driver
     * @param hash of the kernels that are named in the row
     */
    public record Measurement(double medianNanos, double spread, int runs, String driver, String hash) {}

    public TuningRow {
        Map<String, Map<String, Long>> copy = new LinkedHashMap<>();
        values.forEach((kernel, own) -> copy.put(kernel, Collections.unmodifiableMap(new LinkedHashMap<>(own))));
        values = Collections.unmodifiableMap(copy);
    }

    /** What rows call a routine: its operation may have many names, as that of pointwise formulas has. */
    public static String routine(Routine routine) {
        return routine.getClass().getSimpleName();
    }

    /** The row that says with which values a variant is fastest. */
    public static TuningRow values(
            String routine,
            ShapeBucket bucket,
            Scope scope,
            String target,
            String variant,
            Map<String, Map<String, Long>> values,
            Measurement measurement) {
        Key key = new Key(Kind.VALUES, routine, variant, bucket.dtype(), bucket.shape(), scope, target);
        return new TuningRow(key, variant, values, Optional.of(measurement), "");
    }

    /**
     * The row that says which variant is the fastest.
     *
     * @param compared the kernel files of all variants that there are
     */
    public static TuningRow choice(
            String routine,
            ShapeBucket bucket,
            Scope scope,
            String target,
            String variant,
            Collection<String> compared,
            Measurement measurement) {
        Key key = new Key(Kind.CHOICE, routine, "", bucket.dtype(), bucket.shape(), scope, target);
        Map<String, Map<String, Long>> kernels = new TreeMap<>();
        compared.forEach(kernel -> kernels.put(kernel, Map.of()));
        return new TuningRow(key, variant, kernels, Optional.of(measurement), "");
    }
}
