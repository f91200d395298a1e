package org.clgrad.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.clgrad.autograd.PaddingMode;
import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.RunningMoments;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.routine.grid.GridSampling;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.oracle.Question.Case;

/** What operations do where formulas end: at ties, zeros, NaN and infinities, at bounds that cross, and in rarer modes. */
final class EdgeQuestions {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double[] TIED = {-1, 0, 0, 1, 1, 2};
    private static final double[] SPECIAL = {-2, -1, -0.0, 0, 0.5, 1, 3, Double.NaN, INF, -INF};
    private static final double EPSILON = 1e-5;

    private final List<Question> all = new ArrayList<>();

    private EdgeQuestions() {}

    static List<Question> all() {
        EdgeQuestions questions = new EdgeQuestions();
        questions.ties();
        questions.specials();
        questions.bounds();
        questions.losses();
        questions.indices();
        questions.paddings();
        questions.grids();
        questions.averages();
        questions.attention();
        questions.sequences();
        return questions.all;
    }

    private void ask(String name, Function<Draw, Case> draw) {
        all.add(new Question(name, draw));
    }

    /** Asks about one tensor of listed values. */
    private void unary(String name, double[] values, Function<Tensor, Tensor> ours, String torch) {
        ask(name, d -> {
            d.listed(d.shapeOrEmpty(1, 3), values);
            return Case.of(in -> ours.apply(in.get(0)), torch);
        });
    }

    private void ties() {
        unary("relu", TIED, Tensor::relu, "torch.relu(x0)");
        unary("relu6", TIED, Tensor::relu6, "torch.relu6(x0)");
        unary("abs", TIED, Tensor::abs, "torch.abs(x0)");
        unary("sign", TIED, Tensor::sign, "torch.sign(x0)");
        unary("hard_tanh", TIED, x -> x.hardTanh(-1, 1), "torch.hardtanh(x0, -1., 1.)");
        unary("leaky_relu", TIED, x -> x.leakyRelu(0.1), "torch.leaky_relu(x0, 0.1)");
        unary("cumprod", TIED, x -> x.cumprod(0), "torch.cumprod(x0, 0)");
        for (boolean largest : new boolean[] {true, false}) {
            ask(largest ? "maximum" : "minimum", d -> {
                Shape shape = d.shapeOrEmpty(1, 3);
                d.listed(shape, TIED).listed(shape, TIED);
                return Case.of(
                        in -> largest ? in.get(0).maximum(in.get(1)) : in.get(0).minimum(in.get(1)),
                        largest ? "torch.maximum(x0, x1)" : "torch.minimum(x0, x1)");
            });
            ask(largest ? "max" : "min", d -> {
                Shape shape = d.shape(1, 3);
                int[] axes = d.axes(shape);
                d.listed(shape, TIED);
                return Case.of(
                        in -> largest ? in.get(0).max(false, axes) : in.get(0).min(false, axes),
                        largest ? "torch.amax(x0, {}, False)" : "torch.amin(x0, {}, False)",
                        axes);
            });
        }
        ask("prod", d -> {
            d.listed(d.shape(2, 3), TIED);
            return Case.of(in -> in.get(0).prod(false, 1), "torch.prod(x0, 1, False)");
        });
        ask("argmax", d -> {
            d.of(d.shape(1, 2), TIED);
            return Case.of(in -> in.get(0).argmax(-1, false), "torch.argmax(x0, -1, False)");
        });
    }

