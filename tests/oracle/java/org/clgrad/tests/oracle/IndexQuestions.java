package org.clgrad.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.clgrad.autograd.Distinct;
import org.clgrad.autograd.RunningExtremes;
import org.clgrad.autograd.Sorted;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.oracle.Question.Case;

/** Elements read and written at places, put in order, and summed along an axis. */
final class IndexQuestions {
    private static final int RANK = 4;

    private final List<Question> all = new ArrayList<>();

    private IndexQuestions() {}

    static List<Question> all() {
        IndexQuestions questions = new IndexQuestions();
        questions.readings();
        questions.writings();
        questions.additions();
        questions.orders();
        questions.scans();
        return questions.all;
    }

    private void ask(String name, Function<Draw, Case> draw) {
        all.add(new Question(name, draw));
    }

    /** A shape, and another with so many elements along an axis. */
    private static Shape with(Shape shape, int axis, long size) {
        long[] sizes = shape.toArray();
        sizes[Math.floorMod(axis, sizes.length)] = size;
        return Shape.of(sizes);
    }

    private void readings() {
        ask("gather", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            d.real(shape).whole(with(shape, axis, d.between(1, 6)), 0, (int) shape.size(axis) - 1);
            return Case.of(in -> in.get(0).gather(axis, in.get(1)), "torch.gather(x0, {}, x1)", axis);
        });
        ask("take_along_dim", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            d.real(shape).whole(with(shape, axis, d.between(1, 6)), 0, (int) shape.size(axis) - 1);
            return Case.of(in -> in.get(0).takeAlongDim(in.get(1), axis), "torch.take_along_dim(x0, x1, {})", axis);
        });
        ask("index_select", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            d.real(shape).whole(Shape.of(d.between(1, 6)), 0, (int) shape.size(axis) - 1);
            return Case.of(in -> in.get(0).indexSelect(axis, in.get(1)), "torch.index_select(x0, {}, x1)", axis);
        });
        ask("take", d -> {
            Shape shape = d.shape(1, RANK);
            d.real(shape).whole(d.shape(0, 2), 0, (int) shape.elements() - 1);
            return Case.of(in -> in.get(0).take(in.get(1)), "torch.take(x0, x1)");
        });
        ask("index", d -> {
            Shape shape = d.shape(2, RANK);
            Shape places = d.shape(1, 2);
            d.real(shape).whole(places, 0, (int) shape.size(0) - 1).whole(places, 0, (int) shape.size(1) - 1);
            return Case.of(
                    in -> in.get(0).index(in.get(1), in.get(2)),
                    "torch.index(x0, annotate(List[Optional[Tensor]], [x1, x2]))");
        });
        ask("embedding", d -> {
            int rows = d.between(2, 6);
            int padding = d.between(0, rows - 1);
            d.real(Shape.of(rows, d.between(1, 5))).whole(d.shape(1, 3), 0, rows - 1);
            return Case.of(
                    in -> in.get(1).embedding(in.get(0), padding), "torch.embedding(x0, x1, {})", padding);
        });
        ask("masked_select", d -> {
            Shape shape = d.shape(1, RANK);
            d.real(shape).truths(shape);
            return Case.of(in -> in.get(0).maskedSelect(in.get(1)), "torch.masked_select(x0, x1)");
        });
        ask("nonzero", d -> {
            d.of(d.shape(1, RANK), 0, 0, 1, -2);
            return Case.of(in -> in.get(0).nonzero(), "torch.nonzero(x0)");
        });
    }

    /** The numbers 0, 1, …, turned round by one: each once. */
    private static double[] turned(int count) {
        double[] numbers = new double[count];
        java.util.Arrays.setAll(numbers, i -> (i + 1) % count);
        return numbers;
    }

    private void writings() {
        ask("scatter", d -> {
            Shape shape = Shape.of(d.between(1, 5), d.between(1, 4));
            int rows = (int) shape.size(0);
            int columns = (int) shape.size(1);
            double[] index = new double[(int) shape.elements()];
            java.util.Arrays.setAll(index, i -> (i / columns + i % columns) % rows);
            // In a column all places differ.
            d.real(shape).wholeNumbers(shape, index).real(shape);
            return Case.of(in -> in.get(0).scatter(0, in.get(1), in.get(2)), "torch.scatter(x0, 0, x1, x2)");
        });
        ask("scatter", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            double value = d.number(-2, 2);
            d.real(shape).whole(with(shape, axis, d.between(1, 6)), 0, (int) shape.size(axis) - 1);
            return Case.of(in -> in.get(0).scatter(axis, in.get(1), value), "torch.scatter(x0, {}, x1, {})", axis, value);
        });
        ask("index_copy", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            int n = (int) shape.size(axis);
            d.real(shape).wholeNumbers(Shape.of(n), turned(n)).real(shape);
            return Case.of(in -> in.get(0).indexCopy(axis, in.get(1), in.get(2)), "torch.index_copy(x0, {}, x1, x2)", axis);
        });
        ask("index_fill", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            double value = d.number(-2, 2);
            d.real(shape).whole(Shape.of(d.between(1, 4)), 0, (int) shape.size(axis) - 1);
            return Case.of(
                    in -> in.get(0).indexFill(axis, in.get(1), value), "torch.index_fill(x0, {}, x1, {})", axis, value);
        });
    }

    private void additions() {
        ask("scatter_add", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            Shape source = with(shape, axis, d.between(1, 6));
            d.real(shape).whole(source, 0, (int) shape.size(axis) - 1).real(source);
            return Case.of(in -> in.get(0).scatterAdd(axis, in.get(1), in.get(2)), "torch.scatter_add(x0, {}, x1, x2)", axis);
        });
        ask("index_add", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            int count = d.between(1, 6);
            double alpha = d.number(-2, 2);
            d.real(shape).whole(Shape.of(count), 0, (int) shape.size(axis) - 1).real(with(shape, axis, count));
            return Case.of(
                    in -> in.get(0).indexAdd(axis, in.get(1), in.get(2), alpha),
                    "torch.index_add(x0, {}, x1, x2, alpha={})",
                    axis,
                    alpha);
        });
        ask("index_put", d -> {
            Shape shape = Shape.of(d.between(1, 5), d.between(1, 5));
            Shape places = Shape.of(d.between(1, 5));
            d.real(shape)
                    .whole(places, 0, (int) shape.size(0) - 1)
                    .whole(places, 0, (int) shape.size(1) - 1)
                    .real(places);
            return Case.of(
                    in -> in.get(0).indexPut(List.of(in.get(1), in.get(2)), in.get(3), true),
                    "torch.index_put(x0, annotate(List[Optional[Tensor]], [x1, x2]), x3, True)");
        });
        ask("put", d -> {
            Shape shape = d.shape(1, RANK);
            Shape places = d.shape(1, 2);
            d.real(shape).whole(places, 0, (int) shape.elements() - 1).real(places);
            return Case.of(in -> in.get(0).put(in.get(1), in.get(2), true), "torch.put(x0, x1, x2, True)");
        });
    }

    private static Case sorted(Function<Tensor, Sorted> ours, String torch, Object... arguments) {
        return new Case(
                        in -> {
                            Sorted sorted = ours.apply(in.get(0));
                            return List.of(sorted.values(), sorted.indices());
                        },
                        List.of(),
                        List.of("v", "i"))
                .after("v, i, = " + torch, arguments);
    }

    private void orders() {
        ask("sort", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            boolean descending = d.flag();
            d.real(shape);
            return sorted(x -> x.sort(axis, descending), "torch.sort(x0, {}, {})", axis, descending);
        });
        ask("topk", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            int k = d.between(1, (int) shape.size(axis));
            boolean largest = d.flag();
            d.real(shape);
            return sorted(x -> x.topk(k, axis, largest), "torch.topk(x0, {}, {}, {}, True)", k, axis, largest);
        });
        ask("argsort", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            boolean descending = d.flag();
            d.constant(shape, -2, 2);
            return Case.of(in -> in.get(0).argsort(axis, descending), "torch.argsort(x0, {}, {})", axis, descending);
        });
        ask("unique", d -> {
            d.of(d.shape(1, RANK), 3, 1, 2, -1);
            return new Case(
                            in -> {
                                Distinct distinct = in.get(0).unique();
                                return List.of(distinct.values());
                            },
                            List.of(),
                            List.of("v"))
                    .after("v, i, c, = torch._unique2(x0, True, True, True)");
        });
    }

    private static Case extremes(Function<Tensor, RunningExtremes> ours, String torch, Object... arguments) {
        return new Case(
                        in -> {
                            RunningExtremes found = ours.apply(in.get(0));
                            return List.of(found.values(), found.indices());
                        },
                        List.of(),
                        List.of("v", "i"))
                .after("v, i, = " + torch, arguments);
    }

    private void scans() {
        ask("cumsum", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            d.real(shape);
            return Case.of(in -> in.get(0).cumsum(axis), "torch.cumsum(x0, {})", axis);
        });
        ask("cumprod", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            d.real(shape);
            return Case.of(in -> in.get(0).cumprod(axis), "torch.cumprod(x0, {})", axis);
        });
        ask("cummax", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            d.real(shape);
            return extremes(x -> x.cummax(axis), "torch.cummax(x0, {})", axis);
        });
        ask("cummin", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            d.real(shape);
            return extremes(x -> x.cummin(axis), "torch.cummin(x0, {})", axis);
        });
        ask("prod", d -> {
            Shape shape = d.shape(1, RANK);
            int axis = d.axis(shape);
            boolean keepDim = d.flag();
            d.real(shape);
            return Case.of(in -> in.get(0).prod(keepDim, axis), "torch.prod(x0, {}, {})", axis, keepDim);
        });
    }
}
