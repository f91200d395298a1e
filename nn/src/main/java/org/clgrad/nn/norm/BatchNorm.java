package org.clgrad.nn.norm;

import java.util.OptionalDouble;
import org.clgrad.autograd.RunningMoments;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/** Normalisation by the moments of each channel of a batch. */
abstract non-sealed class BatchNorm extends ChannelNorm {
    BatchNorm(
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
        return x.batchNorm(weight, bias, epsilon, running);
    }

    @Override
    final Tensor byOwnMomentsRelu(
            Tensor x,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            double epsilon,
            @Nullable RunningMoments running,
            @Nullable Tensor residual) {
        return x.batchNormRelu(weight, bias, epsilon, running, residual);
    }
}
