package org.clgrad.tests.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clgrad.autograd.GradientCheck;
import org.clgrad.autograd.GradientCheck.Differentiable;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorShapes;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.kit.DeviceCheck;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One row for each differentiable operation; each is checked on the host and on every OpenCL device and binding, but second
 * order, which takes most of the time, through one binding only, unless there is time for all.
 */
final class GradientTest {
    /** A function with points away from its kinks. */
    record Row(String name, Differentiable function, List<Point> points) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        pointwise(rows);
        shapes(rows);
        reductions(rows);
        layers(rows);
        rows.addAll(ArrangementRows.all());
        rows.addAll(AttentionRows.all());
        rows.addAll(ConvolutionRows.all());
        rows.addAll(LinearAlgebraRows.all());
        rows.addAll(RecurrentRows.all());
        LossRows.add(rows);
        NormalisationRows.add(rows);
        rows.addAll(PoolingRows.all());
        rows.addAll(IndexingRows.all());
        rows.addAll(RandomRows.all());
        rows.addAll(SortingRows.all());
        return rows;
    }

    private static void pointwise(List<Row> rows) {
        Point a = spread(3, 4);
        rows.addAll(PointwiseRows.all());
        rows.add(new Row("pow number", in -> in.get(0).pow(3), List.of(a)));
        rows.add(new Row(
                "numbers", in -> in.get(0).mul(0.7).add(2).sub(0.1).div(1.5).square(), List.of(a)));
        rows.add(new Row("relu6 on both sides", in -> in.get(0).mul(9).relu6().square(), List.of(a)));
        rows.add(new Row("hard_swish on both sides", in -> in.get(0).mul(5).hardSwish(), List.of(a)));
        rows.add(new Row("clamp", in -> in.get(0).clamp(-0.5, 0.9).square(), List.of(a)));
        rows.add(new Row("prelu of channels", in -> in.get(0).prelu(in.get(1)), List.of(spread(2, 3, 2), spread(3))));
        rows.add(new Row("glu", in -> in.get(0).glu(1), List.of(a)));
        rows.add(new Row(
                "where",
                in -> in.get(0)
                        .gt(in.get(1))
                        .where(in.get(0).square(), in.get(1).exp()),
                List.of(a, spreadFrom(7, 3, 4))));
    }

    private static void shapes(List<Row> rows) {
        Point a = spread(2, 3, 4);
        rows.add(new Row("reshape", in -> in.get(0).reshape(4, -1).square(), List.of(a)));
        rows.add(new Row(
                "reshape of a view",
                in -> in.get(0).transpose(0, 2).reshape(6, 4).square(),
                List.of(a)));
        rows.add(new Row("permute", in -> in.get(0).permute(2, 0, 1).square(), List.of(a)));
        rows.add(new Row("expand", in -> in.get(0).expand(Shape.of(2, 3, 4)).square(), List.of(spread(3, 1))));
        rows.add(new Row("narrow", in -> in.get(0).narrow(1, 1, 2).square(), List.of(a)));
        rows.add(new Row("slice", in -> in.get(0).slice(2, 1, -1, 2).square(), List.of(spread(2, 3, 7))));
        rows.add(new Row(
                "slice of a slice",
                in -> in.get(0).slice(1, 1, 9, 3).slice(2, 0, 9, 2).square(),
                List.of(spread(2, 5, 4))));
        rows.add(new Row(
                "pad",
                in -> in.get(0)
                        .pad(new long[] {0, 2, -1}, new long[] {1, 0, 3}, 0.5)
                        .square(),
                List.of(a)));
        rows.add(new Row("select", in -> in.get(0).select(-1, 3).square(), List.of(a)));
        rows.add(new Row("flatten", in -> in.get(0).flatten(1).square(), List.of(a)));
        rows.add(new Row("roll", in -> in.get(0).roll(1, 2).square(), List.of(a)));
        rows.add(new Row("tile", in -> in.get(0).tile(2, 3).square(), List.of(a)));
        rows.add(new Row("sum_to", in -> in.get(0).sumTo(Shape.of(3, 1)).square(), List.of(a)));
        rows.add(new Row("tril", in -> in.get(0).tril(-1).square(), List.of(a)));
        rows.add(new Row("triu", in -> in.get(0).triu(1).square(), List.of(a)));
        rows.add(new Row("split", in -> in.get(0).split(2, 1, 3).get(1).square(), List.of(a)));
        rows.add(new Row(
                "stack",
                in -> TensorShapes.stack(1, in.get(0), in.get(1)).square(),
                List.of(a, spreadFrom(7, 2, 3, 4))));
        rows.add(new Row("copy", in -> in.get(0).transpose(0, 1).copy().square(), List.of(a)));
        rows.add(new Row(
                "concat", in -> TensorShapes.concat(1, in.get(0), in.get(1)).square(), List.of(a, spread(2, 2, 4))));
    }

    private static void reductions(List<Row> rows) {
        Point a = spread(2, 3, 4);
        rows.add(new Row("sum", in -> in.get(0).sum().square(), List.of(a)));
        rows.add(new Row("sum over axes", in -> in.get(0).sum(false, 0, 2).square(), List.of(a)));
        rows.add(new Row("mean", in -> in.get(0).mean(true, 1).square(), List.of(a)));
        rows.add(new Row("max", in -> in.get(0).max(false, -1).square(), List.of(a)));
        rows.add(new Row("min", in -> in.get(0).min(false, 0, 1).square(), List.of(a)));
        rows.add(new Row("variance", in -> in.get(0).variance(1, false, 0, 2), List.of(a)));
        rows.add(new Row("deviation", in -> in.get(0).deviation(0, true, -1), List.of(a)));
        rows.add(new Row("norm", in -> in.get(0).norm(2, false, 1), List.of(a)));
        for (double p : new double[] {-2, 0.5, 1, 1.5, 3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            // Moved, so that no two have one magnitude, and squared, so that what is straight has a second gradient.
            rows.add(new Row(
                    "norm, p = " + p,
                    in -> in.get(0).add(0.03).norm(p, false, 1).square(),
                    List.of(a)));
        }
        rows.add(new Row("log_sum_exp", in -> in.get(0).logSumExp(false, 0, 2), List.of(a)));
    }

    private static void layers(List<Row> rows) {
        rows.add(new Row("matmul", in -> in.get(0).matmul(in.get(1)), List.of(spread(3, 4), spread(4, 2))));
        rows.add(new Row(
                "matmul in batches", in -> in.get(0).matmul(in.get(1)), List.of(spread(2, 1, 3, 4), spread(3, 4, 2))));
        rows.add(new Row("matmul of vectors", in -> in.get(0).matmul(in.get(1)), List.of(spread(4), spread(4))));
        rows.add(new Row(
                "linear",
                in -> in.get(0).linear(in.get(1), in.get(2)),
                List.of(spread(3, 4), spread(2, 4), spread(2))));
        // The biases keep every sum away from the kink at 0, on both sides of it.
        rows.add(new Row(
                "linear_relu",
                in -> in.get(0).linearRelu(in.get(1), in.get(2).mul(40)).square(),
                List.of(spread(2, 3, 4), spread(2, 4), spread(2))));
        rows.add(new Row(
                "linear of vectors",
                in -> in.get(0).linear(in.get(1), in.get(2).squeeze(0)),
                List.of(spread(4), spread(4), spread(1))));
        rows.add(new Row(
                "batch_norm",
                in -> in.get(0).batchNorm(in.get(1), in.get(2), 0.01, null).square(),
                List.of(spread(3, 2, 2, 3), spread(2), spread(2))));
        rows.add(new Row(
                "normalise",
                in -> in.get(0)
                        .normalise(in.get(1), in.get(2), in.get(3), in.get(4), 0.01)
                        .square(),
                List.of(spread(3, 2, 2), spread(2), positive(2), spread(2), spread(2))));
        rows.add(new Row("log_softmax", in -> in.get(0).logSoftmax(1), List.of(spread(3, 5, 2))));
        rows.add(new Row("softmax", in -> in.get(0).softmax(-1), List.of(spread(3, 5))));
        rows.add(new Row(
                "cross_entropy",
                in -> in.get(0).crossEntropy(Tensor.of(in.get(0).device(), DType.I64, Shape.of(3), 4, 0, 2)),
                List.of(spread(3, 5))));
    }

    /** Values of both signs, at least 0.07 from 0 and from one another, in a shuffled order. */
    static Point spread(long... sizes) {
        return spreadFrom(sizes.length, sizes);
    }

    static Point spreadFrom(int seed, long... sizes) {
        Shape shape = Shape.of(sizes);
        int n = Math.toIntExact(shape.elements());
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double step = 0.075 + 0.013 * (seed % 3);
            int pair = i / 2;
            values.add((i % 2 == 0 ? 1 : -1) * (step + step * pair) * (n > 60 ? 0.5 : 1));
        }
        Collections.shuffle(values, new Random(seed));
        return new Point(shape, values);
    }

    static Point positive(long... sizes) {
        Shape shape = Shape.of(sizes);
        SplittableRandom random = new SplittableRandom(5);
        return new Point(shape, random.doubles(shape.elements(), 0.4, 2).boxed().toList());
    }

    /** A device to check on; the host is none of those under test, but the reference must be right as well. */
    private record Place(Device device, Optional<TestDevice> tested) {
        @Override
        public String toString() {
            return tested.map(TestDevice::toString).orElse(device.name());
        }

        void agrees(Optional<String> disagreement) {
            assertThat(disagreement).isEmpty();
            assertThat(device.statistics().liveStorages()).as("live storages").isZero();
            tested.ifPresent(t -> TestRun.current().coverage().test("gradient checks", t));
        }
    }

    static Stream<Arguments> cases() {
        Device host = Devices.openHost();
        List<Place> places = new ArrayList<>(List.of(new Place(host, Optional.empty())));
        for (TestDevice tested : TestRun.current().devices()) {
            if (tested.device().capabilities().fp64()) {
                places.add(new Place(tested.device(), Optional.of(tested)));
            } else {
                TestRun.current().coverage().notRun("sets of gradient checks", tested, DeviceCheck.NO_FP64);
            }
        }
        return rows().stream().flatMap(row -> places.stream().map(place -> Arguments.of(row, place)));
    }

    static Stream<Arguments> casesOfSecondOrder() {
        String binding = TestRun.current().devices().get(0).info().binding();
        return cases().filter(arguments -> TestRun.ALL_PLATFORMS
                || ((Place) arguments.get()[1])
                        .tested()
                        .filter(tested -> !tested.info().binding().equals(binding))
                        .isEmpty());
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("cases")
    void gradientIsThatOfCentralDifferences(Row row, Place place) {
        place.agrees(GradientCheck.first(place.device(), row.function(), row.points()));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("casesOfSecondOrder")
    void gradientOfTheGradientIsThatOfCentralDifferences(Row row, Place place) {
        place.agrees(GradientCheck.second(place.device(), row.function(), row.points()));
    }
}
