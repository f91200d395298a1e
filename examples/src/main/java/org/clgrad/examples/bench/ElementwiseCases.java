package org.clgrad.examples.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Stream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.PointwiseOp;
import org.clgrad.engine.tensor.Shape;

/** What passes over memory once: 16·2²⁰ numbers, or rows of a matrix. */
final class ElementwiseCases {
    private static final long MANY = 16L << 20;
    private static final long FEW = 1003;
    private static final long X = 1;
    private static final long Y = 2;
    private static final double EPSILON = 1e-5;

    private ElementwiseCases() {}

    static Stream<BenchCase> all() {
        return Stream.of(
                BenchCase.defined("ew/axpb16M", Metric.GBPS, Work.of(2.0 * MANY, 8.0 * MANY), axpb(MANY), axpb(FEW)),
                BenchCase.defined(
                        "ew/relu_add16M", Metric.GBPS, Work.of(2.0 * MANY, 12.0 * MANY), reluAdd(MANY), reluAdd(FEW)),
                BenchCase.defined(
                        "ew/sum16M", Metric.GBPS, Work.of(1.0 * MANY, 4.0 * MANY), new Sum(MANY), new Sum(FEW)),
                rows("ew/softmax4096x1000", 4096, 1000, 5, Softmax::new),
                rows("ew/layernorm8192x768", 8192, 768, 8, LayerNorm::new));
    }

    /** A softmax of so many rows and columns. */
    static Stream<BenchCase> softmax(long... sizes) {
        return Stream.of(rows("ew/softmax" + sizes[0] + "x" + sizes[1], sizes[0], sizes[1], 5, Softmax::new));
    }

    /** A layer norm of so many rows and columns. */
    static Stream<BenchCase> layerNorm(long... sizes) {
        return Stream.of(rows("ew/layernorm" + sizes[0] + "x" + sizes[1], sizes[0], sizes[1], 8, LayerNorm::new));
    }

    /** A sum of so many elements. */
    static Stream<BenchCase> sum(long... sizes) {
        double n = (double) sizes[0];
        return Stream.of(BenchCase.defined(
                "ew/sum" + sizes[0], Metric.GBPS, Work.of(n, 4 * n), new Sum(sizes[0]), new Sum(FEW)));
    }

    /** Two formulas of so many elements. */
    static Stream<BenchCase> pointwise(long... sizes) {
        long n = sizes[0];
        return Stream.of(
                BenchCase.defined("ew/axpb" + n, Metric.GBPS, Work.of(2.0 * n, 8.0 * n), axpb(n), axpb(FEW)),
                BenchCase.defined(
                        "ew/relu_add" + n, Metric.GBPS, Work.of(2.0 * n, 12.0 * n), reluAdd(n), reluAdd(FEW)));
    }

    /** @param flops of an element, about */
    private static BenchCase rows(
            String id, long rows, long columns, int flops, BiFunction<Long, Long, Operation> operation) {
        double elements = (double) rows * columns;
        Work work = Work.of(flops * elements, 8 * elements);
        return BenchCase.defined(id, Metric.GBPS, work, operation.apply(rows, columns), operation.apply(5L, 131L));
    }

    /** 1.5·x + 0.5, as one formula, which {@link Tensor#apply} takes: a pass over memory, where two operations are two. */
    private static Operation axpb(long n) {
        Pointwise formula = Pointwise.of("axpb", Expr.fma(Expr.constant(1.5), Expr.input(0), Expr.constant(0.5)));
        return new Elements(n, (x, y) -> x.apply(formula), place -> 1.5 * Numbers.at(X, place) + 0.5);
    }

    /** relu(x) + y, as one formula too. */
    private static Operation reluAdd(long n) {
        Pointwise formula = Pointwise.of("relu_add", Expr.add(PointwiseOp.RELU.formula(), Expr.input(1)));
        return new Elements(
                n, (x, y) -> x.apply(formula, y), place -> Math.max(Numbers.at(X, place), 0) + Numbers.at(Y, place));
    }

