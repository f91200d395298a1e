package org.clgrad.tests.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorShapes;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.oracle.Question.Case;

/** Reductions, and operations that move elements. */
final class ShapeQuestions {
    private static final int RANK = 4;

    private final List<Question> all = new ArrayList<>();

    private ShapeQuestions() {}

    static List<Question> all() {
        ShapeQuestions questions = new ShapeQuestions();
        questions.reductions();
        questions.moments();
        questions.places();
        questions.views();
        questions.parts();
        questions.copies();
        return questions.all;
    }

    /** A reduction over axes. */
    private interface Reduced {
        Tensor of(Tensor x, boolean keepDim, int... axes);
    }

    private void reduction(String name, Reduced ours, String torch) {
        all.add(new Question(name, d -> {
            Shape shape = d.shape(1, RANK);
            int[] axes = d.axes(shape);
            boolean keepDim = d.flag();
            d.real(shape);
            return Case.of(in -> ours.of(in.get(0), keepDim, axes), torch, axes, keepDim);
        }));
    }

    private void reductions() {
        reduction("sum", Tensor::sum, "torch.sum(x0, {}, {})");
        reduction("mean", Tensor::mean, "torch.mean(x0, {}, {})");
        reduction("max", Tensor::max, "torch.amax(x0, {}, {})");
        reduction("min", Tensor::min, "torch.amin(x0, {}, {})");
        reduction("log_sum_exp", Tensor::logSumExp, "torch.logsumexp(x0, {}, {})");
        for (double p : new double[] {1, 2, 3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0}) {
            String number = Double.isInfinite(p) ? "float(\"" + (p > 0 ? "inf" : "-inf") + "\")" : Double.toString(p);
            all.add(new Question("norm", d -> {
                Shape shape = d.shape(1, RANK);
                int[] axes = d.axes(shape);
                boolean keepDim = d.flag();
                d.real(shape);
                return Case.of(
                        in -> in.get(0).norm(p, keepDim, axes),
                        Double.isInfinite(p)
                                ? "torch." + (p > 0 ? "amax" : "amin") + "(torch.abs(x0), {}, {})"
                                : "torch.linalg_vector_norm(x0, " + number + ", {}, {})",
                        axes,
                        keepDim);
            }));
        }
        for (boolean any : new boolean[] {true, false}) {
            all.add(new Question(any ? "any" : "all", d -> {
                Shape shape = d.shape(1, RANK);
                int axis = d.axis(shape);
                boolean keepDim = d.flag();
                d.of(shape, 0, 0, 1, 2);
                return Case.of(
                        in -> any ? in.get(0).any(keepDim, axis) : in.get(0).all(keepDim, axis),
                        any ? "torch.any(x0, {}, {})" : "torch.all(x0, {}, {})",
                        axis,
                        keepDim);
            }));
            all.add(new Question(any ? "argmax" : "argmin", d -> {
                Shape shape = d.shape(1, RANK);
                int axis = d.axis(shape);
                boolean keepDim = d.flag();
                d.constant(shape, -2, 2);
                return Case.of(
                        in -> any ? in.get(0).argmax(axis, keepDim) : in.get(0).argmin(axis, keepDim),
                        any ? "torch.argmax(x0, {}, {})" : "torch.argmin(x0, {}, {})",
                        axis,
                        keepDim);
            }));
        }
    }

    private void moments() {
        for (boolean root : new boolean[] {true, false}) {
            all.add(new Question(root ? "deviation" : "variance", d -> {
                long[] sizes = d.shape(1, RANK).toArray();
                Shape shape = Shape.of(LongStream.of(sizes).map(n -> n + 1).toArray());
                int[] axes = d.axes(shape);
                int correction = d.between(0, 1);
                boolean keepDim = d.flag();
                d.real(shape);
                return Case.of(
                        in -> root
                                ? in.get(0).deviation(correction, keepDim, axes)
                                : in.get(0).variance(correction, keepDim, axes),
                        "torch." + (root ? "std" : "var") + "(x0, {}, correction={}, keepdim={})",
                        axes,
                        correction,
                        keepDim);
            }));
        }
    }

