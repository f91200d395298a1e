package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.UnaryOp;
import org.clgrad.engine.tensor.MismatchException;
import org.jspecify.annotations.Nullable;

/** Normalisation of the channels of [N,C,…] by moments over all else: the batch's, or given ones. */
final class ChannelNormalisation {
    private ChannelNormalisation() {}

    /** {@link TensorNormalisation#batchNorm} with an ending, whose residual is null where it adds none. */
    static Tensor byOwnMoments(
            Tensor x,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            double epsilon,
            @Nullable RunningMoments running,
            Ending ending,
            @Nullable Tensor residual) {
        String name = name("batch_norm", ending);
        Channels.check(name, x, "weight", weight);
        Channels.check(name, x, "bias", bias);
        checkResidual(name, x, residual);
        if (running != null) {
            running.check(name, x, x.shape().elements() / Math.max(1, x.size(1)));
        }
        List<Tensor> in = new ArrayList<>(List.of(x, Channels.orElse(x, weight, 1), Channels.orElse(x, bias, 0)));
        if (residual != null) {
            in.add(residual);
        }
        return new BatchNormFunction(epsilon, ending, running).apply(in.toArray(new Tensor[0]));
    }

    /** {@link TensorNormalisation#normalise} with an ending, whose residual is null where it adds none. */
    static Tensor byGivenMoments(
            Tensor x,
            Tensor mean,
            Tensor variance,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            double epsilon,
            Ending ending,
            @Nullable Tensor residual) {
        String name = name("normalise", ending);
        Channels.check(name, x, "mean", mean);
        Channels.check(name, x, "variance", variance);
        Channels.check(name, x, "weight", weight);
        Channels.check(name, x, "bias", bias);
        checkResidual(name, x, residual);
        int rank = x.rank();
        Tensor scale = scale(variance, weight, epsilon);
        Tensor shift = Channels.orElse(x, bias, 0);
        List<Tensor> others = new ArrayList<>(
                List.of(Channels.along(mean, rank), Channels.along(scale, rank), Channels.along(shift, rank)));
        Expr z = new Expr.Fma(Expr.sub(Expr.input(0), Expr.input(1)), Expr.input(2), Expr.input(3));
        if (residual != null) {
            others.add(residual);
            z = Expr.add(z, Expr.input(4));
        }
        Expr y = ending == Ending.NONE ? z : Nonlinearity.RELU.of(z);
        return x.apply(Pointwise.of(name, y), others.toArray(new Tensor[0]));
    }

    /** weight/√(variance + ε). */
    private static Tensor scale(Tensor variance, @Nullable Tensor weight, double epsilon) {
        Expr rate = Expr.unary(UnaryOp.RSQRT, Expr.add(Expr.input(0), Expr.constant(epsilon)));
        return weight == null
                ? variance.apply(Pointwise.of("normalise_scale", rate))
                : variance.apply(Pointwise.of("normalise_scale", Expr.mul(Expr.input(1), rate)), weight);
    }

    private static String name(String plain, Ending ending) {
        return ending == Ending.NONE ? plain : plain + "_relu";
    }

    private static void checkResidual(String name, Tensor x, @Nullable Tensor residual) {
        if (residual != null && !residual.shape().equals(x.shape())) {
            throw new MismatchException(
                    name, "residual", x.shape().toString(), residual.shape().toString());
        }
    }
}
