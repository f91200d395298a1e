package org.clgrad.tests.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.oracle.Question.Case;

/** Products, softmax, convolutions and normalisation. */
final class LayerQuestions {
    private static final double EPSILON = 0.01;

    private final List<Question> all = new ArrayList<>();

    private LayerQuestions() {}

    static List<Question> all() {
        LayerQuestions questions = new LayerQuestions();
        questions.products();
        questions.softmax();
        for (int rank = 1; rank <= 3; rank++) {
            questions.convolution(rank);
            questions.transposed(rank);
        }
        questions.convolutionRelu();
        questions.windows();
        questions.channels();
        questions.groups();
        return questions.all;
    }

    private void products() {
        all.add(new Question("matmul", d -> {
            long k = d.between(1, 9);
            long m = d.between(1, 9);
            long n = d.between(1, 9);
            Shape batch = d.shape(0, 2);
            Shape a = d.flag() ? join(batch, m, k) : Shape.of(k);
            Shape b = d.flag() ? join(d.broadcast(batch), k, n) : Shape.of(k);
            d.real(a).real(b);
            return Case.of(in -> in.get(0).matmul(in.get(1)), "torch.matmul(x0, x1)");
        }));
        all.add(new Question("linear", d -> {
            long in = d.between(1, 9);
            long out = d.between(1, 9);
            boolean bias = d.flag();
            d.real(join(d.shape(1, 2), in)).real(Shape.of(out, in)).real(Shape.of(out));
            return Case.of(
                    x -> x.get(0).linear(x.get(1), bias ? x.get(2) : null),
                    bias ? "torch.linear(x0, x1, x2)" : "torch.linear(x0, x1)");
        }));
        all.add(new Question("linear_relu", d -> {
            long in = d.between(1, 9);
            long out = d.between(1, 9);
            d.real(join(d.shape(1, 2), in)).real(Shape.of(out, in)).real(Shape.of(out));
            return Case.of(
                    x -> x.get(0).linearRelu(x.get(1), x.get(2)), "torch.relu(torch.linear(x0, x1, x2))");
        }));
    }

    private static Shape join(Shape lead, long... sizes) {
        return Shape.of(LongStream.concat(Arrays.stream(lead.toArray()), Arrays.stream(sizes))
                .toArray());
    }

    private void softmax() {
        for (boolean log : new boolean[] {true, false}) {
            all.add(new Question(log ? "log_softmax" : "softmax", d -> {
                Shape shape = d.shape(1, 4);
                int axis = d.axis(shape);
                d.real(shape);
                return Case.of(
                        in -> log ? in.get(0).logSoftmax(axis) : in.get(0).softmax(axis),
                        log ? "torch.log_softmax(x0, {})" : "torch.softmax(x0, {})",
                        axis);
            }));
        }
    }

    private static Tensor convolved(int rank, List<Tensor> in, int[] stride, int[] padding, int[] dilation, int groups) {
        return switch (rank) {
            case 1 -> in.get(0).conv1d(in.get(1), in.get(2), stride, padding, dilation, groups);
            case 2 -> in.get(0).conv2d(in.get(1), in.get(2), stride, padding, dilation, groups);
            default -> in.get(0).conv3d(in.get(1), in.get(2), stride, padding, dilation, groups);
        };
    }

    private void convolution(int rank) {
        all.add(new Question("conv" + rank + "d", d -> {
            int groups = d.between(1, 3);
            int[] taps = d.numbers(rank, 1, 3);
            int[] stride = d.numbers(rank, 1, 2);
            int[] padding = d.numbers(rank, 0, 2);
            int[] dilation = d.numbers(rank, 1, 2);
            long out = (long) groups * d.between(1, 3);
            long per = d.between(1, 3);
            d.real(join(Shape.of(d.between(1, 2), groups * per), wide(d.numbers(rank, 5, 8))))
                    .real(join(Shape.of(out, per), wide(taps)))
                    .real(Shape.of(out));
            return Case.of(
                    in -> convolved(rank, in, stride, padding, dilation, groups),
                    "torch.conv" + rank + "d(x0, x1, x2, {}, {}, {}, {})",
                    stride,
                    padding,
                    dilation,
                    groups);
        }));
    }

