package org.clgrad.engine.routine.grid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.grid.ReferenceReading.Tap;
import org.clgrad.engine.tensor.DType;

/**
 * The bounds of what grids read, and of its gradient, for each element: Σ over its n terms of what their weights may be off,
 * and (n + axes + 2)·u·Σ|terms| for the products and sums.
 *
 * <p>A place p has an error of 8·u·(|g| + 2)·size. A weight is a continuous function of p, of which an element away from p by
 * its support is the zero; so it is off by that error times the function's steepest slope, and the elements that come into
 * reach within the error have terms too. Where the function jumps, places are sampled that are exact. Its polynomial adds 11
 * roundings of the largest sum of magnitudes. The reference rounds too, in double.
 *
 * @param geometry of the planes that are read
 * @param isGradient whether outputs are elements of the planes
 */
record GridTolerance(GridSampling sampling, GridGeometry geometry, boolean isGradient) implements Tolerance {
    private static final double PLACE = 8;
    private static final double POLYNOMIAL = 11;

    /** By the order of the derivative: how steep a cubic weight is at most, where it does not jump. */
    private static final double[] CUBIC_SLOPES = {1.35, 4.5, 0, 0};

    /** By the order: the largest sum of magnitudes of the cubic's terms, as the reference adds them up at a distance of 2. */
    private static final double[] CUBIC_TERMS = {36, 30, 16.5, 7.5};

    /** Whether what is read jumps from place to place, so that only places may be sampled that any precision has exactly. */
    static boolean jumps(GridSampling sampling) {
        int order = sampling.orders().stream().mapToInt(Integer::intValue).max().orElse(0);
        return switch (sampling.mode()) {
            case NEAREST -> true;
            case LINEAR -> order > 0;
            case CUBIC -> order > 1;
        };
    }

    @Override
    public double[] bounds(int output, DType dtype, List<HostArray> in, double[] expected) {
        double u = dtype.unitRoundoff() + DType.F64.unitRoundoff();
        // What is not finite shows in the result, or is out of reach.
        double[] magnitudes = Arrays.stream(in.get(0).doubles())
                .map(value -> Double.isFinite(value) ? Math.abs(value) : 0)
                .toArray();
        double[] grid = in.get(1).doubles();
        double[] exact = new double[expected.length];
        double[] wide = new double[expected.length];
        int[] terms = new int[expected.length];
        geometry.eachTap(axisTaps(u, false), grid, (at, plane, weight) -> {
            int target = isGradient ? plane : at;
            exact[target] += weight * magnitudes[isGradient ? at : plane];
            terms[target]++;
        });
        geometry.eachTap(
                axisTaps(u, true),
                grid,
                (at, plane, weight) -> wide[isGradient ? plane : at] += weight * magnitudes[isGradient ? at : plane]);
        double[] bounds = new double[expected.length];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = wide[i] - exact[i] + (terms[i] + sampling.axes() + 2) * u * wide[i];
        }
        return bounds;
    }

    /** The taps within reach, with the magnitudes of their weights, and what these may be off on top of it. */
    private GridGeometry.AxisTaps axisTaps(double u, boolean withErrors) {
        return (axis, g, size) -> {
            double place = jumps(sampling) || !Double.isFinite(g) ? 0 : PLACE * u * (Math.abs(g) + 2) * size;
            double slope = Math.abs(ReferenceReading.slope(sampling, size));
            // What p is off, as if it came from g.
            double apart = slope == 0 ? 0 : place / slope;
            Map<Long, Double> magnitudes = new LinkedHashMap<>();
            Map<Long, Integer> counts = new LinkedHashMap<>();
            for (double near : new double[] {g, g - apart, g + apart}) {
                Map<Long, Double> sums = new LinkedHashMap<>();
                Map<Long, Integer> taps = new LinkedHashMap<>();
                for (Tap tap : ReferenceReading.taps(sampling, axis, near, size)) {
                    sums.merge(tap.at(), Math.abs(tap.weight()), Double::sum);
                    taps.merge(tap.at(), 1, Integer::sum);
                }
                sums.forEach((at, sum) -> magnitudes.merge(at, sum, Math::max));
                taps.forEach((at, count) -> counts.merge(at, count, Math::max));
            }
            int order = sampling.orders().get(axis);
            boolean isCubic = sampling.mode() == GridSampling.Mode.CUBIC;
            double off = Math.pow(slope, order)
                    * (place * (isCubic ? CUBIC_SLOPES[order] : 1)
                            + POLYNOMIAL * u * (isCubic ? CUBIC_TERMS[order] : 1));
            List<Tap> taps = new ArrayList<>();
            magnitudes.forEach(
                    (at, sum) -> taps.add(new Tap(at, withErrors ? sum + counts.getOrDefault(at, 1) * off : sum)));
            return taps;
        };
    }
}
