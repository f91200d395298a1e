package org.clgrad.engine.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.clgrad.engine.DeviceType;
import org.clgrad.kernels.ShippedTuning;

/** All rows for one device: those of the user's file, then those that ship. */
public final class TuningDatabase {
    /** For what a row is looked for, but for its shape. */
    private record Subject(TuningRow.Kind kind, String routine, String of) {}

    /** A row closer to what is looked for comes first: the narrower scope, then the shape itself, then the type itself. */
    private static final Comparator<TuningRow> CLOSEST = Comparator.comparing(
                    (TuningRow row) -> row.key().scope())
            .thenComparing(row -> row.key().shape().equals(ShapeBucket.ANY))
            .thenComparing(row -> row.key().dtype().equals(ShapeBucket.ANY));

    private final List<Map<Subject, List<TuningRow>>> files = new ArrayList<>();

    private TuningDatabase(TuningTarget target, List<List<TuningRow>> files) {
        for (List<TuningRow> rows : files) {
            Map<Subject, List<TuningRow>> bySubject = new LinkedHashMap<>();
            rows.stream()
                    .filter(row -> target.is(row.key().scope(), row.key().target()))
                    .forEach(row -> bySubject
                            .computeIfAbsent(subject(row.key()), subject -> new ArrayList<>())
                            .add(row));
            bySubject.values().forEach(same -> same.sort(CLOSEST));
            this.files.add(bySubject);
        }
    }

    private static Subject subject(TuningRow.Key key) {
        return new Subject(key.kind(), key.routine(), key.of());
    }

    /** The rows for a device, those of the first list before all others. */
    public static TuningDatabase of(TuningTarget target, List<List<TuningRow>> files) {
        return new TuningDatabase(target, files);
    }

    /** No rows. */
    public static TuningDatabase empty() {
        return new TuningDatabase(new TuningTarget(Map.of()), List.of());
    }

    /**
     * The rows that ship for a type of device.
     *
     * @throws TuningFileException if they are no rows
     */
    public static List<TuningRow> shipped(DeviceType type) {
        return ShippedTuning.lines(type.word())
                .map(lines -> TuningFile.parse("the rows that ship for " + type.word(), lines))
                .orElse(List.of());
    }

    /** Whether there is no row at all. */
    boolean isEmpty() {
        return files.stream().allMatch(Map::isEmpty);
    }

    /**
     * The row that is closest to what is looked for.
     *
     * @param of the variant whose values are looked for; empty where a variant is
     * @param holds whether a row may be taken; asked of the closest first
     */
    Optional<TuningRow> find(
            TuningRow.Kind kind, String routine, String of, ShapeBucket bucket, Predicate<TuningRow> holds) {
        Subject subject = new Subject(kind, routine, of);
        return files.stream()
                .flatMap(rows -> rows.getOrDefault(subject, List.of()).stream())
                .filter(row -> isOf(row.key(), bucket))
                .flatMap(row -> holds.test(row) ? Stream.of(row) : Stream.empty())
                .findFirst();
    }

    private static boolean isOf(TuningRow.Key key, ShapeBucket bucket) {
        return (key.shape().equals(ShapeBucket.ANY) || key.shape().equals(bucket.shape()))
                && (key.dtype().equals(ShapeBucket.ANY) || key.dtype().equals(bucket.dtype()));
    }

    /** Whether it holds rows about a routine, so that its bucket is worth making out. */
    boolean knows(String routine) {
        return files.stream().anyMatch(rows -> rows.keySet().stream()
                .anyMatch(subject -> subject.routine().equals(routine)));
    }
}
