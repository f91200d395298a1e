package org.clgrad.engine.routine.pointwise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A formula as OpenCL C: statements on one line over {@code in0}, {@code in1}, … and constants {@code c0}, {@code c1}, …
 * that end by declaring {@code y}, all of type {@code val}, which is {@code acc} or a vector of it. Parts that occur
 * several times are computed once. Constants are arguments of the kernel, so formulas that differ in them share a
 * program.
 *
 * @param statements the text
 * @param constants the values of c0, c1, …
 */
record FormulaText(String statements, List<Double> constants) {
    FormulaText {
        constants = List.copyOf(constants);
    }

    static FormulaText of(Expr formula) {
        Writer writer = new Writer();
        String result = writer.value(formula);
        writer.statements.append("const val y = ").append(result).append(';');
        return new FormulaText(writer.statements.toString(), writer.constants);
    }

    private static final class Writer {
        final StringBuilder statements = new StringBuilder();
        final List<Double> constants = new ArrayList<>();
        private final Map<Expr, String> named = new HashMap<>();
        private int temporaries;

        /** The name that holds a part's value. */
        String value(Expr part) {
            String name = named.get(part);
            if (name == null) {
                name = make(part);
                named.put(part, name);
            }
            return name;
        }

        private String make(Expr part) {
            if (part instanceof Expr.Input input) {
                return "in" + input.index();
            }
            if (part instanceof Expr.Const constant) {
                constants.add(constant.value());
                return "c" + (constants.size() - 1);
            }
            String text = text(part);
            String name = "t" + temporaries++;
            statements
                    .append("const val ")
                    .append(name)
                    .append(" = ")
                    .append(text)
                    .append("; ");
            return name;
        }

        private String text(Expr part) {
            if (part instanceof Expr.Unary u) {
                return u.op().kernelText(value(u.x()));
            } else if (part instanceof Expr.Binary b) {
                return b.op().kernelText(value(b.a()), value(b.b()));
            } else if (part instanceof Expr.Fma f) {
                return "FUSED(%s, %s, %s)".formatted(value(f.a()), value(f.b()), value(f.c()));
            } else if (part instanceof Expr.Where w) {
                return "%s ? %s : %s".formatted(condition(w.condition()), value(w.a()), value(w.b()));
            }
            return condition(part) + " ? (val)(1) : (val)(0)";
        }

        /** A comparison, which with vectors is a mask and not a value. */
        private String condition(Expr part) {
            return part instanceof Expr.Compare c
                    ? "(%s %s %s)".formatted(value(c.a()), c.op().symbol(), value(c.b()))
                    : "(%s != (val)(0))".formatted(value(part));
        }
    }
}
