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
 * The gradient of {@link Conv2d} by its weight:
 * {@code dw[k,c,r,s] = Σ dy[n,k,p,q] · x[n, c, p·strideH − padH + r·dilationH, q·strideW − padW + s·dilationW]}, over all
 * images and output pixels n, p, q; c counts in k's group, and x is 0 outside of the image.
 *
 * <p>Inputs x[N,C,H,W] and dy[N,K,P,Q]; output dw[K,C/groups,R,S]. Several R may lead to one P, so the number of taps is
 * an attribute. {@code F32} or {@code F64}, both the same.
 *
 * <p>NaN and infinities in dy reach all elements of dw of their channel; those in x may reach all of theirs. Without
 * images dw is 0.
 *
 * <p>The order of the sum is the variant's; any order has {@code |error| ≤ (N·P·Q + 2)·u·Σ|x·dy|}. The gradient of the
 * bias is the sum of dy over n, p, q, and a reduction elsewhere.
 *
 * <p>Throws {@link org.clgrad.engine.tensor.MismatchException} if shapes or types do not fit. Source: package
 * documentation, [2], [3].
 *
 * @param geometry how the window moves
 * @param tapRows R
 * @param tapColumns S
 */
public record Conv2dWeightGradient(Conv2dGeometry geometry, long tapRows, long tapColumns) implements Routine {
    @Override
    public String name() {
        return "conv2d_weight_gradient";
    }

    private Conv2dSizes sizes(List<TensorSpec> in) {
        Conv2dSizes.checkCount(name(), in, 2, 2);
        return Conv2dSizes.ofWeightGradient(name(), geometry, in.get(0), in.get(1), tapRows, tapColumns);
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(sizes(in).w(in.get(0).dtype()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        Conv2dSizes sizes = sizes(List.of(args.in(0).spec(), args.in(1).spec()));
        args.out(0)
                .set(new ReferenceConvolution(exec, sizes)
                        .weightGradient(args.in(0).doubles(), args.in(1).doubles()));
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(
                        WeightGradientPlans.DOTS, plan -> WeightGradientPlans.addDots(plan, sizes(plan.inputs()))),
                new KernelVariant(
                        WeightGradientPlans.GEMM, plan -> WeightGradientPlans.addGemm(plan, sizes(plan.inputs()))));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return sizes(in).cost(in, infer(in).get(0));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return Conv2dSamples.weightGradient();
    }
}
