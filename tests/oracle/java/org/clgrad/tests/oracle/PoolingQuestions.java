package org.clgrad.tests.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.clgrad.autograd.Interpolation;
import org.clgrad.autograd.MaxPooled;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.routine.grid.GridSampling;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.oracle.Question.Case;

/** Pooling, resizing and reading at places. */
final class PoolingQuestions {
    private final List<Question> all = new ArrayList<>();

    private PoolingQuestions() {}

    static List<Question> all() {
        PoolingQuestions questions = new PoolingQuestions();
        for (int rank = 1; rank <= 3; rank++) {
            questions.windows(rank);
            questions.adaptive(rank);
            questions.resized(rank);
        }
        questions.powers();
        questions.unpooled();
        questions.blocks();
        questions.grid();
        return questions.all;
    }

    private static Shape planes(Draw d, int rank, int low, int high) {
        return Shape.of(LongStream.concat(
                        LongStream.of(d.between(1, 2), d.between(1, 3)),
                        Arrays.stream(d.numbers(rank, low, high)).asLongStream())
                .toArray());
    }

    private static int[] halves(Draw d, int... kernel) {
        return Arrays.stream(kernel).map(k -> d.between(0, k / 2)).toArray();
    }

    private void windows(int rank) {
        all.add(new Question("max_pool", d -> {
            int[] kernel = d.numbers(rank, 1, 3);
            int[] stride = d.numbers(rank, 1, 3);
            int[] padding = halves(d, kernel);
            int[] dilation = d.numbers(rank, 1, 2);
            boolean ceil = d.flag();
            d.real(planes(d, rank, 5, 8));
            return Case.of(
                    in -> in.get(0).maxPool(kernel, stride, padding, dilation, ceil),
                    "torch.max_pool" + rank + "d(x0, {}, {}, {}, {}, {})",
                    kernel,
                    stride,
                    padding,
                    dilation,
                    ceil);
        }));
        all.add(new Question("max_pool_relu", d -> {
            int[] kernel = d.numbers(rank, 1, 3);
            int[] stride = d.numbers(rank, 1, 3);
            int[] padding = halves(d, kernel);
            int[] one = new int[rank];
            Arrays.fill(one, 1);
            boolean ceil = d.flag();
            d.real(planes(d, rank, 5, 8));
            return Case.of(
                    in -> in.get(0).maxPoolRelu(kernel, stride, padding, one, ceil),
                    "torch.relu(torch.max_pool" + rank + "d(x0, {}, {}, {}, {}, {}))",
                    kernel,
                    stride,
                    padding,
                    one,
                    ceil);
        }));
        all.add(new Question("max_pool_with_indices", d -> {
            int[] kernel = d.numbers(rank, 1, 3);
            int[] stride = d.numbers(rank, 1, 3);
            int[] padding = halves(d, kernel);
            int[] dilation = d.numbers(rank, 1, 2);
            boolean ceil = d.flag();
            d.real(planes(d, rank, 5, 8));
            String with = "torch.max_pool" + rank + "d_with_indices";
            Case values = Case.of(in -> in.get(0), "v");
            return new Case(
                            in -> {
                                MaxPooled pooled = in.get(0).maxPoolWithIndices(kernel, stride, padding, dilation, ceil);
                                return List.of(pooled.values(), pooled.indices());
                            },
                            values.statements(),
                            List.of("v", "i"))
                    .after("v, i, = " + with + "(x0, {}, {}, {}, {}, {})", kernel, stride, padding, dilation, ceil);
        }));
        all.add(new Question("avg_pool", d -> {
            int[] kernel = d.numbers(rank, 1, 3);
            int[] stride = d.numbers(rank, 1, 3);
            int[] padding = halves(d, kernel);
            boolean ceil = d.flag();
            boolean count = d.flag();
            int divisor = rank > 1 && d.flag() ? d.between(1, 5) : 0;
            d.real(planes(d, rank, 5, 8));
            return Case.of(
                    in -> in.get(0).avgPool(kernel, stride, padding, ceil, count, divisor),
                    "torch.avg_pool" + rank + "d(x0, {}, {}, {}, {}, {}" + (divisor == 0 ? "" : ", " + divisor) + ")",
                    kernel,
                    stride,
                    padding,
                    ceil,
                    count);
        }));
    }

    private void adaptive(int rank) {
        all.add(new Question("adaptive_avg_pool", d -> {
            int[] sizes = d.numbers(rank, 1, 4);
            d.real(planes(d, rank, 3, 7));
            return Case.of(
                    in -> in.get(0)
                            .adaptiveAvgPool(Arrays.stream(sizes).asLongStream().toArray()),
                    "torch.adaptive_avg_pool" + rank + "d(x0, {})",
                    sizes);
        }));
        all.add(new Question("adaptive_max_pool", d -> {
            int[] sizes = d.numbers(rank, 1, 4);
            d.real(planes(d, rank, 3, 7));
            return Case.of(
                            in -> in.get(0)
                                    .adaptiveMaxPool(
                                            Arrays.stream(sizes).asLongStream().toArray()),
                            "v")
                    .after("v, i, = torch.adaptive_max_pool" + rank + "d(x0, {})", sizes);
        }));
        all.add(new Question("adaptive_max_pool_with_indices", d -> {
            int[] sizes = d.numbers(rank, 1, 4);
            d.real(planes(d, rank, 3, 7));
            return new Case(
                            in -> {
                                MaxPooled pooled = in.get(0)
                                        .adaptiveMaxPoolWithIndices(
                                                Arrays.stream(sizes).asLongStream().toArray());
                                return List.of(pooled.values(), pooled.indices());
                            },
                            List.of(),
                            List.of("v", "i"))
                    .after("v, i, = torch.adaptive_max_pool" + rank + "d(x0, {})", sizes);
        }));
    }

