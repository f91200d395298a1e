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
 * The gradient of {@link Convolution} by its weight:
 * {@code dw[k,c,r,s] = Σ dy[n,k,p,q] · x[n, c, p·stride − before + r·dilation, q·stride − before + s·dilation]}, over all
 * images and output pixels n, p, q, alike with one or three axes; c counts in k's group, and x is 0 outside.
 *
 * <p>Inputs x[N,C,(D,H,)W] and dy[N,K,(O,P,)Q]; output dw[K,C/groups,(T,R,)S]. Several S may lead to one Q, so the number of
 * taps is an attribute. A floating-point type, both the same.
 *
 * <p>NaN and infinities in dy reach all elements of dw of their channel; those in x may reach all of theirs, and in {@code
 * conv_winograd_weight_gradient} do. Without images dw is 0.
 *
 * <p>The order of the sum is the variant's; any order has {@code |error| ≤ (N·O·P·Q + 2)·u·Σ|x·dy|}. {@code
 * conv_winograd_weight_gradient}, which works in another basis, has the bound that {@link WinogradError} derives. The gradient of the
 * bias is the sum of dy over all but k, and a reduction elsewhere.
 *
 * <p>Throws {@link org.clgrad.engine.tensor.MismatchException} if shapes or types do not fit. Source: package
 * documentation, [2], [3].
 *
 * @param geometry how the window moves
 * @param taps T, R and S
 */
public record ConvolutionWeightGradient(ConvGeometry geometry, Volume taps) implements Routine {
    @Override
    public String name() {
        return "conv" + geometry.rank() + "d_weight_gradient";
    }

    private ConvSizes sizes(List<TensorSpec> in) {
        ConvSizes.checkCount(name(), in, 2, 2);
        return ConvSizes.ofWeightGradient(name(), geometry, in.get(0), in.get(1), taps);
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(sizes(in).w(in.get(0).dtype()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        ConvSizes sizes = sizes(List.of(args.in(0).spec(), args.in(1).spec()));
        args.out(0)
                .set(new ReferenceConvolution(exec, sizes)
                        .weightGradient(args.in(0).doubles(), args.in(1).doubles()));
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(
                        WeightGradientPlans.PLANES,
                        in -> WeightGradientPlans.suitsPlanes(sizes(in)),
                        plan -> WeightGradientPlans.addPlanes(plan, sizes(plan.inputs()))),
                new KernelVariant(
                                WinogradWeightGradient.KERNEL,
                                in -> WinogradWeightGradient.suits(sizes(in)),
                                plan -> WinogradWeightGradient.add(plan, sizes(plan.inputs())))
                        .relaxed(in -> WinogradError.weightGradient(sizes(in))),
                new KernelVariant(
                        ChannelsWeightGradient.KERNEL,
                        in -> ChannelsWeightGradient.suits(sizes(in)),
                        plan -> ChannelsWeightGradient.add(plan, sizes(plan.inputs()))),
                new KernelVariant(
                        WeightGradientPlans.DOTS, plan -> WeightGradientPlans.addDots(plan, sizes(plan.inputs()))),
                new KernelVariant(
                        WeightGradientPlans.GROUP,
                        in -> sizes(in).groupChannelsOut() <= NarrowConvolution.FEW,
                        plan -> WeightGradientPlans.addGroup(plan, sizes(plan.inputs()))),
                new KernelVariant(
                        WeightGradientPlans.GEMM, plan -> WeightGradientPlans.addGemm(plan, sizes(plan.inputs()))));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return sizes(in).cost(in, infer(in).get(0));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return ConvSamples.weightGradient();
    }
}
