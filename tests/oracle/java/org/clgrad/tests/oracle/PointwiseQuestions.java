package org.clgrad.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.oracle.Question.Case;

/** Operations on each element by itself. */
final class PointwiseQuestions {
    private static final int RANK = 4;
    private static final double[] SPECIAL = {
        0, -0.0, 1, -2.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };

    private final List<Question> all = new ArrayList<>();

    private PointwiseQuestions() {}

    static List<Question> all() {
        PointwiseQuestions questions = new PointwiseQuestions();
        questions.functions();
        questions.activations();
        questions.withNumbers();
        questions.ofTwo();
        questions.quotient();
        questions.truths();
        questions.integers();
        return questions.all;
    }

    private void unary(String name, UnaryOperator<Tensor> ours, String torch, double low, double high) {
        all.add(new Question(name, d -> {
            d.real(d.shapeOrEmpty(0, RANK), low, high);
            return Case.of(in -> ours.apply(in.get(0)), torch);
        }));
    }

    private void functions() {
        unary("abs", Tensor::abs, "torch.abs(x0)", -2, 2);
        unary("acos", Tensor::acos, "torch.acos(x0)", -0.9, 0.9);
        unary("acosh", Tensor::acosh, "torch.acosh(x0)", 1.2, 4);
        unary("asin", Tensor::asin, "torch.asin(x0)", -0.9, 0.9);
        unary("asinh", Tensor::asinh, "torch.asinh(x0)", -3, 3);
        unary("atan", Tensor::atan, "torch.atan(x0)", -3, 3);
        unary("atanh", Tensor::atanh, "torch.atanh(x0)", -0.9, 0.9);
        unary("ceil", Tensor::ceil, "torch.ceil(x0)", -3, 3);
        unary("cos", Tensor::cos, "torch.cos(x0)", -6, 6);
        unary("cosh", Tensor::cosh, "torch.cosh(x0)", -2, 2);
        unary("erf", Tensor::erf, "torch.erf(x0)", -3, 3);
        unary("exp", Tensor::exp, "torch.exp(x0)", -3, 3);
        unary("exp2", Tensor::exp2, "torch.exp2(x0)", -3, 3);
        unary("expm1", Tensor::expm1, "torch.expm1(x0)", -3, 3);
        unary("floor", Tensor::floor, "torch.floor(x0)", -3, 3);
        unary("log", Tensor::log, "torch.log(x0)", 0.2, 4);
        unary("log1p", Tensor::log1p, "torch.log1p(x0)", -0.7, 3);
        unary("log2", Tensor::log2, "torch.log2(x0)", 0.2, 4);
        unary("neg", Tensor::neg, "torch.neg(x0)", -3, 3);
        unary("reciprocal", Tensor::reciprocal, "torch.reciprocal(x0)", 0.3, 3);
        unary("round", Tensor::round, "torch.round(x0)", -3, 3);
        unary("rsqrt", Tensor::rsqrt, "torch.rsqrt(x0)", 0.3, 3);
        unary("sign", Tensor::sign, "torch.sign(x0)", -2, 2);
        unary("sin", Tensor::sin, "torch.sin(x0)", -6, 6);
        unary("sinh", Tensor::sinh, "torch.sinh(x0)", -2, 2);
        unary("sqrt", Tensor::sqrt, "torch.sqrt(x0)", 0.2, 4);
        unary("square", Tensor::square, "torch.square(x0)", -3, 3);
        unary("tan", Tensor::tan, "torch.tan(x0)", -1.2, 1.2);
        unary("tanh", Tensor::tanh, "torch.tanh(x0)", -3, 3);
        unary("trunc", Tensor::trunc, "torch.trunc(x0)", -3, 3);
    }

    private void activations() {
        unary("gelu", Tensor::gelu, "torch.gelu(x0)", -4, 4);
        unary("gelu_tanh", Tensor::geluTanh, "torch.gelu(x0, approximate=\"tanh\")", -4, 4);
        // libtorch's own hardsigmoid takes 1/6 in single precision even in double.
        unary("hard_sigmoid", Tensor::hardSigmoid, "torch.div(torch.relu6(torch.add(x0, 3)), 6.)", -5, 5);
        unary("hard_swish", Tensor::hardSwish, "torch.hardswish(x0)", -5, 5);
        unary("log_sigmoid", Tensor::logSigmoid, "torch.log_sigmoid(x0)", -5, 5);
        unary("mish", Tensor::mish, "torch.mish(x0)", -4, 4);
        unary("relu", Tensor::relu, "torch.relu(x0)", -2, 2);
        unary("relu6", Tensor::relu6, "torch.relu6(x0)", -3, 9);
        unary("selu", Tensor::selu, "torch.selu(x0)", -3, 3);
        unary("sigmoid", Tensor::sigmoid, "torch.sigmoid(x0)", -5, 5);
        unary("silu", Tensor::silu, "torch.silu(x0)", -4, 4);
        unary("softplus", Tensor::softplus, "torch.softplus(x0)", -4, 4);
        unary("softsign", Tensor::softsign, "torch.div(x0, torch.add(torch.abs(x0), 1))", -4, 4);
    }

