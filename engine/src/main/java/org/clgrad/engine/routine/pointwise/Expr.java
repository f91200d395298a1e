package org.clgrad.engine.routine.pointwise;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.clgrad.engine.tensor.DType;

/**
 * A formula over the elements in₀, in₁, … of a pointwise operation's inputs. A value: two formulas that look alike are
 * equal, and routines that hold them are cached by that.
 *
 * <p>Truth values are numbers: a comparison is 1 or 0, and a condition holds where its number is not 0.
 *
 * <p>The factories here simplify a little, so that derivatives stay small: 0·x and x·0 are 0 (also where x would turn
 * out NaN or infinite), 1·x, x + 0, x − 0 and x/1 are x, −1·x is −x, a product with a choice
 * between constants, or between 0 and anything, is a choice between products (so that what a mask cuts off cannot be
 * NaN), and sums, differences and products of constants are computed. They are how formulas are to be made.
 */
public sealed interface Expr {
    /** The element of an input. */
    record Input(int index) implements Expr {
        public Input {
            if (index < 0) {
                throw new IllegalArgumentException("formula: input " + index);
            }
        }
    }

    /** A number, rounded to the type computed in; integers take whole numbers only. */
    record Const(double value) implements Expr {
        /** The constant 0. */
        public static final Const ZERO = new Const(0);

        /** The constant 1. */
        public static final Const ONE = new Const(1);
    }

    /** A function of one argument. */
    record Unary(UnaryOp op, Expr x) implements Expr {}

    /** A function of two arguments. */
    record Binary(BinaryOp op, Expr a, Expr b) implements Expr {}

    /** a·b + c, rounded once. */
    record Fma(Expr a, Expr b, Expr c) implements Expr {}

    /** 1 where the comparison holds, else 0. */
    record Compare(CompareOp op, Expr a, Expr b) implements Expr {}

    /** a where the condition is not 0, else b; what is not chosen does not matter, not even NaN. */
    record Where(Expr condition, Expr a, Expr b) implements Expr {}

    // ---- Making formulas

    /** The element of the n-th input. */
    static Expr input(int index) {
        return new Input(index);
    }

    /** A number; −0 is taken as 0. */
    static Expr constant(double value) {
        return new Const(value + 0.0);
    }

    /** A function of x. */
    static Expr unary(UnaryOp op, Expr x) {
        return op == UnaryOp.NEG && x instanceof Const c ? constant(-c.value()) : new Unary(op, x);
    }

    /** A function of a and b. */
    static Expr binary(BinaryOp op, Expr a, Expr b) {
        return switch (op) {
            case ADD -> add(a, b);
            case SUB -> sub(a, b);
            case MUL -> mul(a, b);
            case DIV -> div(a, b);
            default -> new Binary(op, a, b);
        };
    }

    /** a + b. */
    static Expr add(Expr a, Expr b) {
        if (isZero(a)) {
            return b;
        }
        if (isZero(b)) {
            return a;
        }
        return a instanceof Const x && b instanceof Const y
                ? constant(x.value() + y.value())
                : new Binary(BinaryOp.ADD, a, b);
    }

    /** a − b. */
    static Expr sub(Expr a, Expr b) {
        if (isZero(b)) {
            return a;
        }
        if (isZero(a)) {
            return neg(b);
        }
        return a instanceof Const x && b instanceof Const y
                ? constant(x.value() - y.value())
                : new Binary(BinaryOp.SUB, a, b);
    }

    /** a·b. */
    static Expr mul(Expr a, Expr b) {
        if (isZero(a) || isZero(b)) {
            return Const.ZERO;
        }
        if (a.equals(Const.ONE)) {
            return b;
        }
        if (b.equals(Const.ONE)) {
            return a;
        }
        if (a instanceof Const c && c.value() == -1) {
            return neg(b);
        }
        if (b instanceof Const c && c.value() == -1) {
            return neg(a);
        }
        if (a instanceof Where w && isMask(w)) {
            return where(w.condition(), mul(w.a(), b), mul(w.b(), b));
        }
        if (b instanceof Where w && isMask(w)) {
            return where(w.condition(), mul(a, w.a()), mul(a, w.b()));
        }
        return a instanceof Const x && b instanceof Const y
                ? constant(x.value() * y.value())
                : new Binary(BinaryOp.MUL, a, b);
    }

    private static boolean isMask(Expr x) {
        return x instanceof Where w && (isZero(w.a()) || isZero(w.b()) || (isFactor(w.a()) && isFactor(w.b())));
    }

