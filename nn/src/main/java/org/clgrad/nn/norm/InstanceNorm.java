package org.clgrad.nn.norm;

import java.util.OptionalDouble;
import org.clgrad.autograd.RunningMoments;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/** Normalisation by the moments of each channel of each image. */
abstract non-sealed class InstanceNorm extends ChannelNorm {
    InstanceNorm(
            String axes,
            int leastRank,
            int mostRank,
            int channels,
            double epsilon,
            OptionalDouble momentum,
            boolean affine,
            boolean trackRunningStats) {
        super(axes, leastRank, mostRank, channels, epsilon, momentum, affine, trackRunningStats);
    }

    @Override
    final Tensor byOwnMoments(
            Tensor x,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            double epsilon,
            @Nullable RunningMoments running) {
        return x.instanceNorm(weight, bias, epsilon, running);
    }
}
