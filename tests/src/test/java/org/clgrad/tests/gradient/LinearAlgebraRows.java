package org.clgrad.tests.gradient;

import static org.clgrad.tests.gradient.GradientTest.spread;
import static org.clgrad.tests.gradient.GradientTest.spreadFrom;

import java.util.List;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorLinearAlgebra;
import org.clgrad.tests.gradient.GradientTest.Row;

/** Products of vectors, matrices and tensors. */
final class LinearAlgebraRows {
    private LinearAlgebraRows() {}

    static List<Row> all() {
        return List.of(
                new Row("dot", in -> in.get(0).dot(in.get(1)), List.of(spread(4), spreadFrom(7, 4))),
                new Row("outer", in -> in.get(0).outer(in.get(1)), List.of(spread(3), spread(2))),
                new Row("mv", in -> in.get(0).mv(in.get(1)), List.of(spread(3, 2), spread(2))),
                new Row(
                        "bmm of views",
                        in -> in.get(0).transpose(0, 2).bmm(in.get(1).t()),
                        List.of(spread(2, 3, 2), spread(2, 2, 2))),
                new Row("linear to one", in -> in.get(0).linear(in.get(1), null), List.of(spread(3, 2), spread(2))),
                new Row(
                        "bilinear",
                        in -> in.get(0).bilinear(in.get(1), in.get(2), in.get(3)),
                        List.of(spread(2, 3), spread(2, 2), spread(2, 3, 2), spread(2))),
                new Row("diagonal", in -> in.get(0).diagonal(-1, 2, 0).square(), List.of(spread(3, 2, 4))),
                einsum("bij,bjk->bki", spread(2, 2, 3), spreadFrom(7, 2, 3, 2)),
                einsum("iij,j->i", spread(3, 3, 2), spread(2)),
                einsum("...ij,k...j->i...", spread(2, 3, 2), spread(2, 2, 2)),
                einsum("i,ij,jk,k", spread(2), spread(2, 3), spreadFrom(7, 3, 2), spreadFrom(8, 2)),
                einsum("ab,b->ba", spread(3, 2), spread(2)));
    }

    private static Row einsum(String equation, Point... points) {
        return new Row(
                "einsum " + equation,
                in -> TensorLinearAlgebra.einsum(equation, in.toArray(new Tensor[0])),
                List.of(points));
    }
}
