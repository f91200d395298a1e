package org.clgrad.tests.gradient;

import static org.clgrad.tests.gradient.GradientTest.spread;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.PaddingMode;
import org.clgrad.autograd.TensorArrangements;
import org.clgrad.tests.gradient.GradientTest.Row;

/** The rows of {@link GradientTest} for elements turned round, repeated and put around one another. */
final class ArrangementRows {
    private ArrangementRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        Point a = spread(2, 3, 4);
        for (PaddingMode mode : PaddingMode.values()) {
            rows.add(new Row(
                    "pad, " + mode,
                    in -> in.get(0)
                            .pad(new long[] {0, 2, -1}, new long[] {1, 0, 2}, mode)
                            .square(),
                    List.of(spread(2, 3, 5))));
            rows.add(new Row(
                    "pad of the first axis and the fifth, " + mode,
                    in -> in.get(0)
                            .pad(new long[] {0, 0, 0, 0, 1}, new long[] {2, 0, 0, 0, 0}, mode)
                            .square(),
                    List.of(spread(3, 1, 2, 1, 2))));
        }
        rows.add(new Row("view", in -> in.get(0).view(6, -1).square(), List.of(a)));
        rows.add(new Row(
                "numbers before and behind",
                in -> in.get(0).subFrom(2).divInto(3).powOf(1.5),
                List.of(a)));
        rows.add(new Row(
                "bounds",
                in -> in.get(0)
                        .clampMin(-0.5)
                        .clampMax(0.9)
                        .maximum(-0.25)
                        .minimum(0.8)
                        .square(),
                List.of(a)));
        rows.add(new Row(
                "clamp between tensors",
                in -> in.get(0).clamp(in.get(1), in.get(1).add(0.61)).square(),
                List.of(a, GradientTest.spreadFrom(7, 2, 3, 4))));
        rows.add(new Row(
                "lerp by a number",
                in -> in.get(0).lerp(in.get(1).square(), 0.3).square(),
                List.of(a, spread(3, 4))));
        rows.add(new Row("flip", in -> in.get(0).flip(0, 2).square().mul(in.get(0)), List.of(a)));
        rows.add(new Row("slice backwards", in -> in.get(0).slice(2, -1, -8, -2).square(), List.of(spread(2, 3, 7))));
        rows.add(new Row("rot90", in -> in.get(0).rot90(1, 0, 2).square(), List.of(a)));
        rows.add(new Row("repeat", in -> in.get(0).repeat(2, 1, 3, 1).square(), List.of(a)));
        rows.add(new Row(
                "repeat_interleave", in -> in.get(0).repeatInterleave(1, 3).square(), List.of(a)));
        rows.add(new Row(
                "meshgrid",
                in -> {
                    var grids = TensorArrangements.meshgrid(in.get(0), in.get(1));
                    return grids[0].mul(grids[1]).square();
                },
                List.of(spread(3), spread(4))));
        return rows;
    }
}
