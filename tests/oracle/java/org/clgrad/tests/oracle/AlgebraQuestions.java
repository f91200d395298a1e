package org.clgrad.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorLinearAlgebra;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.oracle.Question.Case;

/** Products of every kind, attention, numbers beside tensors, and elements in another arrangement. */
final class AlgebraQuestions {
    private final List<Question> all = new ArrayList<>();

    private AlgebraQuestions() {}

    static List<Question> all() {
        AlgebraQuestions questions = new AlgebraQuestions();
        questions.products();
        questions.attention();
        questions.numbers();
        questions.arrangements();
        return questions.all;
    }

    private void ask(String name, Function<Draw, Case> draw) {
        all.add(new Question(name, draw));
    }

    private void products() {
        ask("dot", d -> {
            Shape s = d.shape(1, 1);
            d.real(s).real(s);
            return Case.of(in -> in.get(0).dot(in.get(1)), "torch.dot(x0, x1)");
        });
        ask("outer", d -> {
            d.real(d.shape(1, 1)).real(d.shape(1, 1));
            return Case.of(in -> in.get(0).outer(in.get(1)), "torch.outer(x0, x1)");
        });
        ask("mv", d -> {
            Shape s = d.shape(2, 2);
            d.real(s).real(Shape.of(s.size(1)));
            return Case.of(in -> in.get(0).mv(in.get(1)), "torch.mv(x0, x1)");
        });
        ask("mm", d -> {
            Shape s = d.shape(2, 2);
            d.real(s).real(Shape.of(s.size(1), d.between(1, 5)));
            return Case.of(in -> in.get(0).mm(in.get(1)), "torch.mm(x0, x1)");
        });
        ask("bmm", d -> {
            Shape s = d.shape(3, 3);
            d.real(s).real(Shape.of(s.size(0), s.size(2), d.between(1, 5)));
            return Case.of(in -> in.get(0).bmm(in.get(1)), "torch.bmm(x0, x1)");
        });
        ask("bilinear", d -> {
            long n = d.between(1, 4);
            long a = d.between(1, 4);
            long b = d.between(1, 4);
            long out = d.between(1, 4);
            d.real(Shape.of(n, a)).real(Shape.of(n, b)).real(Shape.of(out, a, b)).real(Shape.of(out));
            return Case.of(
                    in -> in.get(0).bilinear(in.get(1), in.get(2), in.get(3)), "torch.bilinear(x0, x1, x2, x3)");
        });
        ask("diagonal", d -> {
            int offset = d.between(-1, 1);
            d.real(Shape.of(d.between(2, 4), d.between(2, 4), d.between(2, 4)));
            return Case.of(in -> in.get(0).diagonal(offset, 0, 2), "torch.diagonal(x0, {}, 0, 2)", offset);
        });
        for (String equation : new String[] {"ij,jk->ik", "bij,bkj->bik", "ij,ij->", "abc,cd->adb", "ij,kj->ik"}) {
            ask("einsum", d -> {
                int[] n = d.numbers(26, 1, 4);
                String[] operands = equation.substring(0, equation.indexOf('-')).split(",", -1);
                for (String operand : operands) {
                    d.real(Shape.of(operand.chars().mapToLong(c -> n[c - 'a']).toArray()));
                }
                return Case.of(
                        in -> TensorLinearAlgebra.einsum(equation, in.get(0), in.get(1)),
                        "torch.einsum(\"" + equation + "\", [x0, x1])");
            });
        }
    }

    private void attention() {
        ask("scaled_dot_product_attention", d -> {
            boolean causal = d.flag();
            boolean masked = !causal && d.flag();
            long n = d.between(1, 2);
            long heads = d.between(1, 3);
            long queries = d.between(1, 5);
            long keys = causal ? queries : d.between(1, 6);
            long size = d.between(1, 5);
            d.real(Shape.of(n, heads, queries, size))
                    .real(Shape.of(n, heads, keys, size))
                    .real(Shape.of(n, heads, keys, d.between(1, 5)))
                    .constant(Shape.of(queries, keys), -1, 1);
            return Case.of(
                    in -> in.get(0)
                            .scaledDotProductAttention(
                                    in.get(1), in.get(2), masked ? in.get(3) : null, 0, causal, null, false),
                    "torch.scaled_dot_product_attention(x0, x1, x2, {}, 0., {})",
                    masked ? "x3" : "None",
                    causal);
        });
    }

    private void unary(String name, UnaryOperator<Tensor> ours, String torch, double low, double high) {
        ask(name, d -> {
            d.real(d.shape(0, 4), low, high);
            return Case.of(in -> ours.apply(in.get(0)), torch);
        });
    }

    private void numbers() {
        unary("sub_from", x -> x.subFrom(1.5), "torch.rsub(x0, 1.5)", -2, 2);
        unary("div_into", x -> x.divInto(1.5), "torch.mul(torch.reciprocal(x0), 1.5)", 0.3, 2);
        unary("pow_of", x -> x.powOf(1.5), "torch.pow(1.5, x0)", -2, 2);
        unary("clamp_min", x -> x.clampMin(0.25), "torch.clamp_min(x0, 0.25)", -2, 2);
        unary("clamp_max", x -> x.clampMax(0.25), "torch.clamp_max(x0, 0.25)", -2, 2);
    }

    private void arrangements() {
        ask("flip", d -> {
            Shape s = d.shape(1, 4);
            int[] axes = d.axes(s);
            d.real(s);
            return Case.of(in -> in.get(0).flip(axes), "torch.flip(x0, {})", axes);
        });
        ask("fliplr", d -> {
            d.real(d.shape(2, 4));
            return Case.of(in -> in.get(0).fliplr(), "torch.fliplr(x0)");
        });
        ask("flipud", d -> {
            d.real(d.shape(1, 4));
            return Case.of(in -> in.get(0).flipud(), "torch.flipud(x0)");
        });
        ask("rot90", d -> {
            int times = d.between(-5, 5);
            d.real(d.shape(2, 4));
            return Case.of(in -> in.get(0).rot90(times, 0, 1), "torch.rot90(x0, {}, [0, 1])", times);
        });
        ask("repeat", d -> {
            Shape s = d.shape(1, 3);
            long[] times = java.util.Arrays.stream(d.numbers(s.rank() + d.between(0, 1), 1, 3))
                    .asLongStream()
                    .toArray();
            d.real(s);
            return Case.of(in -> in.get(0).repeat(times), "torch.repeat(x0, {})", times);
        });
        ask("repeat_interleave", d -> {
            Shape s = d.shape(1, 3);
            int axis = d.axis(s);
            int times = d.between(1, 3);
            d.real(s);
            return Case.of(
                    in -> in.get(0).repeatInterleave(axis, times), "torch.repeat_interleave(x0, {}, {})", times, axis);
        });
        ask("view", d -> {
            Shape s = d.shape(1, 4);
            d.real(s);
            return Case.of(in -> in.get(0).copy().view(-1, s.size(0)), "torch.view(x0, [-1, {}])", s.size(0));
        });
        ask("affine_grid", d -> {
            boolean corners = d.flag();
            long n = d.between(1, 2);
            long[] sizes = {n, 3, d.between(2, 4), d.between(2, 4)};
            d.real(Shape.of(n, 2, 3));
            return Case.of(
                    in -> in.get(0).affineGrid(corners, sizes[2], sizes[3]), "torch.affine_grid_generator(x0, {}, {})", sizes, corners);
        });
    }
}
