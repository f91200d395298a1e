package org.clgrad.kernels;

import java.util.Map;
import org.clgrad.kernels.IntExpression.Binary;
import org.clgrad.kernels.IntExpression.Constant;
import org.clgrad.kernels.IntExpression.Name;
import org.clgrad.kernels.IntExpression.Negation;
import org.clgrad.kernels.IntExpression.Node;
import org.clgrad.kernels.IntExpression.Not;
import org.clgrad.kernels.IntExpression.Operator;
import org.jspecify.annotations.Nullable;

/** Reads an {@link IntExpression} by recursive descent, one method per level of precedence. */
final class IntExpressionParser {
    /** Sizes that OpenCL C fixes (specification 1.2, section 6.1.1), in bytes. */
    private static final Map<String, Long> SCALAR_BYTES = Map.ofEntries(
            Map.entry("char", 1L),
            Map.entry("uchar", 1L),
            Map.entry("short", 2L),
            Map.entry("ushort", 2L),
            Map.entry("half", 2L),
            Map.entry("int", 4L),
            Map.entry("uint", 4L),
            Map.entry("float", 4L),
            Map.entry("long", 8L),
            Map.entry("ulong", 8L),
            Map.entry("double", 8L));

    private final HeaderText source;

    IntExpressionParser(HeaderText source) {
        this.source = source;
    }

    Node parse() {
        Node left = conjunction();
        while (source.accept("||")) {
            left = new Binary(Operator.OR, left, conjunction());
        }
        return left;
    }

    private Node conjunction() {
        Node left = comparison();
        while (source.accept("&&")) {
            left = new Binary(Operator.AND, left, comparison());
        }
        return left;
    }

    private Node comparison() {
        Node left = sum();
        Operator operator = comparisonOperator();
        if (operator == null) {
            return left;
        }
        Node right = sum();
        Position next = source.position();
        if (comparisonOperator() != null) {
            throw new KernelSourceException(next, "comparisons do not chain: join two of them with &&");
        }
        return new Binary(operator, left, right);
    }

    private @Nullable Operator comparisonOperator() {
        // The longer symbols first, so that <= is not read as < and =.
        if (source.accept("<=")) {
            return Operator.LESS_OR_EQUAL;
        } else if (source.accept(">=")) {
            return Operator.GREATER_OR_EQUAL;
        } else if (source.accept("==")) {
            return Operator.EQUAL;
        } else if (source.accept("!=")) {
            return Operator.NOT_EQUAL;
        } else if (source.accept("<")) {
            return Operator.LESS;
        } else if (source.accept(">")) {
            return Operator.GREATER;
        }
        return null;
    }

    private Node sum() {
        Node left = product();
        while (true) {
            if (source.accept("+")) {
                left = new Binary(Operator.PLUS, left, product());
            } else if (source.accept("-")) {
                left = new Binary(Operator.MINUS, left, product());
            } else {
                return left;
            }
        }
    }

    private Node product() {
        Node left = unary();
        while (true) {
            if (source.accept("*")) {
                left = new Binary(Operator.TIMES, left, unary());
            } else if (source.accept("/")) {
                left = new Binary(Operator.DIVIDE, left, unary());
            } else if (source.accept("%")) {
                left = new Binary(Operator.REMAINDER, left, unary());
            } else {
                return left;
            }
        }
    }

    private Node unary() {
        if (source.accept("-")) {
            return new Negation(unary());
        }
        if (source.accept("!")) {
            return new Not(unary());
        }
        return primary();
    }

    private Node primary() {
        if (source.seesDigit()) {
            return new Constant(source.integer("a number"));
        }
        if (source.accept("(")) {
            Node inner = parse();
            source.expect(")");
            return inner;
        }
        Position start = source.position();
        String word = source.word("a number, a name or '('");
        if (!source.accept("(")) {
            return new Name(word);
        }
        Node value =
                switch (word) {
                    case "ceil" -> ceil(start);
                    case "min" -> pair(Operator.MIN);
                    case "max" -> pair(Operator.MAX);
                    case "sizeof" -> sizeof();
                    default ->
                        throw new KernelSourceException(
                                start, "unknown function '" + word + "': there are ceil, min, max and sizeof");
                };
        source.expect(")");
        return value;
    }

    private Node ceil(Position start) {
        if (parse() instanceof Binary quotient && quotient.operator() == Operator.DIVIDE) {
            return new Binary(Operator.DIVIDE_ROUNDING_UP, quotient.left(), quotient.right());
        }
        throw new KernelSourceException(start, "ceil takes a quotient, as in ceil(n/TILE)");
    }

    private Node pair(Operator operator) {
        Node left = parse();
        source.expect(",");
        return new Binary(operator, left, parse());
    }

    private Node sizeof() {
        String type = source.word("a type");
        Long bytes = SCALAR_BYTES.get(type);
        return bytes == null ? new Name("sizeof(" + type + ")") : new Constant(bytes);
    }
}
