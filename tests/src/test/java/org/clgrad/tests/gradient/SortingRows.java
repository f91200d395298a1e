package org.clgrad.tests.gradient;

import static org.clgrad.tests.gradient.GradientTest.spread;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.gradient.GradientTest.Row;

/** The rows of {@link GradientTest} for scans, products, and what puts elements in order. */
final class SortingRows {
    private SortingRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        scans(rows);
        orders(rows);
        return rows;
    }

    private static void scans(List<Row> rows) {
        Point a = spread(2, 4, 3);
        Point zeros = new Point(Shape.of(3, 4), List.of(0.5, 0.0, -1.5, 2.0, 0.0, 0.0, 0.7, 1.1, 0.3, -0.8, 1.2, 0.0));
        rows.add(new Row("cumsum", in -> in.get(0).cumsum(1).square(), List.of(a)));
        rows.add(new Row("cumsum of the last axis", in -> in.get(0).cumsum(-1).square(), List.of(a)));
        rows.add(new Row("cumprod", in -> in.get(0).cumprod(1), List.of(a)));
        rows.add(new Row("cumprod with zeros", in -> in.get(0).cumprod(1).exp(), List.of(zeros)));
        rows.add(new Row("cummax", in -> in.get(0).cummax(1).values().square(), List.of(a)));
        rows.add(new Row("cummin", in -> in.get(0).cummin(0).values().square(), List.of(a)));
        rows.add(new Row("prod", in -> in.get(0).prod().square(), List.of(spread(5))));
        rows.add(new Row("prod over axes", in -> in.get(0).prod(false, 0, 2), List.of(spread(2, 4, 2))));
        rows.add(new Row("prod with zeros", in -> in.get(0).prod(true, 1).exp(), List.of(zeros)));
    }

    private static void orders(List<Row> rows) {
        Point a = spread(2, 5, 3);
        rows.add(new Row("sort", in -> in.get(0).sort(1, false).values().square(), List.of(a)));
        rows.add(new Row(
                "sort, descending", in -> in.get(0).sort(-1, true).values().square(), List.of(a)));
        rows.add(new Row("topk", in -> in.get(0).topk(2, 1, true).values().square(), List.of(a)));
        rows.add(new Row(
                "masked_select",
                in -> in.get(0)
                        .maskedSelect(in.get(0).gt(Tensors.zerosLike(in.get(0))))
                        .square(),
                List.of(a)));
        rows.add(new Row(
                "masked_select of what is broadcast",
                in -> in.get(0)
                        .maskedSelect(in.get(1).gt(Tensors.zerosLike(in.get(1))))
                        .square(),
                List.of(spread(4), spread(3, 1))));
    }
}
