package org.clgrad.tests.gradient;

import static org.clgrad.tests.gradient.GradientTest.positive;
import static org.clgrad.tests.gradient.GradientTest.spread;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.Interpolation;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.routine.grid.GridSampling;
import org.clgrad.engine.routine.pool.PoolWindow;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.gradient.GradientTest.Row;

/** The rows of {@link GradientTest} for pooling, resizing and reading at places. */
final class PoolingRows {
    private PoolingRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        windows(rows);
        sizes(rows);
        places(rows);
        return rows;
    }

    private static PoolWindow window(boolean ceilMode, int[] kernel, int[] stride, int[] padding, int[] dilation) {
        return PoolWindow.sliding(kernel, stride, padding, dilation, ceilMode);
    }

    private static int[] of(int... numbers) {
        return numbers;
    }

    private static void windows(List<Row> rows) {
        PoolWindow overlapping = window(false, of(2, 3), of(2, 1), of(1, 1), of(1, 1));
        rows.add(new Row("max_pool", in -> in.get(0).maxPool(overlapping).square(), List.of(spread(2, 2, 5, 6))));
        PoolWindow dilated = window(true, of(3), of(2), of(1), of(2));
        rows.add(new Row(
                "max_pool_relu", in -> in.get(0).maxPoolRelu(overlapping).square(), List.of(spread(2, 2, 5, 6))));
        rows.add(new Row(
                "max_pool on one axis, dilated",
                in -> in.get(0).maxPoolWithIndices(dilated).values().square(),
                List.of(spread(2, 9))));
        PoolWindow deep = window(true, of(2, 1, 3), of(1, 2, 2), of(1, 0, 1), of(1, 1, 1));
        rows.add(new Row(
                "max_pool on three axes", in -> in.get(0).maxPool(deep).square(), List.of(spread(1, 2, 3, 3, 4))));
        PoolWindow ceil = window(true, of(3, 2), of(2, 1), of(1, 1), of(1, 1));
        rows.add(new Row("avg_pool", in -> in.get(0).avgPool(ceil, false, 0).square(), List.of(spread(2, 2, 4, 5))));
        rows.add(new Row(
                "avg_pool on three axes",
                in -> in.get(0).avgPool(deep, true, 0).square(),
                List.of(spread(1, 2, 3, 3, 4))));
        rows.add(new Row(
                "avg_pool by a number",
                in -> in.get(0).avgPool(of(2), of(2), of(0), false, true, 3).square(),
                List.of(spread(1, 2, 7))));
        rows.add(new Row(
                "adaptive_avg_pool", in -> in.get(0).adaptiveAvgPool(2, 3).square(), List.of(spread(1, 2, 5, 4))));
        rows.add(new Row(
                "adaptive_avg_pool to one",
                in -> in.get(0).adaptiveAvgPool(1, 1, 1).square(),
                List.of(spread(1, 2, 2, 3, 2))));
        rows.add(new Row(
                "adaptive_max_pool", in -> in.get(0).adaptiveMaxPool(3, 4).square(), List.of(spread(1, 2, 5, 6))));
    }

    private static void sizes(List<Row> rows) {
        Point plane = spread(1, 2, 4, 3);
        for (Interpolation mode : Interpolation.values()) {
            rows.add(new Row(
                    "interpolate, " + mode,
                    in -> in.get(0).interpolate(mode, false, 3, 7).square(),
                    List.of(plane)));
        }
        rows.add(new Row(
                "interpolate with corners",
                in -> in.get(0).interpolate(Interpolation.CUBIC, true, 5, 2).square(),
                List.of(plane)));
        rows.add(new Row(
                "interpolate by factors",
                in -> in.get(0)
                        .interpolateBy(Interpolation.LINEAR, false, 1.5, 0.7, 2)
                        .square(),
                List.of(spread(1, 2, 3, 2))));
    }

    private static void places(List<Row> rows) {
        rows.add(new Row(
                "max_unpool",
                in -> {
                    Tensor indices = Tensor.of(in.get(0).device(), DType.I64, Shape.of(1, 2, 3), 3, 0, 3, 4, 9, 1);
                    return in.get(0).maxUnpool(indices, 5).square();
                },
                List.of(spread(1, 2, 3))));
        rows.add(new Row(
                "lp_pool", in -> in.get(0).lpPool(2, of(2, 2), of(2, 1), true).square(), List.of(spread(1, 2, 3, 4))));
        rows.add(
                new Row("lp_pool of power 3", in -> in.get(0).lpPool(3, of(2), of(1), false), List.of(positive(2, 5))));
        rows.add(new Row("pixel_shuffle", in -> in.get(0).pixelShuffle(2).square(), List.of(spread(1, 8, 2, 3))));
        rows.add(new Row("pixel_unshuffle", in -> in.get(0).pixelUnshuffle(2).square(), List.of(spread(2, 1, 4, 6))));
        Point plane = spread(2, 2, 3, 4);
        // Away from the elements themselves, where weights have kinks, inside and outside of the plane.
        List<Double> near = List.of(-0.71, 0.33, 0.12, -0.44, 0.83, 0.57, -0.21, -0.9, 0.4, 0.1, -0.55, 0.75);
        List<Double> far = List.of(-1.21, 0.33, 0.12, -1.44, 1.13, 0.57, -0.21, 1.3, 1.6, 0.1, -0.55, 2.45);
        for (GridSampling.Padding padding : GridSampling.Padding.values()) {
            for (boolean corners : new boolean[] {false, true}) {
                rows.add(new Row(
                        "grid_sample, " + padding + (corners ? ", corners aligned" : ""),
                        in -> in.get(0)
                                .gridSample(in.get(1), false, padding, corners)
                                .square(),
                        List.of(plane, new Point(Shape.of(2, 1, 3, 2), corners ? far : near))));
            }
        }
        for (GridSampling.Padding padding : GridSampling.Padding.values()) {
            rows.add(new Row(
                    "grid_sample, cubic, " + padding,
                    in -> in.get(0)
                            .gridSample(
                                    in.get(1), GridSampling.Mode.CUBIC, padding, padding != GridSampling.Padding.ZEROS)
                            .square(),
                    List.of(plane, new Point(Shape.of(2, 1, 3, 2), far))));
            rows.add(new Row(
                    "grid_sample of volumes, " + padding,
                    in -> in.get(0)
                            .gridSample(in.get(1), GridSampling.Mode.LINEAR, padding, false)
                            .square(),
                    List.of(spread(1, 2, 3, 2, 3), new Point(Shape.of(1, 2, 2, 1, 3), far))));
        }
        rows.add(new Row("affine_grid", in -> in.get(0).affineGrid(false, 2, 3).square(), List.of(spread(2, 2, 3))));
        rows.add(new Row(
                "grid_sample of the nearest",
                in -> in.get(0)
                        .gridSample(in.get(1), true, GridSampling.Padding.BORDER, false)
                        .square(),
                List.of(plane, new Point(Shape.of(2, 1, 3, 2), near))));
    }
}
