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
        Tensor product = x.mul(y).sum(false, -1);
        Tensor losses = product.apply(
                Pointwise.of(name, LossFormulas.cosineEmbedding(margin, COSINE_EPSILON)),
                x.square().sum(false, -1),
                y.square().sum(false, -1),
                target.to(x.dtype()));
        return reduction.of(losses);
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
        Tensor near = distance(anchor, positive, power, epsilon);
        Tensor far = distance(anchor, negative, power, epsilon);
        if (swap) {
            far = far.minimum(distance(positive, negative, power, epsilon));
        }
        return reduction.of(near.apply(Pointwise.of(name, LossFormulas.triplet(margin)), far));
    }

    /** (Σ|a − b + ε|^p)^(1/p) over the last axis. */
    private static Tensor distance(Tensor a, Tensor b, double power, double epsilon) {
        return a.sub(b).add(epsilon).norm(power, false, -1);
    }
}
