package org.clgrad.engine.tuner;

import java.util.Arrays;
import java.util.List;

/**
 * Times of one candidate, in nanoseconds of a call.
 *
 * @param median half of them are longer
 * @param spread half of the range of the middle half, as a part of the median
 * @param runs how many there are
 */
public record Times(double median, double spread, int runs) {
    /** What some times come to. */
    public static Times of(List<Double> nanos) {
        double[] sorted = sorted(nanos.stream().mapToDouble(Double::doubleValue).toArray());
        double median = quantile(sorted, 0.5);
        double range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
        return new Times(median, range / 2 / median, sorted.length);
    }

    static double median(double[] values) {
        return quantile(sorted(values), 0.5);
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Between two values, in proportion. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
