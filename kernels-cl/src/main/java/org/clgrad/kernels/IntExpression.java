package org.clgrad.kernels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An integer expression of a kernel's header, over 64-bit integers and names.
 *
 * <p>Operators, from loose to tight, with C's meaning: {@code ||}, {@code &&}, one comparison ({@code < <= > >= == !=}),
 * {@code + -}, {@code * / %}, unary {@code ! -}. Functions: {@code ceil(a/b)}, which divides and rounds up;
 * {@code min(a, b)}, {@code max(a, b)}; {@code sizeof(type)}, a constant for the scalar types of OpenCL C and the name
 * {@code sizeof(real)}, {@code sizeof(acc)}, {@code sizeof(T0)}, … for types that the program chooses. Comparisons and
 * logic give 1 or 0; {@code &&} and {@code ||} leave out the right side where the left one decides, so
 * {@code t == 0 || n % t == 0} is safe. {@code /} rounds towards zero.
 *
 * <p>Nothing wraps around: an overflow or a division by zero is an error that names the expression and the values in it.
 */
public final class IntExpression {
    private final String text;
    private final Position position;
    private final Set<String> names;
    private final Node root;

    private IntExpression(String text, Position position, Node root) {
        this.text = text;
        this.position = position;
        this.root = root;
        Set<String> found = new LinkedHashSet<>();
        root.collect(found);
        this.names = Collections.unmodifiableSet(found);
    }

    /**
     * Reads an expression that stands alone.
     *
     * @throws KernelSourceException if {@code text} is not one
     */
    public static IntExpression parse(String text) {
        HeaderText source = new HeaderText("expression", 1, 1).append(text, 1, 1);
        IntExpression expression = parse(source);
        source.expectEnd();
        return expression;
    }

    /** Reads an expression and stops after it. */
    static IntExpression parse(HeaderText source) {
        Position position = source.position();
        int start = source.at();
        Node root = new IntExpressionParser(source).parse();
        return new IntExpression(source.since(start), position, root);
    }

    /** Where it begins. */
    public Position position() {
        return position;
    }

    /** The names in it, in the order of their first use. */
    public Set<String> names() {
        return names;
    }

    /**
     * Its value.
     *
     * @throws KernelSourceException if a name has no value, on overflow, and on division by zero
     */
    public long evaluate(Names values) {
        try {
            return root.evaluate(values);
        } catch (UnboundName e) {
            throw new KernelSourceException(position, "'" + text + "': '" + e.name + "' has no value here", e);
        } catch (ArithmeticException e) {
            throw new KernelSourceException(position, "'" + text + "': " + e.getMessage() + where(values), e);
        }
    }

    /** Its value over the entries of {@code values}, see {@link #evaluate(Names)}. */
    public long evaluate(Map<String, Long> values) {
        return evaluate(Names.of(values));
    }

    /** Whether its value is not 0, see {@link #evaluate(Names)}. */
    public boolean holds(Names values) {
        return evaluate(values) != 0;
    }

    /** The expression as written. */
    @Override
    public String toString() {
        return text;
    }

    private String where(Names values) {
        List<String> bound = new ArrayList<>();
        for (String name : names) {
            OptionalLong value = values.value(name);
            if (value.isPresent()) {
                bound.add(name + " = " + value.getAsLong());
            }
        }
        return bound.isEmpty() ? "" : ", where " + String.join(", ", bound);
    }

    private static final class UnboundName extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String name;

        UnboundName(String name) {
            super(name);
            this.name = name;
        }
    }

    /** A node of the expression's tree. */
    sealed interface Node {
        long evaluate(Names values);

        void collect(Set<String> names);
    }

    record Constant(long value) implements Node {
        @Override
        public long evaluate(Names values) {
            return value;
        }

        @Override
        public void collect(Set<String> names) {}
    }

    record Name(String name) implements Node {
        @Override
        public long evaluate(Names values) {
            return values.value(name).orElseThrow(() -> new UnboundName(name));
        }

        @Override
        public void collect(Set<String> names) {
            names.add(name);
        }
    }

    record Negation(Node of) implements Node {
        @Override
        public long evaluate(Names values) {
            return Math.negateExact(of.evaluate(values));
        }

        @Override
        public void collect(Set<String> names) {
            of.collect(names);
        }
    }

    record Not(Node of) implements Node {
        @Override
        public long evaluate(Names values) {
            return of.evaluate(values) == 0 ? 1 : 0;
        }

        @Override
        public void collect(Set<String> names) {
            of.collect(names);
        }
    }

    record Binary(Operator operator, Node left, Node right) implements Node {
        @Override
        public long evaluate(Names values) {
            long a = left.evaluate(values);
            if (operator == Operator.AND && a == 0) {
                return 0;
            }
            if (operator == Operator.OR && a != 0) {
                return 1;
            }
            return operator.apply(a, right.evaluate(values));
        }

        @Override
        public void collect(Set<String> names) {
            left.collect(names);
            right.collect(names);
        }
    }

    enum Operator {
        OR,
        AND,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        EQUAL,
        NOT_EQUAL,
        PLUS,
        MINUS,
        TIMES,
        DIVIDE,
        REMAINDER,
        DIVIDE_ROUNDING_UP,
        MIN,
        MAX;

        long apply(long a, long b) {
            return switch (this) {
                case OR -> truth(a != 0 || b != 0);
                case AND -> truth(a != 0 && b != 0);
                case LESS -> truth(a < b);
                case LESS_OR_EQUAL -> truth(a <= b);
                case GREATER -> truth(a > b);
                case GREATER_OR_EQUAL -> truth(a >= b);
                case EQUAL -> truth(a == b);
                case NOT_EQUAL -> truth(a != b);
                case PLUS -> Math.addExact(a, b);
                case MINUS -> Math.subtractExact(a, b);
                case TIMES -> Math.multiplyExact(a, b);
                case DIVIDE -> divide(a, b);
                case REMAINDER -> a % divisor(b);
                case DIVIDE_ROUNDING_UP -> divide(a, b) + truth(a % b != 0 && (a < 0) == (b < 0));
                case MIN -> Math.min(a, b);
                case MAX -> Math.max(a, b);
            };
        }

        private static long truth(boolean condition) {
            return condition ? 1 : 0;
        }

        private static long divide(long a, long b) {
            // The one quotient of two longs that is not a long.
            return divisor(b) == -1 ? Math.negateExact(a) : a / b;
        }

        private static long divisor(long b) {
            if (b == 0) {
                throw new ArithmeticException("division by zero");
            }
            return b;
        }
    }
}
