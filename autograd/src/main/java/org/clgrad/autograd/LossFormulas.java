package org.clgrad.autograd;

import static org.clgrad.engine.routine.pointwise.Expr.add;
import static org.clgrad.engine.routine.pointwise.Expr.compare;
import static org.clgrad.engine.routine.pointwise.Expr.constant;
import static org.clgrad.engine.routine.pointwise.Expr.div;
import static org.clgrad.engine.routine.pointwise.Expr.input;
import static org.clgrad.engine.routine.pointwise.Expr.mul;
import static org.clgrad.engine.routine.pointwise.Expr.neg;
import static org.clgrad.engine.routine.pointwise.Expr.square;
import static org.clgrad.engine.routine.pointwise.Expr.sub;
import static org.clgrad.engine.routine.pointwise.Expr.unary;
import static org.clgrad.engine.routine.pointwise.Expr.where;

import org.clgrad.engine.routine.pointwise.BinaryOp;
import org.clgrad.engine.routine.pointwise.CompareOp;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.PointwiseOp;
import org.clgrad.engine.routine.pointwise.UnaryOp;

/**
 * The losses of single elements, as formulas of the prediction x and the target t: each is one kernel, and so is its
 * gradient.
 */
final class LossFormulas {
    /** What binary cross-entropy takes for the logarithm of 0, as PyTorch does. */
    private static final double LEAST_LOG = -100;

    /** What the gradient of binary cross-entropy takes for x·(1 − x) at 0 and 1, as PyTorch does, whose constant is a float. */
    private static final double LEAST_WIDTH = 1e-12f;

    private static final Expr X = input(0);
    private static final Expr T = input(1);
    private static final Expr ZERO = constant(0);
    private static final Expr ONE = constant(1);
    private static final Expr HALF = constant(0.5);

    private LossFormulas() {}

    private static Expr distance() {
        return unary(UnaryOp.ABS, sub(X, T));
    }

    private static Expr log(Expr x) {
        return unary(UnaryOp.LOG, x);
    }

    /** max(x, 0), with the gradient 1 at 0. */
    private static Expr positivePart(Expr x) {
        return where(compare(CompareOp.LT, x, ZERO), ZERO, x);
    }

    /** The formula of a loss, times an input of its own that weighs it. */
    static Expr weighted(Expr loss, int weight) {
        return mul(loss, input(weight));
    }

    static Expr squared() {
        return square(sub(X, T));
    }

    static Expr absolute() {
        return distance();
    }

    static Expr smoothAbsolute(double beta) {
        Expr squares = mul(constant(0.5 / beta), squared());
        return where(compare(CompareOp.LT, distance(), constant(beta)), squares, sub(distance(), constant(0.5 * beta)));
    }

    static Expr huber(double delta) {
        Expr beyond = mul(constant(delta), sub(distance(), constant(0.5 * delta)));
        return where(compare(CompareOp.LE, distance(), constant(delta)), mul(HALF, squared()), beyond);
    }

    static Expr binaryCrossEntropy() {
        Expr one = Expr.binary(BinaryOp.MAX, log(X), constant(LEAST_LOG));
        Expr other = Expr.binary(BinaryOp.MAX, unary(UnaryOp.LOG1P, neg(X)), constant(LEAST_LOG));
        return neg(add(mul(T, one), mul(sub(ONE, T), other)));
    }

    /** (x − t)/max(x·(1 − x), ε): the derivative of {@link #binaryCrossEntropy}, as PyTorch bounds it. */
    static Expr binaryCrossEntropySlope() {
        Expr width = Expr.binary(BinaryOp.MAX, mul(X, sub(ONE, X)), constant(LEAST_WIDTH));
        return div(sub(X, T), width);
    }

