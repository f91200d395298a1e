package org.clgrad.nn.norm;

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
import org.jspecify.annotations.Nullable;

/**
 * What the normalisations of channels by batch and by instance have in common: weight and bias, and averages of the moments
 * seen in training, by which they normalise in evaluation.
 *
 * <p>Parameters, if it is affine, {@code weight} [C] and {@code bias} [C], in the beginning ones and zeros. Buffers, if
 * averages are kept, {@code running_mean} and {@code running_var} [C], in the beginning zeros and ones, and {@code
 * num_batches_tracked}, which a file may leave out.
 */
abstract class ChannelNorm extends Module {
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

    @Override
    protected final Tensor forward(Tensor x) {
        if (x.rank() < leastRank || x.rank() > mostRank || x.size(1) != channels) {
            throw new MismatchException(toString(), "input", input, x.shape().toString());
        }
        Tensor scale = weight == null ? null : weight.tensor();
        Tensor shift = bias == null ? null : bias.tensor();
        if (averages == null) {
            return byOwnMoments(x, scale, shift, epsilon, null);
        }
        Tensor mean = averages.mean.tensor();
        Tensor variance = averages.variance.tensor();
        Tensor batches = averages.batches.tensor();
        if (!isTraining()) {
            return x.normalise(mean, variance, scale, shift, epsilon);
        }
        RunningMoments running = momentum.isPresent()
                ? new RunningMoments(mean, variance, momentum.getAsDouble())
                : RunningMoments.cumulative(mean, variance, batches);
        Tensor y = byOwnMoments(x, scale, shift, epsilon, running);
        Updates.increment(batches);
        return y;
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "(" + channels + ")";
    }
}
