package org.clgrad.engine.routine.softmax;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The gradient of {@link Softmax}: dxᵢ = yᵢ·(dyᵢ − Σⱼ dyⱼ·yⱼ) along one axis, since ∂yⱼ/∂xᵢ = yⱼ·([i = j] − yᵢ).
 *
 * <p>Inputs: dy and y, the gradient and the result of the forward routine, of one shape and type; any strides. NaN and
 * infinities reach all of their row.
 *
 * <p>The order of the sum is the variant's, one fma a term. Error of dxᵢ: at most u·|yᵢ|·((n + 4)·Σ|dy·y| + 2|dyᵢ|).
 *
 * @param axis the axis of the forward routine
 */
public record SoftmaxBackward(int axis) implements Routine {
    private static final String NAME = "softmax_backward";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return AlongAxis.inferBackward(NAME, in, axis);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        AlongAxis along = AlongAxis.of(NAME, args.in(0).shape(), axis);
        double[] dy = args.in(0).doubles();
        double[] y = args.in(1).doubles();
        double[] dx = new double[y.length];
        along.eachLine(exec, at -> {
            double sum = 0;
            for (int i : at) {
                sum += dy[i] * y[i];
            }
            for (int i : at) {
                dx[i] = y[i] * (dy[i] - sum);
            }
        });
        args.out(0).set(dx);
    }

    @Override
    public List<Variant> variants() {
        return new SoftmaxKernels(NAME, axis, false).backward();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(4 * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SoftmaxSamples.backward(NAME, SoftmaxBackward::new, new Domain.Uniform(0, 1), false);
    }
}
