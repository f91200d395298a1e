package org.clgrad.examples.bench;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many times faster clgrad is than a peer at a case: above 1, clgrad is faster. Each pair is a time of each, taken right
 * after one another, so that what the machine does else is in both.
 *
 * @param peer its name
 * @param caseId the case
 * @param pairs the peer's time ÷ clgrad's, of each pair, in the order they were taken
 */
public record Ratio(String peer, String caseId, List<Double> pairs) {
    /** Stands for whichever peer is the fastest at a case. */
    private static final String BEST = "best";

    public Ratio {
        pairs = List.copyOf(pairs);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("no pair of " + caseId + " with " + peer);
        }
    }

    /**
     * A ratio of times.
     *
     * @param ours nanoseconds of a call, of each pair
     * @param theirs the same for the peer
     * @throws IllegalArgumentException if there are no pairs, or times that are not positive
     */
    public static Ratio of(String peer, String caseId, double[] ours, double[] theirs) {
        if (ours.length != theirs.length) {
            throw new IllegalArgumentException(ours.length + " times of clgrad, but " + theirs.length + " of " + peer);
        }
        if (!Arrays.stream(ours).allMatch(time -> time > 0)
                || !Arrays.stream(theirs).allMatch(time -> time > 0)) {
            throw new IllegalArgumentException("a time of " + caseId + " with " + peer + " is not positive");
        }
        return new Ratio(
                peer,
                caseId,
                IntStream.range(0, ours.length)
                        .mapToObj(i -> theirs[i] / ours[i])
                        .toList());
    }

    /**
     * The ratios of one case: to each peer that ran it, and where there are several of them, to the best.
     *
     * @param outcomes clgrad's first
     * @return none if clgrad did not run it, or nobody else
     */
    public static List<Ratio> of(List<Outcome> outcomes) {
        Outcome ours = outcomes.get(0);
        List<Ratio> ratios = new ArrayList<>();
        if (ours.isTimed()) {
            outcomes.stream()
                    .skip(1)
                    .filter(Outcome::isTimed)
                    .map(theirs -> of(theirs.peer(), ours.measured().id(), times(ours), times(theirs)))
                    .forEach(ratios::add);
        }
        if (ratios.size() > 1) {
            Ratio best = toBest(ratios);
            ratios.add(new Ratio(BEST, best.caseId(), best.pairs()));
        }
        return ratios;
    }

    private static double[] times(Outcome outcome) {
        return outcome.nanos().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The ratio to the fastest peer: the least one, by medians. */
    static Ratio toBest(List<Ratio> ofOneCase) {
        return ofOneCase.stream()
                .min(Comparator.comparingDouble(Ratio::median))
                .orElseThrow(() -> new IllegalArgumentException("no peer to compare with"));
    }

    /** The middle one of the pairs, or half-way between the two middle ones. */
    public double median() {
        double[] sorted = sorted();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The least one of the pairs. */
    public double min() {
        return sorted()[0];
    }

    /** The greatest one of the pairs. */
    public double max() {
        return sorted()[pairs.size() - 1];
    }

    private double[] sorted() {
        return pairs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /**
     * The ratio and its spread for programs: three lines, such as
     * {@code {"peer":"clgrad/libtorch","case":"gemm/1024","metric":"ratio","value":1.05}}, one for {@code ratio_min} and one
     * for {@code ratio_max}.
     */
    public List<String> jsonLines() {
        return List.of(line("ratio", median()), line("ratio_min", min()), line("ratio_max", max()));
    }

    private String line(String metric, double value) {
        JsonObject line = new JsonObject();
        line.addProperty("peer", "clgrad/" + peer);
        line.addProperty("case", caseId);
        line.addProperty("metric", metric);
        line.addProperty("value", value);
        return line.toString();
    }

    /** Such as {@code 1.52 (1.48..1.60)}. */
    public String text() {
        return String.format(Locale.ROOT, "%.2f (%.2f..%.2f)", median(), min(), max());
    }
}
