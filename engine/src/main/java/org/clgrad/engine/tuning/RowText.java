package org.clgrad.engine.tuning;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A row as a line of JSON. */
final class RowText {
    private static final Set<String> KNOWN = Set.of(
            "kind",
            "routine",
            "variant",
            "dtype",
            "shape",
            "scope",
            "target",
            "values",
            "median_us",
            "spread",
            "runs",
            "driver",
            "hash",
            "untuned",
            "note");

    private final Map<String, Object> members;

    private RowText(Map<String, Object> members) {
        this.members = members;
    }

    // ---- Writing

    static String of(TuningRow row) {
        TuningRow.Key key = row.key();
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("kind", Json.quoted(key.kind().name().toLowerCase(Locale.ROOT)));
        parts.put("routine", Json.quoted(key.routine()));
        parts.put("variant", Json.quoted(row.variant()));
        parts.put("dtype", Json.quoted(key.dtype()));
        parts.put("shape", Json.quoted(key.shape()));
        parts.put("scope", Json.quoted(key.scope().word()));
        parts.put("target", Json.quoted(key.target()));
        parts.put("values", object(row.values(), own -> object(own, String::valueOf)));
        row.measurement()
                .ifPresentOrElse(
                        measured -> {
                            parts.put("median_us", number("%.3f", measured.medianNanos() / 1e3));
                            parts.put("spread", number("%.4f", measured.spread()));
                            parts.put("runs", Integer.toString(measured.runs()));
                            parts.put("driver", Json.quoted(measured.driver()));
                            parts.put("hash", Json.quoted(measured.hash()));
                        },
                        () -> parts.put("untuned", "true"));
        if (!row.note().isEmpty()) {
            parts.put("note", Json.quoted(row.note()));
        }
        return object(parts, part -> part);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static <T> String object(Map<String, T> members, Function<T, String> text) {
        return members.entrySet().stream()
                .map(entry -> Json.quoted(entry.getKey()) + ":" + text.apply(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    // ---- Reading

    /**
     * The row in a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    static TuningRow parse(String line) {
        RowText text = new RowText(Json.object(line));
        for (String name : text.members.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("unknown '" + name + "'");
            }
        }
        TuningRow.Kind kind = text.constant("kind", TuningRow.Kind.values());
        boolean values = kind == TuningRow.Kind.VALUES;
        String variant = text.string("variant");
        TuningRow.Key key = new TuningRow.Key(
                kind,
                text.string("routine"),
                values ? variant : "",
                text.string("dtype"),
                text.string("shape"),
                text.constant("scope", Scope.values()),
                text.string("target"));
        boolean untuned = text.members.containsKey("untuned") && text.member("untuned", Boolean.class);
        return new TuningRow(
                key,
                variant,
                text.tunables(),
                untuned ? Optional.empty() : Optional.of(text.measurement()),
                text.members.containsKey("note") ? text.string("note") : "");
    }

    private TuningRow.Measurement measurement() {
        double microseconds = positive("median_us");
        long runs = member("runs", Long.class);
        if (runs < 1 || runs > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("'runs' is " + runs);
        }
        return new TuningRow.Measurement(
                microseconds * 1e3, positive("spread"), (int) runs, string("driver"), string("hash"));
    }

    private double positive(String name) {
        double value = member(name, Number.class).doubleValue();
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("'" + name + "' is " + value);
        }
        return value;
    }

    private Map<String, Map<String, Long>> tunables() {
        Map<String, Map<String, Long>> values = new LinkedHashMap<>();
        RowText kernels = inner("values");
        for (String kernel : kernels.members.keySet()) {
            RowText own = kernels.inner(kernel);
            Map<String, Long> tunables = new LinkedHashMap<>();
            own.members.keySet().forEach(tunable -> tunables.put(tunable, own.member(tunable, Long.class)));
            values.put(kernel, tunables);
        }
        return values;
    }

    /** A member that is an object; its names are strings, as JSON has them. */
    private RowText inner(String name) {
        Map<String, Object> object = new LinkedHashMap<>();
        ((Map<?, ?>) member(name, Map.class)).forEach((key, value) -> object.put((String) key, value));
        return new RowText(object);
    }

    private String string(String name) {
        return member(name, String.class);
    }

    private <E extends Enum<E>> E constant(String name, E[] constants) {
        String word = string(name);
        return Stream.of(constants)
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is '" + word + "', expected one of "
                        + Stream.of(constants)
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    private <T> T member(String name, Class<T> type) {
        Object value = members.get(name);
        if (!type.isInstance(value)) {
            String found = value == null ? "is missing" : "is '" + value + "'";
            throw new IllegalArgumentException("'" + name + "' " + found + ", expected " + words(type));
        }
        return type.cast(value);
    }

    private static String words(Class<?> type) {
        return type == Map.class ? "an object" : type == Long.class ? "a whole number" : "a " + type.getSimpleName();
    }
}
