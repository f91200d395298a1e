package org.clgrad.engine.routine.pointwise;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * y[i] = formula(x₀[i], x₁[i], …): each element on its own.
 *
 * <p>Shapes: the inputs broadcast to one shape by NumPy's rule, which is the output's. Inputs and a given output may
 * have any strides that merge into at most eight axes. The output may be one of the inputs, changed in place, if that
 * input has the output's shape and layout.
 *
 * <p>Types: inputs that are not {@code BOOL} have one element type, in which everything is computed ({@code U8} in 32-bit
 * integers); {@code BOOL} inputs count as 0 and 1. The output has that type, but {@code BOOL} where the formula is a
 * comparison, and {@link #result} where it is given. Integers and {@code BOOL} take formulas that are
 * {@linkplain Expr#takesIntegers() defined on integers} only; they wrap, and {@code I64} is exact. Storing in another
 * type rounds to the nearest float, or cuts towards zero and at the ends of the range (NaN to 0), or wraps between
 * integers; in {@code BOOL} all but 0 is 1.
 *
 * <p>NaN, infinities, kinks: see {@link PointwiseOp}. No elements: nothing to do. Error: the operations' own, each
 * rounded once in the type computed in, functions by the bounds of {@code math.clh}.
 *
 * @param name the operation's name
 * @param formula what to compute
 * @param arity how many inputs there are; the formula need not use all of them
 * @param result the output's element type; null: by the rule above
 */
public record Pointwise(String name, Expr formula, int arity, @Nullable DType result) implements Routine {
    /** More inputs than any operation or gradient here has; kernels are written for as many. */
    public static final int MAX_ARITY = 6;

    private static final int MAX_CONSTANTS = 8;

    /**
     * @throws IllegalArgumentException if the formula uses an input beyond the arity, or has more than 6 inputs or 8
     *     distinct constants
     */
    public Pointwise {
        int used = formula.arity();
        if (used > arity || arity > MAX_ARITY || constants(formula) > MAX_CONSTANTS) {
            throw new IllegalArgumentException(name + ": a formula of " + used + " inputs of " + arity + " and "
                    + constants(formula) + " constants; at most " + MAX_ARITY + " and " + MAX_CONSTANTS);
        }
    }

    /** How many distinct constants there are; where they are few with repetitions counted, so many. */
    private static int constants(Expr formula) {
        int uses = formula.constantUses();
        return uses <= MAX_CONSTANTS
                ? uses
                : FormulaText.of(formula).constants().size();
    }

    /** The operations of the table, made once, since they are asked for with each tensor that is computed. */
    private static final class Table {
        static final Map<PointwiseOp, Pointwise> OPERATIONS = new EnumMap<>(PointwiseOp.class);

        static {
            for (PointwiseOp op : PointwiseOp.values()) {
                OPERATIONS.put(op, new Pointwise(op.operation(), op.formula(), op.arity(), null));
            }
        }
    }

    /** An operation of the table. */
    public static Pointwise of(PointwiseOp op) {
        return Objects.requireNonNull(Table.OPERATIONS.get(op));
    }

    /** An operation of one's own, of as many inputs as the formula uses. */
    public static Pointwise of(String name, Expr formula) {
        return new Pointwise(name, formula, formula.arity(), null);
    }

    /** y = x in another element type. */
    public static Pointwise cast(DType dtype) {
        return new Pointwise("cast", Expr.input(0), 1, dtype);
    }

    /** y = min(max(x, low), high), so high everywhere where low &gt; high; gradient 1 at both bounds, 0 outside. */
    public static Pointwise clamp(double low, double high) {
        Expr x = Expr.input(0);
        Expr min = Expr.constant(low);
        Expr max = Expr.constant(high);
        Expr raised = Expr.where(Expr.compare(CompareOp.LT, x, min), min, x);
        return of("clamp", Expr.where(Expr.compare(CompareOp.GT, raised, max), max, raised));
    }

    /**
     * y = min(max(x, low), high); gradient 0 at both bounds and outside.
     *
     * @throws MismatchException unless low ≤ high
     */
    public static Pointwise hardtanh(double low, double high) {
        if (!(low <= high)) {
            throw new MismatchException("hardtanh", "low " + low, "high that is not below", Double.toString(high));
        }
        Expr x = Expr.input(0);
        Expr min = Expr.constant(low);
        Expr max = Expr.constant(high);
        Expr below = Expr.compare(CompareOp.LE, x, min);
        Expr above = Expr.compare(CompareOp.GE, x, max);
        return of("hardtanh", Expr.where(below, min, Expr.where(above, max, x)));
    }

    /** y = x where x &gt; threshold, else value; NaN stays NaN; gradient 0 at the threshold. */
    public static Pointwise threshold(double threshold, double value) {
        Expr x = Expr.input(0);
        Expr below = Expr.compare(CompareOp.LE, x, Expr.constant(threshold));
        return of("threshold", Expr.where(below, Expr.constant(value), x));
    }

    /** y = value where the mask, which is the second input, is not 0, else x; gradient 0 where it is not. */
    public static Pointwise maskedFill(double value) {
        return of("masked_fill", Expr.where(Expr.input(1), Expr.constant(value), Expr.input(0)));
    }

    /** y = x where x is finite, and otherwise one of three numbers; gradient 0 there. */
    public static Pointwise nanToNum(double nan, double positiveInfinity, double negativeInfinity) {
        Expr x = Expr.input(0);
        Expr low = Expr.compare(CompareOp.EQ, x, Expr.constant(Double.NEGATIVE_INFINITY));
        Expr high = Expr.compare(CompareOp.EQ, x, Expr.constant(Double.POSITIVE_INFINITY));
        Expr number =
                Expr.where(high, Expr.constant(positiveInfinity), Expr.where(low, Expr.constant(negativeInfinity), x));
        return of("nan_to_num", Expr.where(Expr.compare(CompareOp.NE, x, x), Expr.constant(nan), number));
    }

    /** y = x where x &gt; 0, else slope·x; gradient slope at 0. */
    public static Pointwise leakyRelu(double slope) {
        return of("leaky_relu", aboveZero(Expr.mul(Expr.constant(slope), Expr.input(0))));
    }

    /** y = x where x &gt; 0, else w·x with the second input w; gradient w at 0. */
    public static Pointwise prelu() {
        return of("prelu", aboveZero(Expr.mul(Expr.input(1), Expr.input(0))));
    }

    /** y = x where x &gt; 0, else α(eˣ − 1). */
    public static Pointwise elu(double alpha) {
        return of("elu", aboveZero(Expr.mul(Expr.constant(alpha), Expr.unary(UnaryOp.EXPM1, Expr.input(0)))));
    }

    /** y = x where x &gt; 0, else α(e^(x/α) − 1), whose gradient has no jump at 0. */
    public static Pointwise celu(double alpha) {
        Expr x = Expr.mul(Expr.constant(1 / alpha), Expr.input(0));
        return of("celu", aboveZero(Expr.mul(Expr.constant(alpha), Expr.unary(UnaryOp.EXPM1, x))));
    }

    private static Expr aboveZero(Expr otherwise) {
        Expr x = Expr.input(0);
        return Expr.where(Expr.compare(CompareOp.GT, x, Expr.Const.ZERO), x, otherwise);
    }

    /** y = log(1 + e^(βx))/β, and x where βx is beyond the threshold. */
    public static Pointwise softplus(double beta, double threshold) {
        Expr x = Expr.input(0);
        Expr scaled = Expr.mul(Expr.constant(beta), x);
        Expr soft = Expr.div(PointwiseOp.SOFTPLUS.formula().replace(i -> scaled), Expr.constant(beta));
        return of("softplus", Expr.where(Expr.compare(CompareOp.GT, scaled, Expr.constant(threshold)), x, soft));
    }

    /**
     * The gradient with respect to one input, before it is summed over broadcast axes: dx = dy·∂formula/∂x. Its inputs
     * are this one's, in order, and then dy.
     */
    public Pointwise gradient(int input) {
        return new Pointwise(
                name + "_backward", Expr.mul(Expr.input(arity), formula.derivative(input)), arity + 1, null);
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != arity) {
            throw new MismatchException(name, "the list of inputs", arity + " tensors", Integer.toString(in.size()));
        }
        DType computed = computed(in);
        if (!computed.isFloat() && !formula.takesIntegers()) {
            throw new MismatchException(
                    name, "input 0", "a floating-point type", in.get(0).toString());
        }
        if (computed.isFloat() && !formula.takesReals()) {
            throw new MismatchException(
                    name, "input 0", "integers or truth values", in.get(0).toString());
        }
        Shape shape = Shape.scalar();
        for (TensorSpec spec : in) {
            shape = Shape.broadcast(name, shape, spec.shape());
        }
        return List.of(TensorSpec.of(outputType(computed), shape));
    }

    private DType outputType(DType computed) {
        if (result != null) {
            return result;
        }
        return formula instanceof Expr.Compare ? DType.BOOL : computed;
    }

    /** The one element type of the inputs that are not {@code BOOL}. */
    private DType computed(List<TensorSpec> in) {
        DType found = DType.BOOL;
        for (int i = 0; i < in.size(); i++) {
            DType dtype = in.get(i).dtype();
            if (found == DType.BOOL) {
                found = dtype;
            } else if (dtype != found && dtype != DType.BOOL) {
                throw new MismatchException(
                        name, "input " + i, "element type " + found + " like the others", dtype.toString());
            }
        }
        return found;
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        PointwiseReference.run(this, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return PointwisePlan.variants(this);
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        List<TensorSpec> out = infer(in);
        return Cost.of(out.get(0).elements() * operations(formula), in, out);
    }

    /** What it is tried on; layouts are varied by the tester. */
    public static SampleSpace samples() {
        return PointwiseSamples.space();
    }

    /** Parts that occur several times are computed once. */
    private static long operations(Expr formula) {
        Set<Expr> parts = new HashSet<>();
        collect(formula, parts);
        return parts.stream().mapToLong(Pointwise::ownOperations).sum();
    }

    private static void collect(Expr part, Set<Expr> parts) {
        if (parts.add(part)) {
            part.parts().forEach(smaller -> collect(smaller, parts));
        }
    }

    private static long ownOperations(Expr part) {
        return part instanceof Expr.Input || part instanceof Expr.Const ? 0 : part instanceof Expr.Fma ? 2 : 1;
    }
}
