package org.clgrad.engine.routine.conv;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * {@code y[n,k,p,q] = b[k] + Σ x[n, c, p·strideH − padH + r·dilationH, q·strideW − padW + s·dilationW] · w[k,c,r,s]}, over
 * the channels c of k's group and the taps r, s; x is 0 outside of the image. A cross-correlation, as everywhere in
 * learning.
 *
 * <p>Inputs x[N,C,H,W], w[K,C/groups,R,S] and, if wanted, b[K]; output y[N,K,P,Q] with
 * {@code P = ⌊(H + 2·padH − dilationH·(R−1) − 1) / strideH⌋ + 1}, Q alike. {@code F32} or {@code F64}, all the same.
 *
 * <p>NaN and infinities reach the outputs whose window holds them; a window that holds an infinity and a weight or pad of
 * 0 beside it may give NaN. N may be 0; P and Q may not.
 *
 * <p>The order of the sum is the variant's; any order has {@code |error| ≤ (C/groups·R·S + 2)·u·Σ|x·w|} (Higham, Accuracy
 * and Stability of Numerical Algorithms, §3.1).
 *
 * <p>Throws {@link MismatchException} if shapes or types do not fit. Source: package documentation, [1], [2], [3].
 *
 * @param geometry how the window moves
 */
public record Conv2d(Conv2dGeometry geometry) implements Routine {
    @Override
    public String name() {
        return "conv2d";
    }

    private Conv2dSizes sizes(List<TensorSpec> in) {
        Conv2dSizes.checkCount(name(), in, 2, 3);
        return Conv2dSizes.ofForward(name(), geometry, in.get(0), in.get(1));
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Conv2dSizes sizes = sizes(in);
        DType dtype = in.get(0).dtype();
        if (in.size() > 2) {
            TensorSpec bias = TensorSpec.of(dtype, sizes.channelsOut());
            TensorSpec given = in.get(2);
            if (given.dtype() != dtype || !given.shape().equals(bias.shape())) {
                throw new MismatchException(name(), "b[K]", bias.toString(), given.toString());
            }
        }
        return List.of(sizes.y(dtype));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        Conv2dSizes sizes = Conv2dSizes.ofForward(
                name(), geometry, args.in(0).spec(), args.in(1).spec());
        double[] bias = args.in().size() > 2 ? args.in(2).doubles() : new double[0];
        args.out(0)
                .set(new ReferenceConvolution(exec, sizes)
                        .forward(args.in(0).doubles(), args.in(1).doubles(), bias));
    }

    /**
     * On CPUs vectors run along output channels where these fill vectors and the sum is long enough to pay for transposing
     * y; else along pixels.
     */
    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(
                        DirectConvolution.CHANNELS,
                        in -> DirectConvolution.suitsChannels(correlation(in)),
                        plan -> DirectConvolution.add(plan, DirectConvolution.CHANNELS, correlation(plan.inputs()))),
                new KernelVariant(
                        DirectConvolution.PIXELS,
                        plan -> DirectConvolution.add(plan, DirectConvolution.PIXELS, correlation(plan.inputs()))),
                new KernelVariant(ImplicitGemm.KERNEL, plan -> ImplicitGemm.add(plan, correlation(plan.inputs()))));
    }

    private Correlation correlation(List<TensorSpec> in) {
        return Correlation.forward(sizes(in));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return sizes(in).cost(in, infer(in).get(0));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return Conv2dSamples.forward();
    }
}
