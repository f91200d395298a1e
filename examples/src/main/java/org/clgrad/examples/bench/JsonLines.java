package org.clgrad.examples.bench;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.clgrad.engine.bench.Roofline;

/**
 * Outcomes for programs: one JSON object a line, {@code {"peer":"clgrad","case":"gemm/1024","metric":"gflops","value":97.5}}.
 *
 * <p>Each case that has figures has its metric, the median; that with {@code _best} or {@code _min} behind it; {@code
 * device_us}, the kernels' own time of a call, where the device tells it; and {@code share} of what the device's ceilings
 * allow, where its work is counted. A case without figures has no lines.
 */
public final class JsonLines {
    private JsonLines() {}

    /** The lines of an outcome. */
    public static List<String> of(Outcome outcome, Optional<Roofline> ceilings) {
        if (!outcome.isTimed()) {
            return List.of();
        }
        BenchCase measured = outcome.measured();
        Stream<String> figures = Stream.of(
                line(outcome, measured.metric().word(), outcome.median()),
                line(outcome, measured.metric().bestWord(), outcome.best()));
        Stream<String> device =
                outcome.deviceNanos().stream().mapToObj(nanos -> line(outcome, "device_us", nanos / 1e3));
        Stream<String> share = ceilings
                .filter(known -> measured.work().isCounted())
                .map(known -> line(outcome, "share", measured.work().leastSeconds(known) * 1e9 / outcome.medianNanos()))
                .stream();
        return Stream.of(figures, device, share).flatMap(lines -> lines).toList();
    }

    private static String line(Outcome outcome, String metric, double value) {
        JsonObject line = new JsonObject();
        line.addProperty("peer", outcome.peer());
        line.addProperty("case", outcome.measured().id());
        line.addProperty("metric", metric);
        line.addProperty("value", value);
        return line.toString();
    }
}
