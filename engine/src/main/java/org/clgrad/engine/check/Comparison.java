package org.clgrad.engine.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** Compares what a device computed with the reference, element by element. */
final class Comparison {
    private static final int SHOWN = 5;

    private Comparison() {}

    /**
     * What differs, in words; nothing if all is within the bounds. NaN is equal to NaN and to nothing else, an infinity
     * to itself; under {@link Tolerance#EXACT} 0 and −0 differ.
     *
     * <p>Bounds are those of the type that is computed in. A narrow type adds one rounding, which is looked at exactly: right is
     * what some number within the bound rounds to. So what cuts instead of rounding is found.
     *
     * @param output which output of the routine
     * @param in the inputs the reference had, for the bounds
     */
    static Optional<String> differences(
            int output, HostArray expected, HostArray actual, List<HostArray> in, Tolerance tolerance) {
        double[] want = expected.doubles();
        double[] got = actual.doubles();
        DType dtype = expected.spec().dtype();
        DType computed = dtype.isFloat() ? dtype.accumulator() : dtype;
        double[] bounds = tolerance.bounds(output, computed, in, want);
        if (bounds.length != want.length) {
            return Optional.of("the tolerance has " + bounds.length + " bounds for " + want.length + " elements");
        }
        boolean wide = !dtype.isFloat();
        long[] wantWide = wide ? expected.longs() : new long[0];
        long[] gotWide = wide ? actual.longs() : new long[0];
        List<String> shown = new ArrayList<>();
        int count = 0;
        for (int i = 0; i < want.length; i++) {
            boolean equal = wide
                    ? Math.abs((double) gotWide[i] - wantWide[i]) <= bounds[i]
                            && (bounds[i] > 0 || gotWide[i] == wantWide[i])
                    : isWithin(dtype, want[i], got[i], bounds[i], tolerance == Tolerance.EXACT);
            if (!equal && count++ < SHOWN) {
                shown.add("at " + index(expected.shape(), i) + " expected "
                        + (wide ? wantWide[i] + ", got " + gotWide[i] : want[i] + ", got " + got[i])
                        + ", allowed ±" + bounds[i]);
            }
        }
        return count == 0
                ? Optional.empty()
                : Optional.of("output " + output + " differs in " + count + " of " + want.length + " elements: "
                        + String.join("; ", shown) + (count > SHOWN ? "; …" : ""));
    }

    private static boolean isWithin(DType dtype, double want, double got, double bound, boolean exact) {
        if (exact || !Double.isFinite(want)) {
            // Double.compare tells 0 from −0 and takes all NaNs for one.
            return Double.compare(dtype.nearest(want), got) == 0;
        }
        if (dtype.isNarrow()) {
            return dtype.nearest(want - bound) <= got && got <= dtype.nearest(want + bound);
        }
        // A bound that is NaN allows nothing.
        return Math.abs(got - want) <= bound;
    }

    private static String index(Shape shape, int position) {
        long[] index = new long[shape.rank()];
        long rest = position;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.size(axis);
            rest /= shape.size(axis);
        }
        return Arrays.toString(index);
    }
}
