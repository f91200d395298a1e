package org.clgrad.engine.routine.conv;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The gradient of {@link Conv2d} by its input: {@code dx[n,c,h,v] = Σ dy[n,k,p,q] · w[k,c,r,s]}, over the output channels
 * k of c's group and all p, q, r, s with {@code h = p·strideH − padH + r·dilationH} and
 * {@code v = q·strideW − padW + s·dilationW}. Pixels that no window sees get 0.
 *
 * <p>Inputs dy[N,K,P,Q] and w[K,C/groups,R,S]; output dx[N,C,H,W]. Several H may lead to one P, so the size of the image
 * is an attribute. {@code F32} or {@code F64}, both the same.
 *
 * <p>NaN and infinities reach the pixels whose windows saw them, as in {@link Conv2d}.
 *
 * <p>The order of the sum is the variant's; any order has {@code |error| ≤ (K/groups·R·S + 2)·u·Σ|dy·w|}.
 *
 * <p>Throws {@link org.clgrad.engine.tensor.MismatchException} if shapes or types do not fit. Source: package
 * documentation, [1], [2], [3]; Dumoulin and Visin, "A guide to convolution arithmetic for deep learning",
 * arXiv:1603.07285, 2016, §4, for the gradient as a convolution. Where they put zeros between the elements of dy, here each
 * remainder by the stride is a convolution of its own over the taps that meet it, without a zero.
 *
 * @param geometry how the window moves
 * @param height H
 * @param width W
 */
public record Conv2dInputGradient(Conv2dGeometry geometry, long height, long width) implements Routine {
    @Override
    public String name() {
        return "conv2d_input_gradient";
    }

    private Conv2dSizes sizes(List<TensorSpec> in) {
        Conv2dSizes.checkCount(name(), in, 2, 2);
        return Conv2dSizes.ofInputGradient(name(), geometry, in.get(0), in.get(1), height, width);
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(sizes(in).x(in.get(0).dtype()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        Conv2dSizes sizes = sizes(List.of(args.in(0).spec(), args.in(1).spec()));
        args.out(0)
                .set(new ReferenceConvolution(exec, sizes)
                        .inputGradient(args.in(0).doubles(), args.in(1).doubles()));
    }

    /** As those of {@link Conv2d#variants()}, with the roles of the channels exchanged. */
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
        return Correlation.inputGradient(sizes(in));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return sizes(in).cost(in, infer(in).get(0));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return Conv2dSamples.inputGradient();
    }
}