    private void specials() {
        for (String name : new String[] {"maximum", "minimum", "fmod", "remainder", "floor_divide", "atan2"}) {
            ask(name, d -> {
                Shape shape = d.shape(1, 3);
                d.of(shape, SPECIAL).of(shape, SPECIAL);
                return Case.of(
                        in -> switch (name) {
                            case "maximum" -> in.get(0).maximum(in.get(1));
                            case "minimum" -> in.get(0).minimum(in.get(1));
                            case "fmod" -> in.get(0).fmod(in.get(1));
                            case "remainder" -> in.get(0).remainder(in.get(1));
                            case "floor_divide" -> in.get(0).floorDivide(in.get(1));
                            default -> in.get(0).atan2(in.get(1));
                        },
                        "torch." + name + "(x0, x1)");
            });
        }
        ask("pow", d -> {
            Shape shape = d.shape(1, 3);
            d.listed(shape, -2, -1, 0, 0, 1, 3).of(shape, -2, -1, 0, 1, 2, 3, 0.5);
            return Case.of(in -> in.get(0).pow(in.get(1)), "torch.pow(x0, x1)");
        });
        ask("pow", d -> {
            Shape shape = d.shape(1, 3);
            d.of(shape, SPECIAL).of(shape, SPECIAL);
            return Case.of(in -> in.get(0).pow(in.get(1)), "torch.pow(x0, x1)");
        });
        ask("max", d -> {
            d.of(d.shape(2, 3), SPECIAL);
            return Case.of(in -> in.get(0).max(false, -1), "torch.amax(x0, [-1], False)");
        });
        ask("sum", d -> {
            d.of(d.shape(2, 3), SPECIAL);
            return Case.of(in -> in.get(0).sum(false, -1), "torch.sum(x0, [-1], False)");
        });
        ask("log_sum_exp", d -> {
            d.listed(d.shape(2, 2), 0, 1, -INF, -INF);
            return Case.of(in -> in.get(0).logSumExp(false, -1), "torch.logsumexp(x0, [-1], False)");
        });
        ask("softmax", d -> {
            d.of(d.shape(2, 2), SPECIAL);
            return Case.of(in -> in.get(0).softmax(-1), "torch.softmax(x0, -1)");
        });
        unary("sqrt", new double[] {0, 1, -1, 4}, Tensor::sqrt, "torch.sqrt(x0)");
        unary("log", new double[] {0, 1, -1, 4}, Tensor::log, "torch.log(x0)");
    }

    private void bounds() {
        unary("clamp", TIED, x -> x.clamp(1, -1), "torch.clamp(x0, 1., -1.)");
        unary("clamp", TIED, x -> x.clamp(0, 1), "torch.clamp(x0, 0., 1.)");
        unary("clamp_min", TIED, x -> x.clampMin(0), "torch.clamp_min(x0, 0.)");
        unary("clamp_max", TIED, x -> x.clampMax(1), "torch.clamp_max(x0, 1.)");
        for (double p : new double[] {0, 0.5, 1, 2, 3}) {
            ask("norm", d -> {
                d.listed(Shape.of(d.between(1, 3), d.between(1, 2)), 0, 0, 1, -2);
                return Case.of(
                        in -> in.get(0).norm(p, false, 1), "torch.linalg_vector_norm(x0, {}, [1], False)", p);
            });
        }
        ask("deviation", d -> {
            d.listed(Shape.of(3, 2), 1, 1, 2);
            return Case.of(in -> in.get(0).deviation(1, false, 1), "torch.std(x0, [1], True, False)");
        });
        ask("linspace", d -> {
            double low = d.number(-2, 2);
            double high = d.number(-2, 2);
            int count = d.between(0, 9);
            d.of(Shape.of(1), 0);
            return Case.of(
                    in -> Tensors.linspace(in.get(0).device(), in.get(0).dtype(), low, high, count),
                    "torch.linspace({}, {}, {}, dtype=7)",
                    low,
                    high,
                    count);
        });
        ask("arange", d -> {
            double low = d.number(-2, 2);
            double step = d.oneOf(0.25, 0.5, 1.5);
            double high = low + d.number(0, 3);
            d.of(Shape.of(1), 0);
            return Case.of(
                    in -> Tensors.arange(in.get(0).device(), in.get(0).dtype(), low, high, step),
                    "torch.arange({}, {}, {}, dtype=7)",
                    low,
                    high,
                    step);
        });
        ask("eye", d -> {
            int rows = d.between(0, 4);
            int columns = d.between(0, 4);
            d.of(Shape.of(1), 0);
            return Case.of(
                    in -> Tensors.eye(in.get(0).device(), in.get(0).dtype(), rows, columns),
                    "torch.eye({}, {}, dtype=7)",
                    rows,
                    columns);
        });
    }