    private void convolutionRelu() {
        all.add(new Question("convolution_relu", d -> {
            int groups = d.between(1, 3);
            int[] padding = d.numbers(2, 0, 2);
            int[] one = {1, 1};
            long out = (long) groups * d.between(1, 3);
            long per = d.between(1, 3);
            int[] size = d.numbers(2, 5, 8);
            int images = d.between(1, 2);
            d.real(join(Shape.of(images, groups * per), wide(size)))
                    .real(Shape.of(out, per, 3, 3))
                    .real(Shape.of(out))
                    .real(Shape.of(images, out, size[0] + 2L * padding[0] - 2, size[1] + 2L * padding[1] - 2));
            return Case.of(
                    in -> in.get(0)
                            .convolutionRelu(in.get(1), in.get(2), one, padding, one, groups, in.get(3)),
                    "torch.relu(torch.conv2d(x0, x1, x2, {}, {}, {}, {}) + x3)",
                    one,
                    padding,
                    one,
                    groups);
        }));
    }

    private static long[] wide(int... numbers) {
        return Arrays.stream(numbers).asLongStream().toArray();
    }

    private static Tensor transposed(
            int rank, List<Tensor> in, int[] stride, int[] padding, int[] more, int groups, int[] dilation) {
        return switch (rank) {
            case 1 -> in.get(0).convTranspose1d(in.get(1), in.get(2), stride, padding, more, groups, dilation);
            case 2 -> in.get(0).convTranspose2d(in.get(1), in.get(2), stride, padding, more, groups, dilation);
            default -> in.get(0).convTranspose3d(in.get(1), in.get(2), stride, padding, more, groups, dilation);
        };
    }

    private void transposed(int rank) {
        all.add(new Question("conv_transpose" + rank + "d", d -> {
            int groups = d.between(1, 2);
            int[] taps = d.numbers(rank, 2, 3);
            int[] stride = d.numbers(rank, 1, 2);
            int[] padding = d.numbers(rank, 0, 1);
            int[] dilation = d.numbers(rank, 1, 2);
            int[] more = Arrays.stream(stride).map(s -> s - 1).toArray();
            long per = d.between(1, 2);
            long out = (long) groups * d.between(1, 2);
            d.real(join(Shape.of(d.between(1, 2), groups * per), wide(d.numbers(rank, 3, 5))))
                    .real(join(Shape.of(groups * per, out / groups), wide(taps)))
                    .real(Shape.of(out));
            return Case.of(
                    in -> transposed(rank, in, stride, padding, more, groups, dilation),
                    "torch.conv_transpose" + rank + "d(x0, x1, x2, {}, {}, {}, {}, {})",
                    stride,
                    padding,
                    more,
                    groups,
                    dilation);
        }));
    }