    private void resized(int rank) {
        String axes = rank + "d";
        String linear = List.of("linear1d", "bilinear2d", "trilinear3d").get(rank - 1);
        resize(rank, Interpolation.NEAREST, "torch.upsample_nearest" + axes, false);
        resize(rank, Interpolation.NEAREST_EXACT, "torch._upsample_nearest_exact" + axes, false);
        resize(rank, Interpolation.LINEAR, "torch.upsample_" + linear, true);
        if (rank == 2) {
            resize(rank, Interpolation.CUBIC, "torch.upsample_bicubic2d", true);
        }
    }

    private void resize(int rank, Interpolation mode, String torch, boolean hasCorners) {
        all.add(new Question("interpolate", d -> {
            int[] sizes = d.numbers(rank, 1, 7);
            boolean corners = hasCorners && d.flag();
            d.real(planes(d, rank, 1, 5));
            return Case.of(
                    in -> in.get(0)
                            .interpolate(mode, corners, Arrays.stream(sizes).asLongStream().toArray()),
                    torch + "(x0, {}" + (hasCorners ? ", " + (corners ? "True" : "False") : "") + ")",
                    sizes);
        }));
        all.add(new Question("interpolate_by", d -> {
            // Factors of which both sides make the same positions.
            double[] factors = new double[rank];
            Arrays.setAll(factors, i -> d.between(1, 3) * 0.5);
            Shape shape = planes(d, rank, 2, 5);
            int[] sizes = new int[rank];
            Arrays.setAll(sizes, i -> (int) Math.floor(shape.size(2 + i) * factors[i]));
            boolean corners = hasCorners && d.flag();
            d.real(shape);
            List<String> scales = new ArrayList<>();
            Arrays.stream(factors).forEach(factor -> scales.add(Double.toString(factor)));
            return Case.of(
                    in -> in.get(0).interpolateBy(mode, corners, factors),
                    torch + "(x0, {}, " + (hasCorners ? (corners ? "True, " : "False, ") : "")
                            + String.join(", ", scales) + ")",
                    sizes);
        }));
    }

    private void powers() {
        for (int rank = 1; rank <= 2; rank++) {
            int axes = rank;
            all.add(new Question("lp_pool", d -> {
                int[] kernel = d.numbers(axes, 1, 3);
                int[] stride = d.numbers(axes, 1, 2);
                double p = d.between(1, 3);
                int n = Arrays.stream(kernel).reduce(1, (a, b) -> a * b);
                d.real(planes(d, axes, 4, 7), 0.2, 2);
                return Case.of(
                        in -> in.get(0).lpPool(p, kernel, stride, false),
                        "torch.pow(torch.mul(torch.avg_pool" + axes + "d(torch.pow(x0, {}), {}, {}), {}), {})",
                        p,
                        kernel,
                        stride,
                        n,
                        1 / p);
            }));
        }
    }

    private void unpooled() {
        all.add(new Question("max_unpool", d -> {
            d.real(planes(d, 2, 4, 6));
            int[] kernel = {2, 2};
            return Case.of(
                            in -> {
                                MaxPooled pooled =
                                        in.get(0).maxPoolWithIndices(kernel, kernel, new int[2], new int[] {1, 1}, false);
                                return pooled.values()
                                        .maxUnpool(
                                                pooled.indices(),
                                                in.get(0).size(2),
                                                in.get(0).size(3));
                            },
                            "torch.max_unpool2d(v, i, [{}, {}])",
                            d.inputs().get(0).shape().size(2),
                            d.inputs().get(0).shape().size(3))
                    .after("v, i, = torch.max_pool2d_with_indices(x0, [2, 2], [2, 2], [0, 0], [1, 1], False)");
        }));
    }

    private void blocks() {
        all.add(new Question("pixel_shuffle", d -> {
            int factor = d.between(1, 3);
            d.real(Shape.of(d.between(1, 2), (long) d.between(1, 2) * factor * factor, d.between(1, 3), d.between(1, 3)));
            return Case.of(in -> in.get(0).pixelShuffle(factor), "torch.pixel_shuffle(x0, {})", factor);
        }));
        all.add(new Question("pixel_unshuffle", d -> {
            int factor = d.between(1, 3);
            d.real(Shape.of(
                    d.between(1, 2), d.between(1, 2), (long) factor * d.between(1, 3), (long) factor * d.between(1, 3)));
            return Case.of(in -> in.get(0).pixelUnshuffle(factor), "torch.pixel_unshuffle(x0, {})", factor);
        }));
    }

    /** In the order of the numbers that PyTorch has for them. */
    static final List<GridSampling.Padding> PADDINGS =
            List.of(GridSampling.Padding.ZEROS, GridSampling.Padding.BORDER, GridSampling.Padding.REFLECTION);

    private void grid() {
        for (boolean nearest : new boolean[] {false, true}) {
            all.add(new Question("grid_sample", d -> {
                GridSampling.Padding padding = d.oneOf(GridSampling.Padding.values());
                boolean corners = d.flag();
                Shape shape = planes(d, 2, 3, 5);
                d.real(shape).real(Shape.of(shape.size(0), d.between(1, 4), d.between(1, 4), 2), -1.4, 1.4);
                return Case.of(
                        (List<Tensor> in) -> in.get(0).gridSample(in.get(1), nearest, padding, corners),
                        "torch.grid_sampler_2d(x0, x1, {}, {}, {})",
                        nearest ? 1 : 0,
                        PADDINGS.indexOf(padding),
                        corners);
            }));
        }
    }
}
