package org.clgrad.nn.layer;

import java.util.Optional;
import java.util.stream.LongStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.Window;
import org.jspecify.annotations.Nullable;

/** What convolutions and transposed convolutions over one, two and three axes share: sizes and parameters. */
abstract class ConvolutionLayer extends Module {
    private final int inChannels;
    private final int outChannels;
    private final Window window;
    private final int groups;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /**
     * @param rank how many axes are convolved
     * @param transposed whether the weight is [in, out/groups, kernel…] and not [out, in/groups, kernel…]
     * @throws IllegalArgumentException if a number is less than 1, groups does not divide the channels, or the window moves
     *     over another number of axes
     */
    ConvolutionLayer(
            int rank,
            boolean transposed,
            int inChannels,
            int outChannels,
            Window window,
            int groups,
            boolean bias,
            Init init) {
        if (inChannels < 1 || outChannels < 1 || groups < 1 || inChannels % groups != 0 || outChannels % groups != 0) {
            throw new IllegalArgumentException(name() + ": expected channels of at least 1 that groups divides, got "
                    + inChannels + " to " + outChannels + " channels in " + groups + " groups");
        }
        if (window.rank() != rank) {
            throw new IllegalArgumentException(name() + ": expected a window of " + rank + " axes, got " + window);
        }
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.window = window;
        this.groups = groups;
        long first = transposed ? inChannels : outChannels;
        long second = (transposed ? outChannels : inChannels) / groups;
        LongStream kernel = window.kernel().axes().stream().mapToLong(Integer::longValue);
        Shape shape =
                Shape.of(LongStream.concat(LongStream.of(first, second), kernel).toArray());
        this.weight = parameter("weight", init.weight(shape));
        this.bias = bias ? parameter("bias", init.bias(shape, outChannels)) : null;
    }

    private String name() {
        return getClass().getSimpleName();
    }

    /** The weight: the channels of one side, a group's channels of the other, and the kernel. */
    public final Parameter weight() {
        return weight;
    }

    /** The bias, a number for each output channel; nothing if there is none. */
    public final Optional<Parameter> bias() {
        return Optional.ofNullable(bias);
    }

    /** The values of the bias, if there is one. */
    final @Nullable Tensor shift() {
        return bias == null ? null : bias.tensor();
    }

    final Window window() {
        return window;
    }

    final int groups() {
        return groups;
    }

    /** What is to be said beside what all have. */
    String further() {
        return "";
    }

    @Override
    public final String toString() {
        return name() + "(" + inChannels + ", " + outChannels + ", " + window + further()
                + (groups == 1 ? "" : ", groups " + groups) + (bias == null ? ", no bias)" : ")");
    }
}