    private static boolean isFactor(Expr x) {
        return x instanceof Const || isMask(x);
    }

    /** a/b. */
    static Expr div(Expr a, Expr b) {
        if (isZero(a)) {
            return Const.ZERO;
        }
        return b.equals(Const.ONE) ? a : new Binary(BinaryOp.DIV, a, b);
    }

    /** −x. */
    static Expr neg(Expr x) {
        return unary(UnaryOp.NEG, x);
    }

    /** x·x. */
    static Expr square(Expr x) {
        return mul(x, x);
    }

    /** a·b + c, rounded once. */
    static Expr fma(Expr a, Expr b, Expr c) {
        return isZero(a) || isZero(b) ? c : new Fma(a, b, c);
    }

    /** 1 where the comparison holds, else 0. */
    static Expr compare(CompareOp op, Expr a, Expr b) {
        return new Compare(op, a, b);
    }

    /** a where the condition is not 0, else b. */
    static Expr where(Expr condition, Expr a, Expr b) {
        return a.equals(b) ? a : new Where(condition, a, b);
    }

    /** Whether it is the constant 0. */
    static boolean isZero(Expr x) {
        return x.equals(Const.ZERO);
    }

    /**
     * The formula with its constants rounded to a type, as kernels that compute in it have them; nothing is simplified, so that
     * a constant that becomes 0 still multiplies.
     */
    default Expr rounded(DType dtype) {
        if (this instanceof Const c) {
            return new Const(dtype.nearest(c.value()));
        } else if (this instanceof Unary u) {
            return new Unary(u.op(), u.x().rounded(dtype));
        } else if (this instanceof Binary b) {
            return new Binary(b.op(), b.a().rounded(dtype), b.b().rounded(dtype));
        } else if (this instanceof Fma f) {
            return new Fma(f.a().rounded(dtype), f.b().rounded(dtype), f.c().rounded(dtype));
        } else if (this instanceof Compare c) {
            return new Compare(c.op(), c.a().rounded(dtype), c.b().rounded(dtype));
        } else if (this instanceof Where w) {
            return new Where(w.condition().rounded(dtype), w.a().rounded(dtype), w.b().rounded(dtype));
        }
        return this;
    }

    // ---- What a formula can be asked

    /** The parts it is put together from. */
    default List<Expr> parts() {
        if (this instanceof Unary u) {
            return List.of(u.x());
        } else if (this instanceof Binary b) {
            return List.of(b.a(), b.b());
        } else if (this instanceof Fma f) {
            return List.of(f.a(), f.b(), f.c());
        } else if (this instanceof Compare c) {
            return List.of(c.a(), c.b());
        } else if (this instanceof Where w) {
            return List.of(w.condition(), w.a(), w.b());
        }
        return List.of();
    }

    /** The inputs that occur in it, ascending. */
    default SortedSet<Integer> inputs() {
        SortedSet<Integer> found = new TreeSet<>();
        if (this instanceof Input input) {
            found.add(input.index());
        }
        parts().forEach(part -> found.addAll(part.inputs()));
        return found;
    }

    /** How many inputs an operation has that computes it: one more than the highest that occurs, 0 if none does. */
    default int arity() {
        int most = this instanceof Input input ? input.index() + 1 : 0;
        for (Expr part : parts()) {
            most = Math.max(most, part.arity());
        }
        return most;
    }

    /** How often constants occur in it, the same one counted each time. */
    default int constantUses() {
        int uses = this instanceof Const ? 1 : 0;
        for (Expr part : parts()) {
            uses += part.constantUses();
        }
        return uses;
    }

    /** The formula with other formulas in place of its inputs: composition, or a new numbering. */
    default Expr replace(IntFunction<Expr> inputs) {
        if (this instanceof Input input) {
            return inputs.apply(input.index());
        } else if (this instanceof Unary u) {
            return unary(u.op(), u.x().replace(inputs));
        } else if (this instanceof Binary b) {
            return binary(b.op(), b.a().replace(inputs), b.b().replace(inputs));
        } else if (this instanceof Fma f) {
            return fma(f.a().replace(inputs), f.b().replace(inputs), f.c().replace(inputs));
        } else if (this instanceof Compare c) {
            return compare(c.op(), c.a().replace(inputs), c.b().replace(inputs));
        } else if (this instanceof Where w) {
            return where(w.condition().replace(inputs), w.a().replace(inputs), w.b().replace(inputs));
        }
        return this;
    }

