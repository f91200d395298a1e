package org.clgrad.nn.norm;

import java.util.Optional;
import java.util.OptionalDouble;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RunningMoments;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.autograd.Updates;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Buffer;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.activation.ReLU;
import org.jspecify.annotations.Nullable;

/**
 * What the normalisations of channels by batch and by instance have in common: weight and bias, and averages of the moments
 * seen in training, by which they normalise in evaluation.
 *
 * <p>Parameters, if it is affine, {@code weight} [C] and {@code bias} [C], in the beginning ones and zeros. Buffers, if
 * averages are kept, {@code running_mean} and {@code running_var} [C], in the beginning zeros and ones, and {@code
 * num_batches_tracked}, which a file may leave out.
 */
public abstract sealed class ChannelNorm extends Module permits BatchNorm, InstanceNorm {
    /** PyTorch's ε. */
    static final double EPSILON = 1e-5;

    /** PyTorch's share of each batch in the moving averages. */
    static final OptionalDouble MOMENTUM = OptionalDouble.of(0.1);

    /** What is kept of the batches seen. */
    private record Averages(Buffer mean, Buffer variance, Buffer batches) {}

    private final String input;
    private final int leastRank;
    private final int mostRank;
    private final int channels;
    private final double epsilon;
    private final OptionalDouble momentum;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;
    private final @Nullable Averages averages;

    /**
     * A normalisation with all there is to choose.
     *
     * @param axes what the input has behind its channels, for the message, like {@code ,H,W}
     * @param leastRank the fewest axes of an input
     * @param mostRank the most
     * @param momentum the share of each batch in the moving averages, 0 to 1; empty: averages are over all batches
     * @throws IllegalArgumentException if a number is out of its range
     */
    ChannelNorm(
            String axes,
            int leastRank,
            int mostRank,
            int channels,
            double epsilon,
            OptionalDouble momentum,
            boolean affine,
            boolean trackRunningStats) {
        double share = momentum.orElse(0);
        boolean fits = channels >= 1 && epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY && share >= 0;
        if (!fits || share > 1) {
            throw new IllegalArgumentException(getClass().getSimpleName()
                    + ": expected channels of at least 1, epsilon of at least 0 and momentum in [0, 1], got "
                    + channels + ", " + epsilon + " and " + share);
        }
        this.input = "shape [N," + channels + axes + "]";
        this.leastRank = leastRank;
        this.mostRank = mostRank;
        this.channels = channels;
        this.epsilon = epsilon;
        this.momentum = momentum;
        this.weight = affine ? parameter("weight", new Parameter(Tensors.ones(channels))) : null;
        this.bias = affine ? parameter("bias", new Parameter(Tensors.zeros(channels))) : null;
        this.averages = trackRunningStats ? averages() : null;
    }

    private Averages averages() {
        Tensor none = Tensors.zeros(DefaultDevice.get(), DType.I64, Shape.scalar());
        return new Averages(
                buffer("running_mean", new Buffer(Tensors.zeros(channels))),
                buffer("running_var", new Buffer(Tensors.ones(channels))),
                optionalBuffer("num_batches_tracked", new Buffer(none)));
    }

    /** Normalises by the input's own moments, and changes the averages. */
    abstract Tensor byOwnMoments(
            Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon, @Nullable RunningMoments running);

    /** As {@link #byOwnMoments}, then the residual is added, if there is one, and what is below 0 is cut off. */
    Tensor byOwnMomentsRelu(
            Tensor x,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            double epsilon,
            @Nullable RunningMoments running,
            @Nullable Tensor residual) {
        return ReLU.of(this, byOwnMoments(x, weight, bias, epsilon, running), residual);
    }

    @Override
    protected final Tensor forward(Tensor x) {
        return normalised(x, false, null);
    }

    /**
     * By what it normalises an input while that is the same for every input: in evaluation with averages. Nothing otherwise, or where
     * somebody observes it, where weight or bias are computed anew in each run, or where it would refuse the input.
     *
     * @param rank of the input
     * @param size of its channels
     */
    public final Optional<Given> given(int rank, long size) {
        boolean same = averages != null && !isTraining() && !isObserved() && !isDerived(weight) && !isDerived(bias);
        if (!same || averages == null || rank < leastRank || rank > mostRank || size != channels) {
            return Optional.empty();
        }
        return Optional.of(new Given(
                averages.mean.tensor(),
                averages.variance.tensor(),
                weight == null ? null : weight.tensor(),
                bias == null ? null : bias.tensor(),
                epsilon));
    }

    private static boolean isDerived(@Nullable Parameter parameter) {
        return parameter != null && parameter.isDerived();
    }

    /**
     * y = (x − mean)·weight/√(variance + ε) + bias in each channel.
     *
     * @param weight null for 1
     * @param bias null for 0
     */
    public record Given(Tensor mean, Tensor variance, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
        /** weight/√(variance + ε). */
        public Tensor scale() {
            Tensor rate = variance.add(epsilon).rsqrt();
            return weight == null ? rate : rate.mul(weight);
        }
    }

    /**
     * max(this(x) + residual, 0): the end of a block of a convolutional network, of a batch normalisation in as many passes over
     * memory as it takes alone.
     *
     * @param residual shaped as x, or null for 0
     * @throws MismatchException if it is of another shape
     */
    public final Tensor relu(Tensor x, @Nullable Tensor residual) {
        if (residual != null && !residual.shape().equals(x.shape())) {
            throw new MismatchException(
                    toString(),
                    "residual",
                    x.shape().toString(),
                    residual.shape().toString());
        }
        // Who observes it is to see what comes before the ReLU.
        return running(
                scope -> scope.keep(isObserved() ? ReLU.of(this, apply(x), residual) : normalised(x, true, residual)));
    }

    @Override
    protected final @Nullable Module joinedWith(Module next) {
        return next instanceof ReLU ? new Rectified() : null;
    }

    /** The normalisation and the ReLU behind it, as one. */
    private final class Rectified extends Module {
        @Override
        protected Tensor forward(Tensor x) {
            return relu(x, null);
        }
    }

    private Tensor normalised(Tensor x, boolean rectified, @Nullable Tensor residual) {
        if (x.rank() < leastRank || x.rank() > mostRank || x.size(1) != channels) {
            throw new MismatchException(toString(), "input", input, x.shape().toString());
        }
        Tensor scale = weight == null ? null : weight.tensor();
        Tensor shift = bias == null ? null : bias.tensor();
        if (averages == null) {
            return byOwn(x, scale, shift, null, rectified, residual);
        }
        Tensor mean = averages.mean.tensor();
        Tensor variance = averages.variance.tensor();
        Tensor batches = averages.batches.tensor();
        if (!isTraining()) {
            return rectified
                    ? x.normaliseRelu(mean, variance, scale, shift, epsilon, residual)
                    : x.normalise(mean, variance, scale, shift, epsilon);
        }
        RunningMoments running = momentum.isPresent()
                ? new RunningMoments(mean, variance, momentum.getAsDouble())
                : RunningMoments.cumulative(mean, variance, batches);
        Tensor y = byOwn(x, scale, shift, running, rectified, residual);
        Updates.increment(batches);
        return y;
    }

    private Tensor byOwn(
            Tensor x,
            @Nullable Tensor scale,
            @Nullable Tensor shift,
            @Nullable RunningMoments running,
            boolean rectified,
            @Nullable Tensor residual) {
        return rectified
                ? byOwnMomentsRelu(x, scale, shift, epsilon, running, residual)
                : byOwnMoments(x, scale, shift, epsilon, running);
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "(" + channels + ")";
    }
}
