package org.clgrad.engine.routine.conv;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The gradient of {@link Convolution} by its input: {@code dx[n,c,h,v] = b[c] + Σ dy[n,k,p,q] · w[k,c,r,s]}, over the
 * output channels k of c's group and all p, q, r, s with {@code h = p·stride − before + r·dilation} and
 * {@code v = q·stride − before + s·dilation}, alike with one or three axes. With a bias this is the transposed convolution;
 * without, b is 0. Pixels that no window sees get b[c].
 *
 * <p>Inputs dy[N,K,(O,P,)Q], w[K,C/groups,(T,R,)S] and, if wanted, b[C]; output dx[N,C,(D,H,)W]. Several W may lead to one Q,
 * so the size of the input is an attribute. A floating-point type, all the same.
 *
 * <p>NaN and infinities reach the pixels whose windows saw them, as in {@link Convolution}.
 *
 * <p>The order of the sum is the variant's; any order has {@code |error| ≤ (K/groups·T·R·S + 2)·u·Σ|dy·w|};
 * {@code conv_winograd} is as in {@link Convolution}.
 *
 * <p>Throws {@link org.clgrad.engine.tensor.MismatchException} if shapes or types do not fit. Source: package
 * documentation, [1], [2], [3]; Dumoulin and Visin, "A guide to convolution arithmetic for deep learning",
 * arXiv:1603.07285, 2016, §4, for the gradient as a convolution. Where they put zeros between the elements of dy, here each
 * remainder by the stride is a convolution of its own over the taps that meet it, without a zero.
 *
 * @param geometry how the window moves
 * @param size D, H and W
 */
public record ConvolutionInputGradient(ConvGeometry geometry, Volume size) implements Routine {
    @Override
    public String name() {
        return "conv" + geometry.rank() + "d_input_gradient";
    }

    private ConvSizes sizes(List<TensorSpec> in) {
        ConvSizes.checkCount(name(), in, 2, 3);
        return ConvSizes.ofInputGradient(name(), geometry, in.get(0), in.get(1), size);
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        ConvSizes sizes = sizes(in);
        sizes.checkBias(name(), "b[C]", sizes.channels(), in);
        return List.of(sizes.x(in.get(0).dtype()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        ConvSizes sizes = ConvSizes.ofInputGradient(
                name(), geometry, args.in(0).spec(), args.in(1).spec(), size);
        args.out(0)
                .set(new ReferenceConvolution(exec, sizes)
                        .inputGradient(
                                args.in(0).doubles(),
                                args.in(1).doubles(),
                                ReferenceConvolution.bias(args.in(), Ending.NONE)));
    }

    @Override
    public Tuned tunedAs(List<TensorSpec> in) {
        return new Tuned(this, in.subList(0, 2));
    }

    /** As those of {@link Convolution#variants()}, with the roles of the channels exchanged. */
    @Override
    public List<Variant> variants() {
        return CorrelationVariants.of(in -> Correlation.inputGradient(sizes(in)));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return sizes(in).cost(in, infer(in).get(0));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return ConvSamples.inputGradient();
    }
}
