package org.clgrad.engine.routine.grid;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.grid.GridSampling.Mode;
import org.clgrad.engine.routine.grid.GridSampling.Padding;

/** Which elements along an axis a coordinate of the grid reads, by the formulas themselves, for the references. */
final class ReferenceReading {
    private ReferenceReading() {}

    /** An element along an axis, and its weight. */
    record Tap(long at, double weight) {}

    /** The elements within the plane that a coordinate reads, ascending from the first neighbour. */
    static List<Tap> taps(GridSampling how, int coordinate, double g, long size) {
        int order = how.orders().get(coordinate);
        return how.mode() == Mode.CUBIC ? cubic(how, order, g, size) : straight(how, order, g, size);
    }

    private static double place(GridSampling how, double g, long size) {
        return how.alignCorners() ? (g + 1) / 2 * (size - 1) : ((g + 1) * size - 1) / 2;
    }

    /** What a step of a coordinate is along an axis of so many elements, but for where it is mirrored or held. */
    static double slope(GridSampling how, long size) {
        return how.alignCorners() ? (size - 1) / 2.0 : size / 2.0;
    }

    private static List<Tap> straight(GridSampling how, int order, double g, long size) {
        double p = place(how, g, size);
        double slope = slope(how, size);
        if (how.padding() == Padding.REFLECTION) {
            double low = how.alignCorners() ? 0 : -0.5;
            double high = how.alignCorners() ? size - 1 : size - 0.5;
            if (low == high) {
                p = low;
                slope = 0;
            } else {
                // A period there and back.
                double there = Math.abs(p - low) % (2 * (high - low));
                boolean isBack = there >= high - low;
                slope *= isBack == p < low ? 1 : -1;
                p = isBack ? high - (there - (high - low)) : low + there;
            }
        }
        if (how.padding() != Padding.ZEROS) {
            slope = p > 0 && p < size - 1 ? slope : 0;
            p = p > 0 ? Math.min(p, size - 1.0) : 0;
        }
        List<Tap> taps = new ArrayList<>();
        if (!(p >= -1 && p <= size)) {
            return taps;
        }
        if (how.mode() == Mode.NEAREST) {
            addWithin(taps, (long) Math.rint(p), size, order == 0 ? 1 : 0);
            return taps;
        }
        double floor = Math.floor(p);
        addWithin(taps, (long) floor, size, order == 0 ? 1 - (p - floor) : -slope);
        addWithin(taps, (long) floor + 1, size, order == 0 ? p - floor : slope);
        return taps;
    }

    private static void addWithin(List<Tap> taps, long at, long size, double weight) {
        if (at >= 0 && at < size) {
            taps.add(new Tap(at, weight));
        }
    }

    private static List<Tap> cubic(GridSampling how, int order, double g, long size) {
        double p = place(how, g, size);
        double scale = Math.pow(slope(how, size), order);
        List<Tap> taps = new ArrayList<>();
        if (how.padding() != Padding.ZEROS) {
            // Far away nothing changes but by periods, and an element that is not there is the first one's.
            long period = how.alignCorners() ? 2 * (size - 1) : 2 * size;
            p = how.padding() == Padding.BORDER ? Math.max(-3, Math.min(size + 2.0, p)) : p % Math.max(1, period);
            p = Double.isNaN(p) ? 0 : p;
        } else if (!(p >= -2 && p <= size + 1)) {
            return taps;
        }
        double floor = Math.floor(p);
        for (int k = -1; k <= 2; k++) {
            double weight = weight(p - floor - k, k == 0 || k == 1, order) * scale;
            long at = (long) floor + k;
            switch (how.padding()) {
                case ZEROS -> addWithin(taps, at, size, weight);
                case BORDER -> taps.add(new Tap(Math.max(0, Math.min(size - 1, at)), weight));
                case REFLECTION -> taps.add(new Tap(mirrored(at, size, how.alignCorners()), weight));
            }
        }
        return taps;
    }

    private static long mirrored(long at, long size, boolean alignCorners) {
        if (alignCorners) {
            long phase = size == 1 ? 0 : Math.floorMod(at, 2 * (size - 1));
            return Math.min(phase, 2 * (size - 1) - phase);
        }
        long phase = Math.floorMod(at, 2 * size);
        return Math.min(phase, 2 * size - 1 - phase);
    }

    /**
     * The weight of an element at a signed distance, or a derivative of it: 1.25|t|³ − 2.25t² + 1 up to 1, and
     * −0.75(|t|³ − 5t² + 8|t| − 4) from there to 2.
     */
    private static double weight(double distance, boolean isInner, int order) {
        double t = Math.abs(distance);
        // An odd derivative of an even function is odd; an inner element at 0 is seen from the right.
        double sign = order % 2 == 0 || distance >= 0 ? 1 : -1;
        return sign
                * switch (order) {
                    case 0 ->
                        isInner ? 1.25 * t * t * t - 2.25 * t * t + 1 : -0.75 * (t * t * t - 5 * t * t + 8 * t - 4);
                    case 1 -> isInner ? 3.75 * t * t - 4.5 * t : -0.75 * (3 * t * t - 10 * t + 8);
                    case 2 -> isInner ? 7.5 * t - 4.5 : -0.75 * (6 * t - 10);
                    default -> isInner ? 7.5 : -4.5;
                };
    }
}