    /**
     * The partial derivative by an input. Where a function has a kink or a jump, {@link UnaryOp} and {@link BinaryOp}
     * say what is taken; comparisons and conditions have derivative 0.
     */
    default Expr derivative(int input) {
        if (this instanceof Input i) {
            return i.index() == input ? Const.ONE : Const.ZERO;
        } else if (this instanceof Unary u) {
            Expr dx = u.x().derivative(input);
            return isZero(dx) ? Const.ZERO : mul(dx, u.op().derivative(u.x()));
        } else if (this instanceof Binary b) {
            return b.op().derivative(b.a(), b.a().derivative(input), b.b(), b.b().derivative(input));
        } else if (this instanceof Fma f) {
            Expr product = add(mul(f.a().derivative(input), f.b()), mul(f.a(), f.b().derivative(input)));
            return add(product, f.c().derivative(input));
        } else if (this instanceof Where w) {
            return where(w.condition(), w.a().derivative(input), w.b().derivative(input));
        }
        return Const.ZERO;
    }

    /** Whether every part of it is defined on integers. */
    default boolean takesIntegers() {
        boolean self = true;
        if (this instanceof Const c) {
            self = c.value() == Math.rint(c.value()) && Math.abs(c.value()) <= 0x1p53;
        } else if (this instanceof Unary u) {
            self = u.op().takesIntegers();
        } else if (this instanceof Binary b) {
            self = b.op().takesIntegers();
        }
        return self && parts().stream().allMatch(Expr::takesIntegers);
    }

    /** Whether every part of it is defined on floating-point numbers. */
    default boolean takesReals() {
        boolean self = true;
        if (this instanceof Unary u) {
            self = u.op().takesReals();
        } else if (this instanceof Binary b) {
            self = b.op().takesReals();
        }
        return self && parts().stream().allMatch(Expr::takesReals);
    }

    /** Whether no part of it is a function of a library. */
    default boolean isOfInstructions() {
        boolean self = true;
        if (this instanceof Unary u) {
            self = u.op().isInstruction();
        } else if (this instanceof Binary b) {
            self = b.op().isInstruction();
        }
        return self && parts().stream().allMatch(Expr::isOfInstructions);
    }

    /** Its value at given inputs, in double. */
    default double evaluate(double... in) {
        if (this instanceof Input i) {
            return in[i.index()];
        } else if (this instanceof Const c) {
            return c.value();
        } else if (this instanceof Unary u) {
            return u.op().apply(u.x().evaluate(in));
        } else if (this instanceof Binary b) {
            return b.op().apply(b.a().evaluate(in), b.b().evaluate(in));
        } else if (this instanceof Fma f) {
            return Math.fma(f.a().evaluate(in), f.b().evaluate(in), f.c().evaluate(in));
        } else if (this instanceof Compare c) {
            return c.op().holds(c.a().evaluate(in), c.b().evaluate(in)) ? 1 : 0;
        }
        Where w = (Where) this;
        return w.condition().evaluate(in) != 0 ? w.a().evaluate(in) : w.b().evaluate(in);
    }

    /**
     * Its value at given inputs, in 64-bit integers that wrap.
     *
     * @throws UnsupportedOperationException unless it {@linkplain #takesIntegers() takes integers}
     */
    default long evaluateIntegers(long... in) {
        if (this instanceof Input i) {
            return in[i.index()];
        } else if (this instanceof Const c) {
            return (long) c.value();
        } else if (this instanceof Unary u) {
            return u.op().apply(u.x().evaluateIntegers(in));
        } else if (this instanceof Binary b) {
            return b.op().apply(b.a().evaluateIntegers(in), b.b().evaluateIntegers(in));
        } else if (this instanceof Fma f) {
            return f.a().evaluateIntegers(in) * f.b().evaluateIntegers(in) + f.c().evaluateIntegers(in);
        } else if (this instanceof Compare c) {
            return c.op().holds(c.a().evaluateIntegers(in), c.b().evaluateIntegers(in)) ? 1 : 0;
        }
        Where w = (Where) this;
        return w.condition().evaluateIntegers(in) != 0 ? w.a().evaluateIntegers(in) : w.b().evaluateIntegers(in);
    }

    /** Its text in OpenCL C; see {@link FormulaText}. */
    default String openCl() {
        return FormulaText.of(this).statements();
    }
}