    private void losses() {
        ask("binary_cross_entropy", d -> {
            Shape s = d.shape(1, 2);
            d.listed(s, 0, 1, 0.5).of(s, 0, 1);
            return Case.of(
                    in -> in.get(0).binaryCrossEntropy(in.get(1), null, Reduction.NONE),
                    "torch.binary_cross_entropy(x0, x1, None, 0)");
        });
        ask("kl_div", d -> {
            Shape s = d.shape(1, 2);
            d.real(s).of(s, 0, 0.5, 1);
            return Case.of(
                    in -> in.get(0).klDiv(in.get(1), false, Reduction.NONE),
                    "torch.kl_div(x0, x1, 0, log_target=False)");
        });
        ask("smooth_l1_loss", d -> {
            Shape s = d.shape(1, 2);
            // Not of equals, at which PyTorch has another gradient than for its l1_loss.
            d.real(s).real(s);
            return Case.of(
                    in -> in.get(0).smoothL1Loss(in.get(1), 0, Reduction.NONE),
                    "torch.smooth_l1_loss(x0, x1, 0, 0.)");
        });
        ask("cross_entropy", d -> {
            Shape s = Shape.of(d.between(1, 4), d.between(2, 5));
            double smoothing = d.number(0, 0.5);
            d.real(s).real(s, 0, 1).constant(Shape.of(s.size(1)), 0.2, 2);
            Function<List<Tensor>, Tensor> ours =
                    in -> in.get(0).crossEntropy(in.get(1), in.get(2), -100, smoothing, Reduction.MEAN);
            return Case.of(ours, "torch.cross_entropy_loss(x0, x1, x2, 1, -100, {})", smoothing);
        });
    }

    private void indices() {
        ask("index", d -> {
            Shape shape = d.shape(2, 3);
            Shape places = d.shape(1, 2);
            int rows = (int) shape.size(0);
            d.real(shape).whole(places, -rows, rows - 1);
            return Case.of(
                    in -> in.get(0).index(in.get(1)),
                    "torch.index(x0, annotate(List[Optional[Tensor]], [x1]))");
        });
        ask("index_put", d -> {
            int rows = d.between(1, 5);
            // each place once: which of several values stays is open in PyTorch
            double[] places = IntStream.range(0, rows)
                    .filter(i -> d.flag())
                    .mapToDouble(i -> d.flag() ? i : i - rows)
                    .toArray();
            d.real(Shape.of(rows)).wholeNumbers(Shape.of(places.length), places).real(Shape.of(places.length));
            return Case.of(
                    in -> in.get(0).indexPut(List.of(in.get(1)), in.get(2), false),
                    "torch.index_put(x0, annotate(List[Optional[Tensor]], [x1]), x2, False)");
        });
        ask("take", d -> {
            Shape shape = d.shape(1, 3);
            int n = (int) shape.elements();
            d.real(shape).whole(d.shape(0, 2), -n, n - 1);
            return Case.of(in -> in.get(0).take(in.get(1)), "torch.take(x0, x1)");
        });
    }

    private void paddings() {
        for (PaddingMode mode : new PaddingMode[] {PaddingMode.REFLECT, PaddingMode.REPLICATE, PaddingMode.CIRCULAR}) {
            for (int axes = 1; axes <= 3; axes++) {
                int count = axes;
                ask("pad", d -> padded(mode, count, d));
            }
        }
    }

    /** PyTorch counts paddings from the last axis on. */
    private static Case padded(PaddingMode mode, int count, Draw d) {
        long[] sizes = new long[count + 2];
        long[] before = new long[count + 2];
        long[] after = new long[count + 2];
        int[] torch = new int[2 * count];
        sizes[0] = d.between(1, 2);
        sizes[1] = d.between(1, 2);
        for (int axis = 0; axis < count; axis++) {
            sizes[axis + 2] = d.between(3, 5);
            before[axis + 2] = d.between(0, 2);
            after[axis + 2] = d.between(0, 2);
            torch[2 * (count - 1 - axis)] = (int) before[axis + 2];
            torch[2 * (count - 1 - axis) + 1] = (int) after[axis + 2];
        }
        d.real(Shape.of(sizes));
        String name = mode.name().toLowerCase(java.util.Locale.ROOT);
        return Case.of(in -> in.get(0).pad(before, after, mode), "torch.pad(x0, {}, \"" + name + "\")", torch);
    }

