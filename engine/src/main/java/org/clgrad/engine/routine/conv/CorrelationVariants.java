package org.clgrad.engine.routine.conv;

import java.util.List;
import java.util.function.Function;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;

/** The ways to do a {@link Correlation}, which the convolution and the gradient by its input share. */
final class CorrelationVariants {
    private CorrelationVariants() {}

    /**
     * Where a group has one output channel, or on GPUs a few, nothing is packed. 3×3 taps are multiplied in another basis where
     * there are enough channels. Else on CPUs vectors run along output channels
     * where these fill vectors and the sum is long enough to pay for transposing y, and along pixels where not.
     *
     * @param problem from the inputs to what is asked of the kernels
     */
    static List<Variant> of(Function<List<TensorSpec>, Correlation> problem) {
        return List.of(
                new KernelVariant(
                        NarrowConvolution.PLANES,
                        in -> NarrowConvolution.suitsPlanes(problem.apply(in)),
                        plan -> NarrowConvolution.addPlanes(plan, problem.apply(plan.inputs()))),
                new KernelVariant(
                                WinogradConvolution.KERNEL,
                                in -> WinogradConvolution.suits(problem.apply(in)),
                                plan -> WinogradConvolution.add(plan, problem.apply(plan.inputs())))
                        .relaxed(in -> WinogradError.tolerance(problem.apply(in))),
                new KernelVariant(
                        PointwiseConvolution.KERNEL,
                        in -> PointwiseConvolution.suits(problem.apply(in)),
                        plan -> PointwiseConvolution.add(plan, problem.apply(plan.inputs()))),
                new KernelVariant(
                        DirectConvolution.CHANNELS,
                        in -> DirectConvolution.suitsChannels(problem.apply(in)),
                        plan -> DirectConvolution.add(plan, DirectConvolution.CHANNELS, problem.apply(plan.inputs()))),
                new KernelVariant(
                        DirectConvolution.PIXELS,
                        plan -> DirectConvolution.add(plan, DirectConvolution.PIXELS, problem.apply(plan.inputs()))),
                new KernelVariant(
                        NarrowConvolution.ITEMS,
                        in -> problem.apply(in).channelsOut() <= NarrowConvolution.FEW,
                        plan -> NarrowConvolution.addItems(plan, problem.apply(plan.inputs()))),
                new KernelVariant(ImplicitGemm.KERNEL, plan -> ImplicitGemm.add(plan, problem.apply(plan.inputs()))));
    }
}
