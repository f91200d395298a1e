package org.clgrad.tests.gradient;

import static org.clgrad.tests.gradient.GradientTest.spread;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.Interpolation;
import org.clgrad.engine.routine.pool.PoolWindow;
import org.clgrad.tests.gradient.GradientTest.Row;

/** The rows of {@link GradientTest} for pooling and resizing. */
final class PoolingRows {
    private PoolingRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        windows(rows);
        sizes(rows);
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
}
