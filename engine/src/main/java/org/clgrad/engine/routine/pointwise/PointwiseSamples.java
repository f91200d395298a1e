package org.clgrad.engine.routine.pointwise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** What pointwise operations are tried on: every row of the table, and formulas without a row. */
final class PointwiseSamples {
    /** An operation with the values it takes and its error. */
    private record Trial(Pointwise routine, List<Domain> domains, Tolerance tolerance, Predicate<DType> types) {
        List<Domain> domains(DType dtype) {
            boolean isPower = routine.formula().equals(PointwiseOp.POW.formula());
            return isPower && !dtype.isFloat() ? INTEGER_POWERS : domains;
        }

        boolean takesSpecial() {
            return !FINITE_ONLY.contains(routine.formula());
        }

        @Override
        public String toString() {
            return routine.name();
        }
    }

    /**
     * Not tried on special values: sin, cos and tan of a float vector in PoCL 3.1 lose digits in all lanes where one lane
     * is as large as the largest float, and acosh of 1 is NaN beside some. In lerp the difference of the two ends may overflow, where the mean of them does not.
     */
    private static final Set<Expr> FINITE_ONLY = Set.of(
            PointwiseOp.SIN.formula(),
            PointwiseOp.COS.formula(),
            PointwiseOp.TAN.formula(),
            PointwiseOp.ACOSH.formula(),
            PointwiseOp.LERP.formula());

    /** What powers of integers are tried on: 0 and ±1 too, and negative exponents, odd and even. */
    private static final List<Domain> INTEGER_POWERS = List.of(new Domain.Uniform(-3, 4), new Domain.Uniform(-6, 8));

    /** Shapes of the inputs 0, 2, … and 1, 3, …; they broadcast to one another. */
    private record Shapes(Shape even, Shape odd) {
        @Override
        public String toString() {
            return even + " with " + odd;
        }
    }

    private PointwiseSamples() {}

    static SampleSpace space() {
        return SampleSpace.of("pointwise")
                .values("operation", trials().toArray())
                .values("dtype", (Object[]) DType.values())
                .values(
                        "shapes",
                        same(Shape.of(1)),
                        same(Shape.scalar()),
                        same(Shape.of(0, 3)),
                        same(Shape.of(3)),
                        same(Shape.of(12)),
                        same(Shape.of(15)),
                        same(Shape.of(17)),
                        same(Shape.of(3, 257)),
                        new Shapes(Shape.of(40, 17), Shape.of(17)),
                        new Shapes(Shape.of(33), Shape.scalar()),
                        new Shapes(Shape.of(3, 1), Shape.of(37)),
                        new Shapes(Shape.of(2, 3, 5, 7), Shape.of(3, 1, 1)),
                        new Shapes(Shape.of(2, 1, 3, 1, 2, 1, 2, 2), Shape.of(1, 3, 1, 2, 1, 2, 1, 2)))
                .flag("special")
                .where(choice ->
                        choice.value("operation", Trial.class).types().test(choice.value("dtype", DType.class)))
                .where(choice -> !choice.flag("special")
                        || choice.value("operation", Trial.class).takesSpecial())
                .refuses(
                        "shapes that do not broadcast",
                        Pointwise.of(PointwiseOp.ADD),
                        List.of(TensorSpec.of(DType.F32, 3, 4), TensorSpec.of(DType.F32, 3)),
                        "add: axis -1 of shape [3,4] needs")
                .refuses(
                        "different element types",
                        Pointwise.of(PointwiseOp.MUL),
                        List.of(TensorSpec.of(DType.F32, 3), TensorSpec.of(DType.I64, 3)),
                        "mul: input 1 needs element type F32 like the others, got I64")
                .refuses(
                        "a function of integers",
                        Pointwise.of(PointwiseOp.EXP),
                        List.of(TensorSpec.of(DType.I32, 3)),
                        "exp: input 0 needs a floating-point type")
                .refuses(
                        "too few inputs",
                        Pointwise.of(PointwiseOp.WHERE),
                        List.of(TensorSpec.of(DType.BOOL, 3)),
                        "where: the list of inputs needs 3 tensors, got 1")
                .sample(PointwiseSamples::sample);
    }

