package org.clgrad.tests.gradient;

import static org.clgrad.tests.gradient.GradientTest.spread;
import static org.clgrad.tests.gradient.GradientTest.spreadFrom;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.gradient.GradientTest.Row;

/** The rows of {@link GradientTest} for reading and writing at places: repeated ones, and some that are none. */
final class IndexingRows {
    private IndexingRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        readings(rows);
        writings(rows);
        return rows;
    }

    private static Tensor index(Tensor like, Shape shape, double... values) {
        return Tensor.of(like.device(), DType.I64, shape, values);
    }

    private static void readings(List<Row> rows) {
        Point a = spread(2, 3, 4);
        rows.add(new Row(
                "gather",
                in -> in.get(0)
                        .gather(1, index(in.get(0), Shape.of(2, 2, 3), 0, 2, 2, 1, 2, 0, 1, 1, 1, 0, 1, 2))
                        .square(),
                List.of(a)));
        rows.add(new Row(
                "take_along_dim",
                in -> in.get(0)
                        .takeAlongDim(index(in.get(0), Shape.of(1, 3, 2), 3, 3, 0, 2, 1, 0), 2)
                        .square(),
                List.of(a)));
        rows.add(new Row(
                "index_select", in -> in.get(0).indexSelect(1, 2, 0, 2, 2).square(), List.of(a)));
        rows.add(new Row(
                "take",
                in -> in.get(0)
                        .take(index(in.get(0), Shape.of(2, 2), 5, -1, 0, -1))
                        .square(),
                List.of(spread(2, 3))));
        rows.add(new Row(
                "index",
                in -> in.get(0)
                        .index(index(in.get(0), Shape.of(2, 1), 1, -1), index(in.get(0), Shape.of(3), 2, 0, 2))
                        .square(),
                List.of(a)));
        rows.add(new Row(
                "embedding",
                in -> index(in.get(0), Shape.of(2, 3), 4, 0, 4, 1, 1, 4)
                        .embedding(in.get(0))
                        .square(),
                List.of(spread(5, 3))));
    }

    private static void writings(List<Row> rows) {
        Point a = spread(2, 4);
        Point source = spreadFrom(7, 2, 5);
        Shape shape = Shape.of(2, 5);
        double[] places = {1, 3, 1, 0, 9, 2, 2, -1, 2, 0};
        rows.add(new Row(
                "scatter",
                in -> in.get(0)
                        .scatter(1, index(in.get(0), shape, places), in.get(1))
                        .square(),
                List.of(a, source)));
        rows.add(new Row(
                "scatter of a short index",
                in -> in.get(0)
                        .scatter(0, index(in.get(0), Shape.of(1, 3), 1, 1, 0), in.get(1))
                        .square(),
                List.of(a, source)));
        rows.add(new Row(
                "scatter_add",
                in -> in.get(0)
                        .scatterAdd(1, index(in.get(0), shape, places), in.get(1))
                        .square(),
                List.of(a, source)));
        rows.add(new Row(
                "index_add",
                in -> in.get(0)
                        .indexAdd(1, index(in.get(0), Shape.of(5), 1, 3, 1, 9, 1), in.get(1), 0.5)
                        .square(),
                List.of(a, source)));
        rows.add(new Row(
                "index_copy",
                in -> in.get(0)
                        .indexCopy(1, index(in.get(0), Shape.of(5), 1, 3, 1, 9, 0), in.get(1))
                        .square(),
                List.of(a, source)));
        rows.add(new Row(
                "index_fill",
                in -> in.get(0)
                        .indexFill(1, index(in.get(0), Shape.of(2), -1, 1), 0.3)
                        .square(),
                List.of(a)));
        for (boolean accumulate : new boolean[] {false, true}) {
            rows.add(new Row(
                    accumulate ? "index_put, accumulated" : "index_put",
                    in -> in.get(0)
                            .indexPut(
                                    List.of(
                                            index(in.get(0), Shape.of(4), 1, 0, 1, -1),
                                            index(in.get(0), Shape.of(4), 2, 1, 2, 0)),
                                    in.get(1),
                                    accumulate)
                            .square(),
                    List.of(a, spreadFrom(7, 4))));
        }
        rows.add(new Row(
                "put",
                in -> in.get(0)
                        .put(index(in.get(0), Shape.of(3), 7, 0, -1), in.get(1), false)
                        .square(),
                List.of(a, spreadFrom(7, 3))));
    }
}