    /** (1 − t)·x + softplus(−x)·s, with s = 1 + (p − 1)·t where there is a weight p of the positive ones, else 1. */
    static Expr binaryCrossEntropyOfLogits(boolean positiveWeight) {
        Expr softplus = PointwiseOp.SOFTPLUS.formula().replace(i -> neg(X));
        Expr share = positiveWeight ? add(ONE, mul(sub(input(2), ONE), T)) : ONE;
        return add(mul(sub(ONE, T), X), mul(share, softplus));
    }

    /** Of log-probabilities and the target's probabilities: −w·((1 − smoothing)·t + smoothing/C)·x. */
    static Expr crossEntropy(double smoothing, long classes, boolean weighted) {
        Expr share = add(mul(constant(1 - smoothing), T), constant(smoothing / classes));
        Expr term = neg(mul(share, X));
        return weighted ? weighted(term, 2) : term;
    }

    static Expr klDivergence() {
        Expr entropy = where(compare(CompareOp.EQ, T, ZERO), ZERO, mul(T, log(T)));
        return sub(entropy, mul(T, X));
    }

    static Expr klDivergenceOfLogTarget() {
        return mul(unary(UnaryOp.EXP, T), sub(T, X));
    }

    static Expr poisson(boolean logInput, boolean full, double epsilon) {
        Expr loss = logInput ? sub(unary(UnaryOp.EXP, X), mul(T, X)) : sub(X, mul(T, log(add(X, constant(epsilon)))));
        if (!full) {
            return loss;
        }
        Expr stirling = add(sub(mul(T, log(T)), T), mul(HALF, log(mul(constant(2 * Math.PI), T))));
        return add(loss, where(compare(CompareOp.GT, T, ONE), stirling, ZERO));
    }

    /** Of x, t, the variance v, and v once more without a gradient: below ε it is ε, with the gradient that it has there. */
    static Expr gaussian(boolean full, double epsilon) {
        Expr least = add(constant(epsilon), sub(input(2), input(3)));
        Expr variance = where(compare(CompareOp.LT, input(2), constant(epsilon)), least, input(2));
        Expr loss = mul(HALF, add(log(variance), div(squared(), variance)));
        return full ? add(loss, constant(0.5 * Math.log(2 * Math.PI))) : loss;
    }

    static Expr hinge(double margin) {
        return positivePart(sub(constant(margin), mul(T, X)));
    }

    static Expr hingeEmbedding(double margin) {
        Expr apart = where(compare(CompareOp.NE, T, ONE), positivePart(sub(constant(margin), X)), ZERO);
        return add(apart, where(compare(CompareOp.NE, T, constant(-1)), X, ZERO));
    }

    static Expr softMargin() {
        return PointwiseOp.SOFTPLUS.formula().replace(i -> neg(mul(T, X)));
    }

    /** Of x₁ = in₀, x₂ = in₁ and t = in₂. */
    static Expr marginRanking(double margin) {
        return positivePart(sub(constant(margin), mul(input(2), sub(input(0), input(1)))));
    }

    /** Of the product of two vectors, their squared lengths, and t. */
    static Expr cosineEmbedding(double margin, double epsilon) {
        Expr lengths = mul(add(input(1), constant(epsilon)), add(input(2), constant(epsilon)));
        Expr cosine = div(input(0), unary(UnaryOp.SQRT, lengths));
        Expr alike = where(compare(CompareOp.EQ, input(3), ONE), sub(ONE, cosine), ZERO);
        Expr apart = positivePart(sub(cosine, constant(margin)));
        return add(alike, where(compare(CompareOp.EQ, input(3), constant(-1)), apart, ZERO));
    }

    /** Of the distances to the positive and to the negative one. */
    static Expr triplet(double margin) {
        return positivePart(add(sub(input(0), input(1)), constant(margin)));
    }

    /** Of a score, the score of its sample's class, and whether it is that class. */
    static Expr multiMargin(double power, double margin) {
        Expr over = positivePart(add(sub(input(0), input(1)), constant(margin)));
        return where(input(2), ZERO, power == 1 ? over : square(over));
    }
}