    private record Elements(long n, BiFunction<Tensor, Tensor, Tensor> formula, LongToDoubleFunction value)
            implements Operation {
        @Override
        public Workload on(Device device) {
            return new RepeatedCalls(device) {
                private final Tensor x = operand(X, n);
                private final Tensor y = operand(Y, n);

                @Override
                public List<Tensor> results() {
                    return List.of(formula.apply(x, y));
                }
            };
        }

        /** Two operations, each rounded once, of numbers up to 2. */
        @Override
        public Optional<Expected> expected(int result, long element) {
            double exact = value.applyAsDouble(element);
            return Optional.of(new Expected(exact, 4 * Expected.UNIT));
        }
    }

    /** Σx, read by the host. */
    private record Sum(long n) implements Operation {
        @Override
        public Workload on(Device device) {
            return new RepeatedCalls(device) {
                private final Tensor x = operand(X, n);

                @Override
                void call() {
                    try (Tensor sum = x.sum()) {
                        sum.item();
                    }
                }

                @Override
                public List<Tensor> results() {
                    return List.of(x.sum());
                }
            };
        }

        @Override
        public Optional<Expected> expected(int result, long element) {
            double sum = 0;
            double magnitude = 0;
            for (long i = 0; i < n; i++) {
                sum += Numbers.at(X, i);
                magnitude += Math.abs(Numbers.at(X, i));
            }
            return Optional.of(Expected.sum(sum, n, magnitude));
        }
    }

    /** exp(x)/Σexp(x) of each row. */
    private record Softmax(long rows, long columns) implements Operation {
        @Override
        public Workload on(Device device) {
            return new RepeatedCalls(device) {
                private final Tensor x = operand(X, rows, columns);

                @Override
                public List<Tensor> results() {
                    return List.of(x.softmax(-1));
                }
            };
        }

        /** The bound: 8 roundings of exp and quotient, and those of a sum of positive terms, which it is divided by. */
        @Override
        public Optional<Expected> expected(int result, long element) {
            long first = element / columns * columns;
            double sum = 0;
            for (long i = first; i < first + columns; i++) {
                sum += Math.exp(Numbers.at(X, i));
            }
            double value = Math.exp(Numbers.at(X, element)) / sum;
            double bound = 8 * Expected.UNIT * value
                    + Expected.sum(value, columns, value).bound();
            return Optional.of(new Expected(value, bound));
        }
    }

    /** (x − mean)/√(variance + ε)·gain + bias of each row. */
    private record LayerNorm(long rows, long columns) implements Operation {
        private static final long GAIN = 3;
        private static final long BIAS = 4;

        @Override
        public Workload on(Device device) {
            return new RepeatedCalls(device) {
                private final Tensor x = operand(X, rows, columns);
                private final Tensor gain = operand(GAIN, columns);
                private final Tensor bias = operand(BIAS, columns);

                @Override
                public List<Tensor> results() {
                    return List.of(x.layerNorm(Shape.of(columns), gain, bias, EPSILON));
                }
            };
        }

        /**
         * The bound: mean and variance are sums of so many terms, whose relative errors reach the result, of a size of 2 at most, as they
         * are.
         */
        @Override
        public Optional<Expected> expected(int result, long element) {
            long first = element / columns * columns;
            double mean = 0;
            for (long i = first; i < first + columns; i++) {
                mean += Numbers.at(X, i) / columns;
            }
            double variance = 0;
            for (long i = first; i < first + columns; i++) {
                variance += Math.pow(Numbers.at(X, i) - mean, 2) / columns;
            }
            long column = element % columns;
            double value = (Numbers.at(X, element) - mean) / Math.sqrt(variance + EPSILON) * Numbers.at(GAIN, column)
                    + Numbers.at(BIAS, column);
            return Optional.of(
                    new Expected(value, 2 * Expected.sum(value, columns, 2).bound()));
        }
    }
}
