package org.clgrad.autograd;

import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/** Losses of vectors along the last axis: each is made of sums over that axis and one formula of them. */
final class VectorLosses {
    /** PyTorch's, which keeps a vector of zeros from dividing by 0. */
    private static final double COSINE_EPSILON = 1e-12;

    private VectorLosses() {}

    static Tensor cosineEmbedding(Tensor x, Tensor y, Tensor target, double margin, Reduction reduction) {
        String name = "cosine_embedding_loss";
        LossChecks.sameShape(name, "other input", x, y);
        if (x.rank() < 1 || x.rank() > 2) {
            throw new MismatchException(
                    name, "input", "shape [N,D] or [D]", x.shape().toString());
        }
        Shape samples = x.shape().without(x.rank() - 1);
        if (!target.shape().equals(samples)) {
            throw new MismatchException(
                    name, "target", "shape " + samples, target.shape().toString());
        }
        Pointwise formula = Pointwise.of(name, LossFormulas.cosineEmbedding(margin, COSINE_EPSILON));
        return Accumulated.of(
                in -> {
                    Tensor product = in[0].mul(in[1]).sum(false, -1);
                    Tensor first = in[0].square().sum(false, -1);
                    Tensor second = in[1].square().sum(false, -1);
                    return reduction.of(product.apply(formula, first, second, in[2]));
                },
                x,
                y,
                target.to(x.dtype()));
    }

    static Tensor triplet(
            Tensor anchor,
            Tensor positive,
            Tensor negative,
            double margin,
            double power,
            double epsilon,
            boolean swap,
            Reduction reduction) {
        String name = "triplet_margin_loss";
        LossChecks.sameShape(name, "positive", anchor, positive);
        LossChecks.sameShape(name, "negative", anchor, negative);
        if (anchor.rank() == 0) {
            throw new MismatchException(name, "anchor", "at least one axis", "a scalar");
        }
        Pointwise formula = Pointwise.of(name, LossFormulas.triplet(margin));
        return Accumulated.of(
                in -> {
                    Tensor near = distance(in[0], in[1], power, epsilon);
                    Tensor far = distance(in[0], in[2], power, epsilon);
                    Tensor farther = swap ? far.minimum(distance(in[1], in[2], power, epsilon)) : far;
                    return reduction.of(near.apply(formula, farther));
                },
                anchor,
                positive,
                negative);
    }

    /** (Σ|a − b + ε|^p)^(1/p) over the last axis. */
    private static Tensor distance(Tensor a, Tensor b, double power, double epsilon) {
        return a.sub(b).add(epsilon).norm(power, false, -1);
    }
}