    private void withNumbers() {
        all.add(new Question("celu", d -> {
            double alpha = d.number(0.5, 2);
            d.real(d.shape(0, RANK));
            return Case.of(in -> in.get(0).celu(alpha), "torch.celu(x0, {})", alpha);
        }));
        all.add(new Question("clamp", d -> {
            double low = d.number(-1, 0);
            double high = d.number(0, 1);
            d.real(d.shape(0, RANK));
            return Case.of(in -> in.get(0).clamp(low, high), "torch.clamp(x0, {}, {})", low, high);
        }));
        all.add(new Question("elu", d -> {
            double alpha = d.number(0.5, 2);
            d.real(d.shape(0, RANK));
            return Case.of(in -> in.get(0).elu(alpha), "torch.elu(x0, {})", alpha);
        }));
        all.add(new Question("hard_tanh", d -> {
            double low = d.number(-1, 0);
            double high = d.number(0.1, 1);
            d.real(d.shape(0, RANK));
            return Case.of(in -> in.get(0).hardTanh(low, high), "torch.hardtanh(x0, {}, {})", low, high);
        }));
        all.add(new Question("leaky_relu", d -> {
            double slope = d.number(0.01, 0.5);
            d.real(d.shape(0, RANK));
            return Case.of(in -> in.get(0).leakyRelu(slope), "torch.leaky_relu(x0, {})", slope);
        }));
        all.add(new Question("nan_to_num", d -> {
            double nan = d.number(-1, 1);
            d.of(d.shape(0, RANK), SPECIAL);
            return Case.of(in -> in.get(0).nanToNum(nan, 7, -7), "torch.nan_to_num(x0, {}, 7., -7.)", nan);
        }));
        all.add(new Question("pow", d -> {
            double power = d.number(-3, 3);
            d.real(d.shape(0, RANK), 0.3, 2);
            return Case.of(in -> in.get(0).pow(power), "torch.pow(x0, {})", power);
        }));
        all.add(new Question("prelu", d -> {
            Shape shape = d.shape(2, RANK);
            d.real(shape).real(Shape.of(d.flag() ? 1 : shape.size(1)));
            return Case.of(in -> in.get(0).prelu(in.get(1)), "torch.prelu(x0, x1)");
        }));
        all.add(new Question("softplus", d -> {
            double beta = d.number(0.5, 3);
            double threshold = d.number(1, 4);
            d.real(d.shape(0, RANK), -3, 3);
            return Case.of(in -> in.get(0).softplus(beta, threshold), "torch.softplus(x0, {}, {})", beta, threshold);
        }));
        all.add(new Question("threshold", d -> {
            double threshold = d.number(-1, 1);
            double value = d.number(-9, 9);
            d.real(d.shape(0, RANK));
            return Case.of(in -> in.get(0).threshold(threshold, value), "torch.threshold(x0, {}, {})", threshold, value);
        }));
        all.add(new Question("glu", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            long[] sizes = shape.toArray();
            sizes[Math.floorMod(axis, sizes.length)] *= 2;
            d.real(Shape.of(sizes));
            return Case.of(in -> in.get(0).glu(axis), "torch.glu(x0, {})", axis);
        }));
    }

    private void binary(
            String name, BinaryOperator<Tensor> ours, String torch, double low, double high, double from, double to) {
        all.add(new Question(name, d -> {
            Shape shape = d.shape(0, RANK);
            if (d.flag()) {
                d.real(shape, low, high).real(d.broadcast(shape), from, to);
            } else {
                d.real(d.broadcast(shape), low, high).real(shape, from, to);
            }
            return Case.of(in -> ours.apply(in.get(0), in.get(1)), torch);
        }));
    }

    private void ofTwo() {
        binary("add", Tensor::add, "torch.add(x0, x1)", -2, 2, -2, 2);
        binary("atan2", Tensor::atan2, "torch.atan2(x0, x1)", 0.2, 2, -2, 2);
        binary("div", Tensor::div, "torch.div(x0, x1)", -2, 2, 0.3, 2);
        binary("fmod", Tensor::fmod, "torch.fmod(x0, x1)", -4, 4, 0.6, 2);
        binary("maximum", Tensor::maximum, "torch.maximum(x0, x1)", -2, 2, -2, 2);
        binary("minimum", Tensor::minimum, "torch.minimum(x0, x1)", -2, 2, -2, 2);
        binary("mul", Tensor::mul, "torch.mul(x0, x1)", -2, 2, -2, 2);
        binary("pow", Tensor::pow, "torch.pow(x0, x1)", 0.4, 2, -2, 2);
        binary("remainder", Tensor::remainder, "torch.remainder(x0, x1)", -4, 4, 0.6, 2);
        binary("sub", Tensor::sub, "torch.sub(x0, x1)", -2, 2, -2, 2);
        all.add(new Question("lerp", d -> {
            Shape shape = d.shape(0, RANK);
            d.real(shape).real(shape).real(shape, 0, 1);
            return Case.of(in -> in.get(0).lerp(in.get(1), in.get(2)), "torch.lerp(x0, x1, x2)");
        }));
        all.add(new Question("where", d -> {
            Shape shape = d.shape(0, RANK);
            d.truths(shape).real(d.broadcast(shape)).real(shape);
            return Case.of(in -> in.get(0).where(in.get(1), in.get(2)), "torch.where(x0, x1, x2)");
        }));
        all.add(new Question("masked_fill", d -> {
            Shape shape = d.shape(0, RANK);
            double value = d.number(-2, 2);
            d.real(shape).truths(d.broadcast(shape));
            return Case.of(in -> in.get(0).maskedFill(in.get(1), value), "torch.masked_fill(x0, x1, {})", value);
        }));
    }

    private void quotient() {
        // libtorch has no gradient of it; here it is 0.
        all.add(new Question("floor_divide", d -> {
            Shape shape = d.shape(0, RANK);
            d.constant(shape, -4, 4).constant(d.broadcast(shape), 0.3, 2);
            return Case.of(in -> in.get(0).floorDivide(in.get(1)), "torch.floor_divide(x0, x1)");
        }));
    }

    private void compared(String name, BinaryOperator<Tensor> ours) {
        all.add(new Question(name, d -> {
            Shape shape = d.shape(0, RANK);
            d.of(shape, -1, 0, 1, Double.NaN).of(d.broadcast(shape), -1, 0, 1, Double.POSITIVE_INFINITY);
            return Case.of(in -> ours.apply(in.get(0), in.get(1)), "torch." + name + "(x0, x1)");
        }));
    }

    private void special(String name, UnaryOperator<Tensor> ours, String torch) {
        all.add(new Question(name, d -> {
            d.of(d.shape(0, RANK), SPECIAL);
            return Case.of(in -> ours.apply(in.get(0)), torch);
        }));
    }

    private void truths() {
        compared("eq", Tensor::eq);
        compared("ge", Tensor::ge);
        compared("gt", Tensor::gt);
        compared("le", Tensor::le);
        compared("lt", Tensor::lt);
        compared("ne", Tensor::ne);
        compared("logical_and", Tensor::logicalAnd);
        compared("logical_or", Tensor::logicalOr);
        compared("logical_xor", Tensor::logicalXor);
        special("logical_not", Tensor::logicalNot, "torch.logical_not(x0)");
        special("is_nan", Tensor::isNan, "torch.isnan(x0)");
        special("is_inf", Tensor::isInf, "torch.isinf(x0)");
        special("is_finite", Tensor::isFinite, "torch.isfinite(x0)");
    }

    private void whole(String name, BinaryOperator<Tensor> ours, String torch, int low, int high) {
        all.add(new Question(name, d -> {
            Shape shape = d.shape(0, RANK);
            d.whole(shape, -50, 50).whole(d.broadcast(shape), low, high);
            return Case.of(in -> ours.apply(in.get(0), in.get(1)), torch);
        }));
    }

    private void integers() {
        whole("bitwise_and", Tensor::bitwiseAnd, "torch.bitwise_and(x0, x1)", -50, 50);
        whole("bitwise_or", Tensor::bitwiseOr, "torch.bitwise_or(x0, x1)", -50, 50);
        whole("bitwise_xor", Tensor::bitwiseXor, "torch.bitwise_xor(x0, x1)", -50, 50);
        whole("bitwise_left_shift", Tensor::bitwiseLeftShift, "torch.bitwise_left_shift(x0, x1)", 0, 9);
        whole("bitwise_right_shift", Tensor::bitwiseRightShift, "torch.bitwise_right_shift(x0, x1)", 0, 9);
        whole("floor_divide", Tensor::floorDivide, "torch.floor_divide(x0, x1)", 1, 9);
        whole("remainder", Tensor::remainder, "torch.remainder(x0, x1)", 1, 9);
        whole("fmod", Tensor::fmod, "torch.fmod(x0, x1)", 1, 9);
        whole("maximum", Tensor::maximum, "torch.maximum(x0, x1)", -50, 50);
        all.add(new Question("bitwise_not", d -> {
            d.whole(d.shape(0, RANK), -50, 50);
            return Case.of(in -> in.get(0).bitwiseNot(), "torch.bitwise_not(x0)");
        }));
        all.add(new Question("to", d -> {
            d.real(d.shape(0, RANK), -9, 9);
            return Case.of(in -> in.get(0).detach().to(DType.I32), "torch.to(torch.detach(x0), 3)");
        }));
    }
}