    private static Shapes same(Shape shape) {
        return new Shapes(shape, shape);
    }

    private static Sample sample(SampleSpace.Choice choice) {
        Trial trial = choice.value("operation", Trial.class);
        Shapes shapes = choice.value("shapes", Shapes.class);
        DType dtype = choice.value("dtype", DType.class);
        List<TensorSpec> inputs = new ArrayList<>();
        List<Domain> domains = new ArrayList<>();
        for (int i = 0; i < trial.routine().arity(); i++) {
            Domain domain = trial.domains(dtype).get(i);
            boolean truth = domain instanceof Domain.Integers;
            inputs.add(TensorSpec.of(truth ? DType.BOOL : dtype, i % 2 == 0 ? shapes.even() : shapes.odd()));
            domains.add(choice.flag("special") && !truth ? new Domain.Special() : domain);
        }
        return new Sample(trial.routine(), inputs, domains, trial.tolerance());
    }

    private static List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (PointwiseOp op : PointwiseOp.values()) {
            trials.add(new Trial(Pointwise.of(op), op.domains(), tolerance(op), op::takes));
        }
        trials.add(exact(Pointwise.clamp(-1, 1)));
        trials.add(exact(Pointwise.hardtanh(-1, 0.5)));
        trials.add(exact(Pointwise.threshold(0.5, 20)));
        // At the threshold itself, which no type holds exactly.
        Pointwise atThreshold = Pointwise.threshold(0.1, 20);
        trials.add(new Trial(atThreshold, List.of(new Domain.Constant(0.1)), Tolerance.exact(), types(atThreshold)));
        trials.add(exact(Pointwise.maskedFill(-0.5)));
        trials.add(exact(Pointwise.nanToNum(0.5, 3, -3)));
        trials.add(rounded(Pointwise.leakyRelu(0.01), 1));
        trials.add(rounded(Pointwise.prelu(), 1));
        // Those of expm1, and the products'.
        trials.add(rounded(Pointwise.elu(1.5), 6));
        trials.add(rounded(Pointwise.celu(1.5), 9));
        // Those of softplus, the argument's rounding, and the division's.
        trials.add(rounded(Pointwise.softplus(2, 3), 12));
        for (DType dtype : DType.values()) {
            trials.add(exact(Pointwise.cast(dtype)));
        }
        trials.add(exact(Pointwise.of(PointwiseOp.RELU).gradient(0)));
        // One rounding each: dy·b; dy·½.
        trials.add(rounded(Pointwise.of(PointwiseOp.MUL).gradient(0), 1));
        trials.add(rounded(Pointwise.of(PointwiseOp.MAXIMUM).gradient(1), 1));
        // x·x + y, rounded once.
        Expr x = Expr.input(0);
        trials.add(rounded(Pointwise.of("square_add", Expr.fma(x, x, Expr.input(1))), 1));
        return trials;
    }

    private static Tolerance tolerance(PointwiseOp op) {
        // Which of +0 and −0 is the larger is open.
        return op == PointwiseOp.MAXIMUM || op == PointwiseOp.MINIMUM ? Tolerance.sameNumber() : op.tolerance();
    }

    private static Trial exact(Pointwise routine) {
        return new Trial(routine, standard(routine), Tolerance.exact(), types(routine));
    }

    private static Trial rounded(Pointwise routine, double ulps) {
        return new Trial(routine, standard(routine), Tolerance.ulps(ulps), types(routine));
    }

    private static List<Domain> standard(Pointwise routine) {
        return Collections.nCopies(routine.arity(), Domain.standard());
    }

    private static Predicate<DType> types(Pointwise routine) {
        return dtype -> dtype.isFloat() || routine.formula().takesIntegers();
    }
}
