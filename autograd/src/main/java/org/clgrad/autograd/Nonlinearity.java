package org.clgrad.autograd;

import org.clgrad.engine.routine.pointwise.CompareOp;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.PointwiseOp;
import org.clgrad.engine.routine.pointwise.UnaryOp;

/** What a plain recurrent cell does to its sums. */
public enum Nonlinearity {
    /** tanh(x). */
    TANH {
        @Override
        Expr of(Expr x) {
            return Expr.unary(UnaryOp.TANH, x);
        }

        @Override
        Expr back(Expr dy, Expr y) {
            return Expr.mul(dy, Expr.sub(Expr.constant(1), Expr.square(y)));
        }

        @Override
        Tensor of(Tensor x) {
            return x.tanh();
        }
    },
    /** max(x, 0); gradient 0 at 0. */
    RELU {
        @Override
        Expr of(Expr x) {
            return PointwiseOp.RELU.formula().replace(input -> x);
        }

        @Override
        Expr back(Expr dy, Expr y) {
            return Expr.where(Expr.compare(CompareOp.GT, y, Expr.constant(0)), dy, Expr.constant(0));
        }

        @Override
        Tensor of(Tensor x) {
            return x.relu();
        }
    };

    /** The function of a formula. */
    abstract Expr of(Expr x);

    /** The gradient of what it was applied to, from that of its result y, and y. */
    abstract Expr back(Expr dy, Expr y);

    /** The function of a tensor. */
    abstract Tensor of(Tensor x);
}