    private void windows() {
        all.add(new Question("unfold", d -> {
            int[] kernel = d.numbers(2, 1, 3);
            int[] dilation = d.numbers(2, 1, 2);
            int[] padding = d.numbers(2, 0, 1);
            int[] stride = d.numbers(2, 1, 2);
            d.real(Shape.of(d.between(1, 2), d.between(1, 3), d.between(5, 7), d.between(5, 7)));
            return Case.of(
                    in -> in.get(0).unfold(kernel, dilation, padding, stride),
                    "torch.im2col(x0, {}, {}, {}, {})",
                    kernel,
                    dilation,
                    padding,
                    stride);
        }));
        all.add(new Question("fold", d -> {
            int[] kernel = d.numbers(2, 1, 3);
            int[] dilation = d.numbers(2, 1, 2);
            int[] padding = d.numbers(2, 0, 1);
            int[] stride = d.numbers(2, 1, 2);
            int[] size = d.numbers(2, 5, 7);
            long places = 1;
            for (int i = 0; i < 2; i++) {
                places *= (size[i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) / stride[i] + 1;
            }
            d.real(Shape.of(d.between(1, 2), (long) d.between(1, 3) * kernel[0] * kernel[1], places));
            return Case.of(
                    in -> in.get(0).fold(size, kernel, dilation, padding, stride),
                    "torch.col2im(x0, {}, {}, {}, {}, {})",
                    size,
                    kernel,
                    dilation,
                    padding,
                    stride);
        }));
    }

    private static Shape channels(Draw d, int least) {
        return join(Shape.of(d.between(2, 4), d.between(1, 5)), wide(d.numbers(d.between(least, 3), 2, 4)));
    }

    private void channels() {
        all.add(new Question("batch_norm", d -> {
            Shape shape = channels(d, 0);
            Shape c = Shape.of(shape.size(1));
            d.real(shape).real(c).real(c);
            return Case.of(
                    in -> in.get(0).batchNorm(in.get(1), in.get(2), EPSILON, null),
                    "torch.batch_norm(x0, x1, x2, None, None, True, 0.1, {}, False)",
                    EPSILON);
        }));
        all.add(new Question("normalise", d -> {
            Shape shape = channels(d, 0);
            Shape c = Shape.of(shape.size(1));
            d.real(shape).constant(c, -1, 1).constant(c, 0.5, 2).real(c).real(c);
            return Case.of(
                    in -> in.get(0).normalise(in.get(1), in.get(2), in.get(3), in.get(4), EPSILON),
                    "torch.batch_norm(x0, x3, x4, x1, x2, False, 0.1, {}, False)",
                    EPSILON);
        }));
        all.add(new Question("batch_norm_relu", d -> {
            Shape shape = channels(d, 0);
            Shape c = Shape.of(shape.size(1));
            d.real(shape).real(c).real(c).real(shape);
            return Case.of(
                    in -> in.get(0).batchNormRelu(in.get(1), in.get(2), EPSILON, null, in.get(3)),
                    "torch.relu(torch.add(torch.batch_norm(x0, x1, x2, None, None, True, 0.1, {}, False), x3))",
                    EPSILON);
        }));
        all.add(new Question("normalise_relu", d -> {
            Shape shape = channels(d, 0);
            Shape c = Shape.of(shape.size(1));
            d.real(shape).constant(c, -1, 1).constant(c, 0.5, 2).real(c).real(c).real(shape);
            return Case.of(
                    in -> in.get(0)
                            .normaliseRelu(in.get(1), in.get(2), in.get(3), in.get(4), EPSILON, in.get(5)),
                    "torch.relu(torch.add(torch.batch_norm(x0, x3, x4, x1, x2, False, 0.1, {}, False), x5))",
                    EPSILON);
        }));
        all.add(new Question("instance_norm", d -> {
            Shape shape = channels(d, 1);
            Shape c = Shape.of(shape.size(1));
            d.real(shape).real(c).real(c);
            return Case.of(
                    in -> in.get(0).instanceNorm(in.get(1), in.get(2), EPSILON, null),
                    "torch.instance_norm(x0, x1, x2, None, None, True, 0.1, {}, False)",
                    EPSILON);
        }));
        all.add(new Question("local_response_norm", d -> {
            int size = d.between(1, 4);
            d.real(Shape.of(2, d.between(4, 7), d.between(1, 4), d.between(1, 4)));
            return Case.of(
                            in -> in.get(0).localResponseNorm(size, 0.3, 0.75, 1.5),
                            "torch.div(x0, torch.pow(torch.add(torch.mul(m, 0.3), 1.5), 0.75))")
                    .after("p = torch.constant_pad_nd(torch.unsqueeze(torch.mul(x0, x0), 1), [0, 0, 0, 0, {}, {}])",
                            size / 2, (size - 1) / 2)
                    .after("m = torch.squeeze(torch.avg_pool3d(p, [{}, 1, 1], [1, 1, 1]), 1)", size);
        }));
    }

    private void groups() {
        all.add(new Question("group_norm", d -> {
            int groups = d.between(1, 3);
            Shape shape =
                    join(Shape.of(d.between(1, 3), (long) groups * d.between(1, 3)), wide(d.numbers(d.between(1, 3), 2, 4)));
            Shape c = Shape.of(shape.size(1));
            d.real(shape).real(c).real(c);
            return Case.of(
                    in -> in.get(0).groupNorm(groups, in.get(1), in.get(2), EPSILON),
                    "torch.group_norm(x0, {}, x1, x2, {}, False)",
                    groups,
                    EPSILON);
        }));
        all.add(new Question("layer_norm", d -> {
            Shape over = Shape.of(LongStream.generate(() -> d.between(2, 5)).limit(d.between(1, 2)).toArray());
            d.real(join(d.shape(1, 2), over.toArray())).real(over).real(over);
            return Case.of(
                    in -> in.get(0).layerNorm(over, in.get(1), in.get(2), EPSILON),
                    "torch.layer_norm(x0, {}, x1, x2, {}, False)",
                    over,
                    EPSILON);
        }));
        all.add(new Question("rms_norm", d -> {
            Shape over = Shape.of(LongStream.generate(() -> d.between(2, 5)).limit(d.between(1, 2)).toArray());
            d.real(join(d.shape(1, 2), over.toArray())).real(over);
            return Case.of(
                    in -> in.get(0).rmsNorm(over, in.get(1), EPSILON),
                    "torch.rms_norm(x0, {}, x1, {})",
                    over,
                    EPSILON);
        }));
    }
}
