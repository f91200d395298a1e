package org.clgrad.engine.routine.shape;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.PointwisePlan;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y[i] = value: a tensor of one value. No inputs; the output, where given, may have any strides. The value is rounded to
 * the nearest float, may be NaN or infinite, and keeps the sign of zero. Which value it is does not make another
 * program.
 *
 * @param dtype the output's element type
 * @param shape the output's shape
 * @param value the value of every element
 */
public record Fill(DType dtype, Shape shape, double value) implements Routine {
    /** @throws MismatchException if the value is no value of an integer type or of {@code BOOL} */
    public Fill {
        if (!isValueOf(dtype, value)) {
            throw new MismatchException("fill", dtype.toString(), "one of its values", Double.toString(value));
        }
    }

    /** Whether an element of a type can have a value, rounded to the nearest float if need be. */
    static boolean isValueOf(DType dtype, double value) {
        return switch (dtype) {
            case F16, BF16, F32, F64 -> true;
            case I32 -> value == (int) value;
            case I64 -> value == (long) value && value < 0x1p63;
            case U8 -> value == ((int) value & 0xff);
            case BOOL -> value == 0 || value == 1;
        };
    }

    @Override
    public String name() {
        return "fill";
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(TensorSpec.of(dtype, shape));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] y = new double[args.out(0).size()];
        Arrays.fill(y, value);
        args.out(0).set(y);
    }

    @Override
    public List<Variant> variants() {
        Expr formula = new Expr.Const(value);
        return List.of(
                new KernelVariant("pointwise_rows", plan -> PointwisePlan.rows(plan, formula)),
                new KernelVariant("pointwise_elements", plan -> PointwisePlan.elements(plan, formula)));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of("fill")
                .values("dtype", (Object[]) DType.values())
                .values("value", 0.0, 1.0, -0.0, 0.1, -3.5, Double.NaN, Double.POSITIVE_INFINITY)
                .values("shape", Shape.of(1), Shape.scalar(), Shape.of(0), Shape.of(17), Shape.of(3, 257))
                .where(choice -> choice.value("dtype", DType.class).isFloat()
                        || choice.value("value", Double.class) == 0
                        || choice.value("value", Double.class) == 1)
                .sample(choice -> new Sample(
                        new Fill(
                                choice.value("dtype", DType.class),
                                choice.value("shape", Shape.class),
                                choice.value("value", Double.class)),
                        List.of(),
                        List.of(),
                        Tolerance.exact()));
    }
}
