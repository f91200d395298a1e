package org.clgrad.nn.layer;

import java.util.Arrays;
import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.nn.norm.ChannelNorm;
import org.jspecify.annotations.Nullable;

/**
 * Weight and bias of a convolution and the normalisation behind it as one, which nobody else owns, and what they were made of.
 *
 * @param weight shaped as the convolution's
 * @param bias a number for each output channel
 */
record FoldedWeights(Tensor weight, Tensor bias, List<Source> sources) {
    /** A tensor at a time; tensors are equal only to themselves. */
    record Source(@Nullable Tensor tensor, long version) {
        static Source of(@Nullable Tensor tensor) {
            return new Source(tensor, tensor == null ? 0 : tensor.version());
        }
    }

    /** What they would be made of now. */
    static List<Source> sources(SlidingConvolution convolution, ChannelNorm.Given given) {
        return List.of(
                Source.of(convolution.weight().tensor()),
                Source.of(convolution.shift()),
                Source.of(given.mean()),
                Source.of(given.variance()),
                Source.of(given.weight()),
                Source.of(given.bias()));
    }

    /** @param sources what they were before, so that a change meanwhile is seen as one */
    static FoldedWeights of(SlidingConvolution convolution, ChannelNorm.Given given, List<Source> sources) {
        try (Scope scope = Scope.open()) {
            Tensor scale = given.scale();
            Tensor shift = convolution.shift();
            Tensor distance = (shift == null ? given.mean().neg() : shift.sub(given.mean())).mul(scale);
            Tensor weight = scaled(convolution.weight().tensor(), scale).markLasting();
            Tensor bias = (given.bias() == null ? distance : distance.add(given.bias())).markLasting();
            return new FoldedWeights(weight.disown(), bias.disown(), sources);
        }
    }

    /** A number for each output channel, the first axis. */
    private static Tensor scaled(Tensor weight, Tensor scale) {
        long[] along = new long[weight.rank()];
        Arrays.fill(along, 1);
        along[0] = weight.size(0);
        return weight.mul(scale.reshape(along));
    }

    /** The same elements, held by the current scope too, so that they last as long as it, whoever gives them back. */
    FoldedWeights shared() {
        return new FoldedWeights(weight.detach(), bias.detach(), sources);
    }

    void release() {
        weight.release();
        bias.release();
    }
}
