package org.clgrad.engine.routine.softmax;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * yᵢ = exp(xᵢ − max x) / Σⱼ exp(xⱼ − max x) along one axis, or its logarithm, (xᵢ − max x) − log Σⱼ exp(xⱼ − max x). Shapes: x and
 * y alike, of any rank from 1; any strides.
 *
 * <p>NaN, infinities, empty axes: see the package's page.
 *
 * <p>The order of the sum is the variant's. With n the size of the axis and d the mean of |xⱼ − max| weighted by softmax, the
 * relative error of softmax is at most (|xᵢ − max| + d + n + 17)·u, the error of its logarithm (2|yᵢ| + d + n + 6 + 6·log n)·u.
 *
 * <p>Source: Blanchard, Higham, Higham, "Accurately computing the log-sum-exp and softmax functions", IMA Journal of
 * Numerical Analysis 41 (2021), algorithm 3.2.
 *
 * @param axis the axis over which softmax sums to 1; negative ones count from the end
 * @param log whether it is the logarithm
 */
public record Softmax(int axis, boolean log) implements Routine {
    static final String NAME = "softmax";

    @Override
    public String name() {
        return log ? "log_softmax" : NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return AlongAxis.infer(name(), in, axis);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        AlongAxis along = AlongAxis.of(name(), args.in(0).shape(), axis);
        double[] x = args.in(0).doubles();
        double[] y = new double[x.length];
        along.eachLine(exec, at -> {
            double shift = Double.NEGATIVE_INFINITY;
            for (int i : at) {
                shift = Math.max(shift, x[i]);
            }
            double sum = 0;
            for (int i : at) {
                sum += Math.exp(x[i] - shift);
            }
            for (int i : at) {
                y[i] = log ? x[i] - shift - Math.log(sum) : Math.exp(x[i] - shift) / sum;
            }
        });
        args.out(0).set(y);
    }

    @Override
    public List<Variant> variants() {
        return new SoftmaxKernels(name(), axis, log).forward();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(4 * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SoftmaxSamples.forward();
    }
}