    private void places() {
        all.add(new Question("one_hot", d -> {
            d.whole(d.shape(0, 3), 0, 4);
            return Case.of(in -> in.get(0).oneHot(5), "torch.one_hot(x0, 5)");
        }));
        for (boolean lower : new boolean[] {true, false}) {
            all.add(new Question(lower ? "tril" : "triu", d -> {
                int diagonal = d.between(-3, 3);
                d.real(d.shape(2, RANK));
                return Case.of(
                        in -> lower ? in.get(0).tril(diagonal) : in.get(0).triu(diagonal),
                        lower ? "torch.tril(x0, {})" : "torch.triu(x0, {})",
                        diagonal);
            }));
        }
        all.add(new Question("roll", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            int shift = d.between(-7, 7);
            d.real(shape);
            return Case.of(in -> in.get(0).roll(axis, shift), "torch.roll(x0, [{}], [{}])", shift, axis);
        }));
        all.add(new Question("pad", d -> {
            Shape shape = d.shape(1, RANK);
            long[] before = Arrays.stream(d.numbers(shape.rank(), 0, 3)).asLongStream().toArray();
            long[] after = Arrays.stream(d.numbers(shape.rank(), 0, 3)).asLongStream().toArray();
            double value = d.number(-1, 1);
            // PyTorch has the last axis first.
            long[] theirs = IntStream.range(0, 2 * shape.rank())
                    .mapToLong(i -> (i % 2 == 0 ? before : after)[shape.rank() - 1 - i / 2])
                    .toArray();
            d.real(shape);
            return Case.of(
                    in -> in.get(0).pad(before, after, value), "torch.constant_pad_nd(x0, {}, {})", theirs, value);
        }));
        all.add(new Question("tile", d -> {
            Shape shape = d.shape(1, 3);
            long[] repeats = Arrays.stream(d.numbers(shape.rank() + d.between(0, 1), 1, 3)).asLongStream().toArray();
            d.real(shape);
            return Case.of(in -> in.get(0).tile(repeats), "torch.tile(x0, {})", repeats);
        }));
    }

    private void ofAxis(String name, BiFunction<Tensor, Integer, Tensor> ours, String torch) {
        all.add(new Question(name, d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            d.real(shape);
            return Case.of(in -> ours.apply(in.get(0), axis), torch, axis);
        }));
    }

    private void views() {
        ofAxis("unsqueeze", Tensor::unsqueeze, "torch.unsqueeze(x0, {})");
        ofAxis("select", (x, axis) -> x.select(axis, x.size(axis) - 1), "torch.select(x0, {}, -1)");
        all.add(new Question("reshape", d -> {
            Shape shape = d.shape(1, RANK);
            d.real(shape);
            return Case.of(
                    in -> in.get(0).reshape(-1, shape.size(0)), "torch.reshape(x0, [-1, {}])", shape.size(0));
        }));
        all.add(new Question("flatten", d -> {
            Shape shape = d.shape(2, RANK);
            int start = d.between(0, shape.rank() - 1);
            d.real(shape);
            return Case.of(in -> in.get(0).flatten(start), "torch.flatten(x0, {})", start);
        }));
        all.add(new Question("permute", d -> {
            Shape shape = d.shape(1, RANK);
            int first = d.between(0, shape.rank() - 1);
            int[] order =
                    IntStream.range(0, shape.rank()).map(i -> (i + first) % shape.rank()).toArray();
            d.real(shape);
            return Case.of(in -> in.get(0).permute(order), "torch.permute(x0, {})", order);
        }));
        all.add(new Question("transpose", d -> {
            Shape shape = d.shape(1, RANK);
            int a = d.axis(shape);
            int b = d.axis(shape);
            d.real(shape);
            return Case.of(in -> in.get(0).transpose(a, b), "torch.transpose(x0, {}, {})", a, b);
        }));
        all.add(new Question("t", d -> {
            d.real(d.shape(2, 2));
            return Case.of(in -> in.get(0).t(), "torch.t(x0)");
        }));
        all.add(new Question("expand", d -> {
            Shape shape = d.shape(1, RANK);
            d.real(d.broadcast(shape));
            return Case.of(in -> in.get(0).expand(shape), "torch.expand(x0, {})", shape);
        }));
        all.add(new Question("sum_to", d -> {
            Shape shape = d.shape(1, RANK);
            Shape less = d.broadcast(shape);
            d.real(shape);
            return Case.of(in -> in.get(0).sumTo(less), "torch.sum_to_size(x0, {})", less);
        }));
        all.add(new Question("squeeze", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.between(0, shape.rank() - 1);
            long[] sizes = shape.toArray();
            sizes[axis] = 1;
            d.real(Shape.of(sizes));
            return Case.of(in -> in.get(0).squeeze(axis), "torch.squeeze(x0, {})", axis);
        }));
    }

    private void parts() {
        all.add(new Question("narrow", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            int start = d.between(0, (int) shape.size(axis) - 1);
            int length = d.between(1, (int) shape.size(axis) - start);
            d.real(shape);
            return Case.of(
                    in -> in.get(0).narrow(axis, start, length), "torch.narrow(x0, {}, {}, {})", axis, start, length);
        }));
        all.add(new Question("slice", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            int start = d.between(-4, 4);
            int stop = d.between(-4, 6);
            int step = d.between(1, 3);
            d.real(shape);
            return Case.of(
                    in -> in.get(0).slice(axis, start, stop, step),
                    "torch.slice(x0, {}, {}, {}, {})",
                    axis,
                    start,
                    stop,
                    step);
        }));
        all.add(new Question("split", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            int size = d.between(1, 3);
            d.real(shape);
            return Case.of(
                            in -> in.get(0).split(axis, size).get(0),
                            "ys[0]")
                    .after("ys = torch.split(x0, {}, {})", size, axis);
        }));
        all.add(new Question("chunk", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            int count = d.between(1, 3);
            d.real(shape);
            return Case.of(
                            in -> in.get(0).chunk(axis, count).get(0),
                            "ys[0]")
                    .after("ys = torch.chunk(x0, {}, {})", count, axis);
        }));
    }

    private void copies() {
        all.add(new Question("copy", d -> {
            d.real(d.shape(0, RANK));
            return Case.of(in -> in.get(0).copy(), "torch.clone(x0)");
        }));
        all.add(new Question("contiguous", d -> {
            d.real(d.shape(2, RANK));
            return Case.of(in -> in.get(0).transpose(0, 1).contiguous(), "torch.contiguous(torch.transpose(x0, 0, 1))");
        }));
        all.add(new Question("stack", d -> {
            Shape shape = d.shape(1, 3);
            int axis = d.axis(shape);
            d.real(shape).real(shape);
            return Case.of(in -> TensorShapes.stack(axis, in.get(0), in.get(1)), "torch.stack([x0, x1], {})", axis);
        }));
        all.add(new Question("concat", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            long[] sizes = shape.toArray();
            sizes[Math.floorMod(axis, sizes.length)] += 2;
            d.real(shape).real(Shape.of(sizes));
            return Case.of(in -> TensorShapes.concat(axis, in.get(0), in.get(1)), "torch.cat([x0, x1], {})", axis);
        }));
    }
}
