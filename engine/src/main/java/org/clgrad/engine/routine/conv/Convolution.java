package org.clgrad.engine.routine.conv;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * {@code y[n,k,p,q] = b[k] + Σ x[n, c, p·stride − before + r·dilation, q·stride − before + s·dilation] · w[k,c,r,s]}, over
 * the channels c of k's group and the taps r, s, with stride, padding and dilation of each axis; x is 0 outside. Over
 * sequences, images or volumes: the same with one, two or three axes. A cross-correlation, as everywhere in learning. With an
 * {@linkplain Ending ending} y is what that says of this sum.
 *
 * <p>Inputs x[N,C,(D,H,)W], w[K,C/groups,(T,R,)S], if wanted b[K], and r[N,K,(O,P,)Q] where the ending adds it; output y[N,K,(O,P,)Q] with
 * {@code Q = ⌊(W + before + after − dilation·(S−1) − 1) / stride⌋ + 1}, O and P alike. A floating-point type, all the
 * same.
 *
 * <p>NaN and infinities reach the outputs whose window holds them; a window that holds an infinity and a weight or pad of
 * 0 beside it may give NaN, and so may a weight that is NaN or infinite and meets nothing but padding. {@code conv_winograd}
 * takes them to all outputs of a tile of 4×4 too, and values beyond a hundredth of the type's range become infinite in it. N may
 * be 0; O, P and Q may not.
 *
 * <p>The order of the sum is the variant's; any order has {@code |error| ≤ (C/groups·T·R·S + 3)·u·(Σ|x·w| + |b| + |r|)} (Higham, Accuracy
 * and Stability of Numerical Algorithms, §3.1). {@code conv_winograd}, which multiplies 3×3 taps in another basis, has the bound
 * that {@link WinogradError} derives.
 *
 * <p>Throws {@link MismatchException} if shapes or types do not fit. Source: package documentation, [1], [2], [3].
 *
 * @param geometry how the window moves
 * @param ending what becomes of each sum
 */
public record Convolution(ConvGeometry geometry, Ending ending) implements Routine {
    /** The convolution alone. */
    public Convolution(ConvGeometry geometry) {
        this(geometry, Ending.NONE);
    }

    @Override
    public String name() {
        return "conv" + geometry.rank() + "d";
    }

    private ConvSizes sizes(List<TensorSpec> in) {
        int least = Added.leastInputs(ending);
        ConvSizes.checkCount(name(), in, least, least + 1);
        return ConvSizes.ofForward(name(), geometry, in.get(0), in.get(1));
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        ConvSizes sizes = sizes(in);
        sizes.checkBias(name(), "b[K]", sizes.channelsOut(), ending.adds() ? in.subList(0, in.size() - 1) : in);
        TensorSpec y = sizes.y(in.get(0).dtype());
        if (ending.adds()) {
            ConvSizes.checkSpec(name(), "the residual", y, in.get(in.size() - 1));
        }
        return List.of(y);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        ConvSizes sizes = ConvSizes.ofForward(
                name(), geometry, args.in(0).spec(), args.in(1).spec());
        double[] y = new ReferenceConvolution(exec, sizes)
                .forward(args.in(0).doubles(), args.in(1).doubles(), ReferenceConvolution.bias(args.in(), ending));
        if (ending.adds()) {
            double[] residual = args.in(args.in().size() - 1).doubles();
            Arrays.setAll(y, i -> y[i] + residual[i]);
        }
        Arrays.setAll(y, i -> ending.of(y[i]));
        args.out(0).set(y);
    }

    @Override
    public Tuned tunedAs(List<TensorSpec> in) {
        return new Tuned(new Convolution(geometry), in.subList(0, 2));
    }

    @Override
    public List<Variant> variants() {
        return CorrelationVariants.of(in -> Correlation.forward(sizes(in), ending));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return sizes(in).cost(in, infer(in).get(0));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return ConvSamples.forward();
    }
}