    private void grids() {
        ask("grid_sample", d -> {
            GridSampling.Padding padding = d.oneOf(GridSampling.Padding.values());
            boolean corners = d.flag();
            d.real(Shape.of(2, 2, d.between(3, 5), d.between(3, 5)))
                    .real(Shape.of(2, d.between(1, 4), d.between(1, 4), 2), -1.4, 1.4);
            return Case.of(
                    in -> in.get(0).gridSample(in.get(1), GridSampling.Mode.CUBIC, padding, corners),
                    "torch.grid_sampler_2d(x0, x1, 2, {}, {})",
                    PoolingQuestions.PADDINGS.indexOf(padding),
                    corners);
        });
        ask("grid_sample", d -> {
            GridSampling.Padding padding = d.oneOf(GridSampling.Padding.values());
            boolean nearest = d.flag();
            boolean corners = d.flag();
            d.real(Shape.of(2, 2, d.between(2, 4), d.between(2, 4), d.between(2, 4)))
                    .real(Shape.of(2, 2, d.between(1, 3), d.between(1, 3), 3), -1.4, 1.4);
            return Case.of(
                    in -> in.get(0).gridSample(in.get(1), nearest, padding, corners),
                    "torch.grid_sampler_3d(x0, x1, {}, {}, {})",
                    nearest ? 1 : 0,
                    PoolingQuestions.PADDINGS.indexOf(padding),
                    corners);
        });
    }

    /** What is averaged is a result, too. */
    private void averages() {
        for (boolean instance : new boolean[] {false, true}) {
            ask(instance ? "instance_norm" : "batch_norm", d -> {
                Shape shape = Shape.of(d.between(2, 3), d.between(1, 3), d.between(2, 4));
                Shape c = Shape.of(shape.size(1));
                double momentum = d.number(0.1, 0.9);
                d.real(shape).real(c).real(c).constant(c, -1, 1).constant(c, 0.5, 2);
                Function<List<Tensor>, List<Tensor>> ours = in -> {
                    RunningMoments running = new RunningMoments(in.get(3), in.get(4), momentum);
                    Tensor y = instance
                            ? in.get(0).instanceNorm(in.get(1), in.get(2), EPSILON, running)
                            : in.get(0).batchNorm(in.get(1), in.get(2), EPSILON, running);
                    return List.of(y, in.get(3), in.get(4));
                };
                String torch = instance ? "torch.instance_norm" : "torch.batch_norm";
                return new Case(ours, List.of(), List.of("r", "x3", "x4"))
                        .after("r = " + torch + "(x0, x1, x2, x3, x4, True, {}, {}, False)", momentum, EPSILON);
            });
        }
    }

    private void attention() {
        ask("scaled_dot_product_attention", d -> {
            long shared = d.between(1, 2);
            long heads = shared * d.between(1, 3);
            long queries = d.between(1, 4);
            long keys = d.between(1, 5);
            long size = d.between(1, 4);
            double scale = d.number(0.2, 2);
            d.real(Shape.of(2, heads, queries, size))
                    .real(Shape.of(2, shared, keys, size))
                    .real(Shape.of(2, shared, keys, d.between(1, 4)))
                    .truths(Shape.of(queries, keys));
            return Case.of(
                    in -> in.get(0)
                            .scaledDotProductAttention(in.get(1), in.get(2), in.get(3), 0, false, scale, true),
                    "torch.scaled_dot_product_attention(x0, x1, x2, x3, 0., False, scale={}, enable_gqa=True)",
                    scale);
        });
        ask("scaled_dot_product_attention", d -> {
            d.real(Shape.of(1, 2, 3, 4)).real(Shape.of(2, 1, 5, 4)).real(Shape.of(1, 1, 5, 2));
            return Case.of(
                    in -> in.get(0).scaledDotProductAttention(in.get(1), in.get(2)),
                    "torch.scaled_dot_product_attention(x0, x1, x2, None, 0., False)");
        });
    }

    private void sequences() {
        ask("chunk", d -> {
            int rows = d.between(1, 6);
            int parts = d.between(1, 6);
            d.real(Shape.of(rows, 2));
            return Case.of(in -> in.get(0).chunk(0, parts).get(0), "torch.chunk(x0, {}, 0)[0]", parts);
        });
        ask("concat", d -> {
            d.real(Shape.of(d.between(0, 2), 3)).real(Shape.of(d.between(0, 2), 3));
            return Case.of(
                    in -> org.clgrad.autograd.TensorShapes.concat(0, in.get(0), in.get(1)), "torch.cat([x0, x1], 0)");
        });
    }
}
