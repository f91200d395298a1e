package org.clgrad.nn.layer;

import java.util.List;
import java.util.Locale;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.PaddingMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.Window;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.norm.ChannelNorm;
import org.jspecify.annotations.Nullable;

/** What convolutions over one, two and three axes share, whose window slides over the input: padding, and what may follow in one pass. */
abstract sealed class SlidingConvolution extends ConvolutionLayer permits Conv1d, Conv2d, Conv3d {
    private final PaddingMode paddingMode;
    private @Nullable FoldedWeights folded;
    private @Nullable List<FoldedWeights.Source> asked;

    /**
     * @param rank how many axes are convolved
     * @param paddingMode what the padding is made of
     * @throws IllegalArgumentException if a number is less than 1, groups does not divide the channels, or the window moves
     *     over another number of axes
     */
    SlidingConvolution(
            int rank,
            int inChannels,
            int outChannels,
            Window window,
            PaddingMode paddingMode,
            int groups,
            boolean bias,
            Init init) {
        super(rank, false, inChannels, outChannels, window, groups, bias, init);
        this.paddingMode = paddingMode;
    }

    @Override
    protected final Tensor forward(Tensor x) {
        return convolved(x, weight().tensor(), shift());
    }

    /** By a weight and a bias in the place of the layer's own. */
    final Tensor convolved(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return padded(x)
                .convolution(
                        weight,
                        bias,
                        window().stride().toArray(),
                        paddings(),
                        window().dilation().toArray(),
                        groups());
    }

    /** max(convolved + residual, 0) in one pass over the result. */
    final Tensor convolvedRelu(Tensor x, Tensor weight, @Nullable Tensor bias, @Nullable Tensor residual) {
        return padded(x)
                .convolutionRelu(
                        weight,
                        bias,
                        window().stride().toArray(),
                        paddings(),
                        window().dilation().toArray(),
                        groups(),
                        residual);
    }

    /**
     * This convolution and a normalisation of its channels as one, for evaluation; in training they run one after the other.
     *
     * @param norm of as many channels
     */
    public final NormalisedConvolution followedBy(ChannelNorm norm) {
        return new NormalisedConvolution(this, norm);
    }

    /** norm(this(x)) by one weight and one bias; null where they do not run as one. */
    final @Nullable Tensor folded(Tensor x, ChannelNorm norm) {
        try (Scope scope = Scope.open()) {
            FoldedWeights both = foldedWith(norm, x.rank());
            return both == null ? null : scope.keep(convolved(x, both.weight(), both.bias()));
        }
    }

    /** max(norm(this(x)) + residual, 0) by one weight and one bias; null where they do not run as one. */
    final @Nullable Tensor foldedRelu(Tensor x, ChannelNorm norm, @Nullable Tensor residual) {
        try (Scope scope = Scope.open()) {
            FoldedWeights both = foldedWith(norm, x.rank());
            return both == null ? null : scope.keep(convolvedRelu(x, both.weight(), both.bias(), residual));
        }
    }

    /**
     * Weight and bias of this convolution and a normalisation as one, as of now, for the current scope; null where they do not run as one.
     * They are made when they are asked for a second time: a weight that changes at each step is not worth it.
     */
    private synchronized @Nullable FoldedWeights foldedWith(ChannelNorm norm, int rank) {
        if (GradMode.isEnabled() || rank != window().rank() + 2 || !canBeFolded()) {
            return null;
        }
        ChannelNorm.Given given = norm.given(rank, weight().shape().size(0)).orElse(null);
        if (given == null) {
            return null;
        }
        List<FoldedWeights.Source> sources = FoldedWeights.sources(this, given);
        if (folded == null || !folded.sources().equals(sources)) {
            boolean again = sources.equals(asked);
            releaseKept();
            asked = sources;
            if (!again) {
                return null;
            }
            folded = FoldedWeights.of(this, given, sources);
        }
        return folded.shared();
    }

    /** Whether its weight and bias stay the same tensors from run to run, nobody looks at its result, and roundings are small. */
    private boolean canBeFolded() {
        return !isObserved()
                && !weight().isDerived()
                && bias().filter(Parameter::isDerived).isEmpty()
                && !weight().dtype().isNarrow();
    }

    @Override
    protected final synchronized void releaseKept() {
        if (folded != null) {
            folded.release();
            folded = null;
        }
        asked = null;
    }

    /**
     * max(this(x) + residual, 0) in one pass over the result.
     *
     * @param residual shaped as the result, or null for 0
     * @throws org.clgrad.engine.tensor.MismatchException if it is of another shape
     */
    public final Tensor relu(Tensor x, @Nullable Tensor residual) {
        // Who observes it is to see what comes before the ReLU.
        return running(scope -> scope.keep(
                isObserved()
                        ? ReLU.of(this, apply(x), residual)
                        : convolvedRelu(x, weight().tensor(), shift(), residual)));
    }

    @Override
    protected final @Nullable Module joinedWith(Module next) {
        if (next instanceof ReLU) {
            return new Rectified();
        }
        return next instanceof ChannelNorm norm ? new Normalised(followedBy(norm)) : null;
    }

    /** The convolution and the ReLU behind it, as one. */
    private final class Rectified extends Module {
        @Override
        protected Tensor forward(Tensor x) {
            return relu(x, null);
        }
    }

    /** The convolution and the normalisation behind it, as one. */
    private static final class Normalised extends Module {
        private final NormalisedConvolution both;

        Normalised(NormalisedConvolution both) {
            this.both = both;
        }

        @Override
        protected Tensor forward(Tensor x) {
            return both.apply(x);
        }

        @Override
        protected @Nullable Module joinedWith(Module next) {
            return next instanceof ReLU ? new NormalisedRectified(both) : null;
        }
    }

    /** The convolution, the normalisation and the ReLU behind it, as one. */
    private static final class NormalisedRectified extends Module {
        private final NormalisedConvolution both;

        NormalisedRectified(NormalisedConvolution both) {
            this.both = both;
        }

        @Override
        protected Tensor forward(Tensor x) {
            return both.relu(x, null);
        }
    }

    /** The input with the padding that a convolution does not make itself. */
    private Tensor padded(Tensor x) {
        if (paddingMode == PaddingMode.ZEROS) {
            return x;
        }
        long[] before = new long[x.rank()];
        long[] after = new long[x.rank()];
        for (int axis = 0; axis < window().rank(); axis++) {
            int place = x.rank() - window().rank() + axis;
            before[place] = window().before().axes().get(axis);
            after[place] = window().after().axes().get(axis);
        }
        return x.pad(before, after, paddingMode);
    }

    /** The padding that a convolution makes itself: before along each axis, then behind along each. */
    private int[] paddings() {
        return paddingMode == PaddingMode.ZEROS ? window().paddings() : new int[2 * window().rank()];
    }

    @Override
    final String further() {
        return paddingMode == PaddingMode.ZEROS
                ? ""
                : " by " + paddingMode.name().toLowerCase(Locale.ROOT);
    }
}
