package org.clgrad.nn.layer;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.clgrad.autograd.Interpolation;
import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** Planes of one to three axes in other sizes, larger or smaller: [N,C,L], [N,C,H,W] or [N,C,D,H,W]. */
public final class Upsample extends Module {
    private final Interpolation mode;
    private final boolean alignCorners;
    private final long[] sizes;
    private final double[] factors;

    private Upsample(Interpolation mode, boolean alignCorners, long[] sizes, double[] factors) {
        boolean hasCorners = mode == Interpolation.LINEAR || mode == Interpolation.CUBIC;
        if (alignCorners && !hasCorners) {
            throw new IllegalArgumentException("Upsample: " + mode + " has no corners to align");
        }
        boolean isPositive = Arrays.stream(sizes).allMatch(size -> size > 0)
                && Arrays.stream(factors).allMatch(factor -> factor > 0);
        if (!isPositive) {
            throw new IllegalArgumentException("Upsample: expected positive sizes or factors, got "
                    + Arrays.toString(sizes) + Arrays.toString(factors));
        }
        this.mode = mode;
        this.alignCorners = alignCorners;
        this.sizes = sizes.clone();
        this.factors = factors.clone();
    }

    /** To sizes, one for each spatial axis. */
    public static Upsample to(Interpolation mode, long... sizes) {
        return to(mode, false, sizes);
    }

    /**
     * To sizes, one for each spatial axis.
     *
     * @param alignCorners whether the first and the last elements lie upon each other, and not the ends of their extents
     */
    public static Upsample to(Interpolation mode, boolean alignCorners, long... sizes) {
        return new Upsample(mode, alignCorners, sizes, new double[0]);
    }

    /** By factors, one for each spatial axis. */
    public static Upsample by(Interpolation mode, double... factors) {
        return by(mode, false, factors);
    }

    /**
     * By factors, one for each spatial axis.
     *
     * @param alignCorners whether the first and the last elements lie upon each other, and not the ends of their extents
     */
    public static Upsample by(Interpolation mode, boolean alignCorners, double... factors) {
        return new Upsample(mode, alignCorners, new long[0], factors);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return sizes.length > 0
                ? x.interpolate(mode, alignCorners, sizes)
                : x.interpolateBy(mode, alignCorners, factors);
    }

    @Override
    public String toString() {
        String to = Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining("x"));
        String by = Arrays.stream(factors).mapToObj(Double::toString).collect(Collectors.joining("x"));
        return "Upsample(" + (to.isEmpty() ? "by " + by : "to " + to) + ", "
                + mode.name().toLowerCase(Locale.ROOT).replace('_', '-')
                + (alignCorners ? ", corners aligned)" : ")");
    }
}
