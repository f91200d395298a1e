package org.clgrad.nn;

import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RunningMoments;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.autograd.Updates;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/**
 * y = (x − mean)/√(variance + ε)·weight + bias for each channel of [N,C,H,W], as {@code torch.nn.BatchNorm2d}: while
 * training by the mean and variance of the batch, and moving averages of both are kept; in evaluation by those averages.
 *
 * <p>Parameters {@code weight} [C] and {@code bias} [C], in the beginning ones and zeros. Buffers {@code running_mean} and
 * {@code running_var} [C], in the beginning zeros and ones, and {@code num_batches_tracked}, which a file may leave out.
 * A batch while training needs more than one element of each channel.
 *
 * <p>Source: Ioffe, Szegedy, "Batch Normalization", ICML 2015.
 */
public final class BatchNorm2d extends Module {
    /** PyTorch's. */
    private static final double EPSILON = 1e-5;

    private static final double MOMENTUM = 0.1;

    private final int channels;
    private final double epsilon;
    private final double momentum;
    private final Parameter weight;
    private final Parameter bias;
    private final Buffer runningMean;
    private final Buffer runningVariance;
    private final Buffer batches;

    /** With ε = 1e-5, and moving averages of which each batch makes a tenth. */
    public BatchNorm2d(int channels) {
        this(channels, EPSILON, MOMENTUM);
    }

    /**
     * A normalisation with all there is to choose.
     *
     * @param channels C
     * @param epsilon ε ≥ 0
     * @param momentum the share of each batch in the moving averages, 0 to 1
     * @throws IllegalArgumentException if a number is out of its range
     */
    public BatchNorm2d(int channels, double epsilon, double momentum) {
        boolean fits = channels >= 1 && epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY && momentum >= 0;
        if (!fits || momentum > 1) {
            throw new IllegalArgumentException(
                    "BatchNorm2d: expected channels of at least 1, epsilon of at least 0 and momentum in [0, 1], got "
                            + channels + ", " + epsilon + " and " + momentum);
        }
        this.channels = channels;
        this.epsilon = epsilon;
        this.momentum = momentum;
        this.weight = parameter("weight", new Parameter(Tensors.ones(channels)));
        this.bias = parameter("bias", new Parameter(Tensors.zeros(channels)));
        this.runningMean = buffer("running_mean", new Buffer(Tensors.zeros(channels)));
        this.runningVariance = buffer("running_var", new Buffer(Tensors.ones(channels)));
        Tensor none = Tensors.zeros(DefaultDevice.get(), DType.I64, Shape.scalar());
        this.batches = optionalBuffer("num_batches_tracked", new Buffer(none));
    }

    @Override
    protected Tensor forward(Tensor x) {
        if (x.rank() != 4 || x.size(1) != channels) {
            throw new MismatchException(
                    toString(),
                    "input",
                    "shape [N," + channels + ",H,W]",
                    x.shape().toString());
        }
        if (!isTraining()) {
            return x.normalise(runningMean.tensor(), runningVariance.tensor(), weight.tensor(), bias.tensor(), epsilon);
        }
        RunningMoments running = new RunningMoments(runningMean.tensor(), runningVariance.tensor(), momentum);
        Tensor y = x.batchNorm(weight.tensor(), bias.tensor(), epsilon, running);
        Updates.increment(batches.tensor());
        return y;
    }

    @Override
    public String toString() {
        return "BatchNorm2d(" + channels + ")";
    }
}
