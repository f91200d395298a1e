package org.clgrad.engine.routine.norm;

import java.util.stream.DoubleStream;
import org.clgrad.engine.tensor.DType;

/**
 * What the moments of some elements, and what is normalised by them, can be off by, in the terms of {@link BatchNorm}'s
 * Javadoc.
 *
 * @param u the unit roundoff
 * @param mean the mean's error
 * @param variance the variance's error
 * @param deviation √(variance + ε)
 */
record MomentsError(double u, double mean, double variance, double deviation) {
    /**
     * The error where an element goes through so many additions in a kernel. In double the reference, which adds one
     * element after the other, errs as much as a kernel that did so.
     *
     * @param centred whether the variance is about the mean, and not about 0
     */
    static MomentsError of(DType dtype, double[] x, double inKernel, boolean centred, double epsilon) {
        double mean = centred ? DoubleStream.of(x).sum() / x.length : 0;
        double largest = DoubleStream.of(x).map(Math::abs).max().orElse(0);
        double variance = DoubleStream.of(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
        double u = dtype.unitRoundoff();
        double additions = dtype == DType.F64 ? Math.max(inKernel, x.length) : inKernel;
        double delta = centred ? additions * u * largest : 0;
        double error = (additions + 8) * u * variance + 2 * delta * Math.sqrt(variance) + delta * delta;
        return new MomentsError(u, delta, error, Math.sqrt(variance + epsilon));
    }

    /** The error of a mean and of a variance; twice, since in double the reference rounds as often as the kernels. */
    double ofMoment(boolean isMean) {
        return 2 * (isMean ? mean : variance);
    }

    /**
     * The error of distance·weight/deviation + bias: that of the mean, the deviation's relative one, 3 ulp for the root and 8
     * roundings; twice, as above.
     *
     * @param magnitude |the result| + |bias|
     */
    double ofOutput(double distance, double weight, double magnitude) {
        double relative = variance / (deviation * deviation) + 14 * u;
        return 2 * (Math.abs(weight) / deviation * (mean + (Math.abs(distance) + mean) * relative) + 2 * u * magnitude);
    }
}
