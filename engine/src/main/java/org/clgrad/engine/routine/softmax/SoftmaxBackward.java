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
 * The gradient of {@link Softmax} along one axis: dxᵢ = yᵢ·(dyᵢ − Σⱼ dyⱼ·yⱼ), since ∂yⱼ/∂xᵢ = yⱼ·([i = j] − yᵢ); of its logarithm
 * dxᵢ = dyᵢ − exp(yᵢ)·Σⱼ dyⱼ, since ∂yⱼ/∂xᵢ = [i = j] − exp(yᵢ).
 *
 * <p>Inputs: dy and y, the gradient and the result of the forward routine, of one shape and type; any strides. NaN and
 * infinities reach all of their row.
 *
 * <p>The order of the sum is the variant's, one fma a term. Error of dxᵢ: at most u·|yᵢ|·((n + 4)·Σ|dy·y| + 2|dyᵢ|), of the
 * logarithm u·(|dxᵢ| + (n + 8)·exp(yᵢ)·Σ|dy|).
 *
 * @param axis the axis of the forward routine
 * @param log whether that gave the logarithm
 */
public record SoftmaxBackward(int axis, boolean log) implements Routine {
    static final String NAME = "softmax_backward";

    @Override
    public String name() {
        return log ? "log_softmax_backward" : NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return AlongAxis.inferBackward(name(), in, axis);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        AlongAxis along = AlongAxis.of(name(), args.in(0).shape(), axis);
        double[] dy = args.in(0).doubles();
        double[] y = args.in(1).doubles();
        double[] dx = new double[y.length];
        along.eachLine(exec, at -> {
            double sum = 0;
            for (int i : at) {
                sum += log ? dy[i] : dy[i] * y[i];
            }
            for (int i : at) {
                dx[i] = log ? dy[i] - Math.exp(y[i]) * sum : y[i] * (dy[i] - sum);
            }
        });
        args.out(0).set(dx);
    }

    @Override
    public List<Variant> variants() {
        return new SoftmaxKernels(name(), axis, log).backward();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(4 * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SoftmaxSamples.backward();
    }
}
