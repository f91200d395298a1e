package org.clgrad.tests.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.PointwiseOp;
import org.clgrad.engine.tensor.Shape;

/**
 * Every pointwise operation of the table that has real values, and those with parameters, at points of their domains: random,
 * so away from kinks, and away from 0, where some have poles, and from the domains' ends, where some gradients grow beyond
 * what differences can tell.
 */
final class PointwiseRows {
    private static final double MARGIN = 0.1;

    private PointwiseRows() {}

    static List<GradientTest.Row> all() {
        List<GradientTest.Row> rows = new ArrayList<>();
        Arrays.stream(PointwiseOp.values())
                .filter(op -> op.formula().takesReals() && !(op.formula() instanceof Expr.Compare))
                .forEach(op -> rows.add(row(Pointwise.of(op), op.domains())));
        for (Pointwise parametrised : List.of(
                Pointwise.leakyRelu(0.1),
                Pointwise.prelu(),
                Pointwise.elu(1.5),
                Pointwise.celu(1.5),
                Pointwise.softplus(2, 3),
                Pointwise.hardtanh(-0.7, 0.9),
                Pointwise.threshold(0.3, 20),
                Pointwise.maskedFill(0.5),
                Pointwise.nanToNum(0, 1, -1))) {
            rows.add(row(parametrised, List.of(Domain.standard(), Domain.standard())));
        }
        return rows;
    }

    /** Squared, so that what has a derivative of 0 or 1 has a second one that is checked. */
    private static GradientTest.Row row(Pointwise routine, List<Domain> domains) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < routine.arity(); i++) {
            points.add(point(i, domains.get(i)));
        }
        return new GradientTest.Row(
                routine.name(),
                in -> in.get(0)
                        .apply(routine, in.subList(1, in.size()).toArray(new Tensor[0]))
                        .square(),
                points);
    }

    private static Point point(int input, Domain domain) {
        // A condition is not differentiated by, but 0 would be a kink.
        Domain.Uniform range = domain instanceof Domain.Uniform uniform ? uniform : new Domain.Uniform(0, 1);
        double margin = MARGIN * (range.high() - range.low());
        SplittableRandom random = new SplittableRandom(17 + input);
        Shape shape = Shape.of(input % 2 == 0 ? new long[] {3, 4} : new long[] {4});
        return new Point(
                shape,
                random.doubles(shape.elements(), range.low() + margin, range.high() - margin)
                        .map(value -> value + Math.copySign(margin / 2, value))
                        .boxed()
                        .toList());
    }
}
