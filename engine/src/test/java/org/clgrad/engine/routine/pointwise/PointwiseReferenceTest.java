package org.clgrad.engine.routine.pointwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The references of pointwise operations against numbers worked out by hand, and against identities. */
final class PointwiseReferenceTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final double LN2 = 0.6931471805599453;
    private static final double PI = 3.141592653589793;

    private static HostArray run(Pointwise routine, HostArray... in) {
        List<TensorSpec> specs = List.of(in).stream().map(HostArray::spec).toList();
        List<HostArray> out = new ArrayList<>();
        routine.infer(specs).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), out));
        return out.get(0);
    }

    private static HostArray vector(DType dtype, double... values) {
        return HostArray.of(dtype, Shape.of(values.length), values);
    }

    static Stream<Arguments> byHand() {
        return Stream.of(
                row(
                        PointwiseOp.FLOOR_DIVIDE,
                        new double[] {7, -7, 7, -7, 6, 1},
                        new double[] {2, 2, -2, -2, 3, 0},
                        3,
                        -4,
                        -4,
                        3,
                        2,
                        INF),
                row(
                        PointwiseOp.REMAINDER,
                        new double[] {7, -7, 7, -7, 5.5, 1},
                        new double[] {3, 3, -3, -3, 2, 0},
                        1,
                        2,
                        -2,
                        -1,
                        1.5,
                        NAN),
                row(
                        PointwiseOp.FMOD,
                        new double[] {7, -7, 7, -7, 5.5, 1},
                        new double[] {3, 3, -3, -3, 2, 0},
                        1,
                        -1,
                        1,
                        -1,
                        1.5,
                        NAN),
                row(
                        PointwiseOp.ATAN2,
                        new double[] {0, 1, 0, -1},
                        new double[] {1, 0, -1, -1},
                        0,
                        PI / 2,
                        PI,
                        -0.75 * PI),
                row(PointwiseOp.EXP2, new double[] {0, 3, -1, -INF}, null, 1, 8, 0.5, 0),
                row(PointwiseOp.LOG2, new double[] {1, 8, 0.5, 0, -1}, null, 0, 3, -1, -INF, NAN),
                row(PointwiseOp.TAN, new double[] {0, PI / 4}, null, 0, 1),
                row(PointwiseOp.ASIN, new double[] {0, 1, -0.5, 2}, null, 0, PI / 2, -PI / 6, NAN),
                row(PointwiseOp.ACOS, new double[] {1, 0, -1, 2}, null, 0, PI / 2, PI, NAN),
                row(PointwiseOp.ATAN, new double[] {0, 1, -INF}, null, 0, PI / 4, -PI / 2),
                row(PointwiseOp.SINH, new double[] {0, LN2, -LN2}, null, 0, 0.75, -0.75),
                row(PointwiseOp.COSH, new double[] {0, LN2, -LN2}, null, 1, 1.25, 1.25),
                row(PointwiseOp.ASINH, new double[] {0, 0.75, -0.75, INF}, null, 0, LN2, -LN2, INF),
                row(PointwiseOp.ACOSH, new double[] {1, 1.25, 0, INF}, null, 0, LN2, NAN, INF),
                // tanh(ln 2) = (2 − ½)/(2 + ½)
                row(PointwiseOp.ATANH, new double[] {0, 0.6, -0.6, 1, 2}, null, 0, LN2, -LN2, INF, NAN),
                row(PointwiseOp.FLOOR, new double[] {1.5, -1.5, 2}, null, 1, -2, 2),
                row(PointwiseOp.CEIL, new double[] {1.5, -1.5, 2}, null, 2, -1, 2),
                row(PointwiseOp.ROUND, new double[] {0.5, 1.5, -2.5, 1.4}, null, 0, 2, -2, 1),
                row(PointwiseOp.TRUNC, new double[] {1.9, -1.9}, null, 1, -1),
                row(PointwiseOp.LOGICAL_AND, new double[] {0, 0, 3, NAN}, new double[] {0, 2, 2, 1}, 0, 0, 1, 1),
                row(PointwiseOp.LOGICAL_OR, new double[] {0, 0, 3, NAN}, new double[] {0, 2, 0, 0}, 0, 1, 1, 1),
                row(PointwiseOp.LOGICAL_XOR, new double[] {0, 0, 3, NAN}, new double[] {0, 2, 2, 0}, 0, 1, 0, 1),
                row(PointwiseOp.IS_NAN, new double[] {0, INF, NAN}, null, 0, 0, 1),
                row(PointwiseOp.IS_INF, new double[] {0, -INF, NAN}, null, 0, 1, 0),
                row(PointwiseOp.IS_FINITE, new double[] {0, INF, NAN}, null, 1, 0, 0));
    }

    private static Arguments row(PointwiseOp op, double[] a, double @Nullable [] b, double... expected) {
        return Arguments.of(op, a, b, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void byHand(PointwiseOp op, double[] a, double @Nullable [] b, double[] expected) {
        HostArray x = vector(DType.F64, a);
        HostArray y = b == null ? run(Pointwise.of(op), x) : run(Pointwise.of(op), x, vector(DType.F64, b));
        assertThat(y.doubles()).containsExactly(expected, within(1e-15));
    }

    static Stream<Arguments> ofIntegers() {
        return Stream.of(
                whole(PointwiseOp.FLOOR_DIVIDE, new double[] {7, -7, 7, 5}, new double[] {2, 2, -2, 0}, 3, -4, -4, 0),
                whole(PointwiseOp.REMAINDER, new double[] {7, -7, 7, 5}, new double[] {3, 3, -3, 0}, 1, 2, -2, 0),
                whole(PointwiseOp.FMOD, new double[] {7, -7, 7, 5}, new double[] {3, 3, -3, 0}, 1, -1, 1, 0),
                whole(PointwiseOp.BITWISE_AND, new double[] {12, -1}, new double[] {10, 7}, 8, 7),
                whole(PointwiseOp.BITWISE_OR, new double[] {12, -1}, new double[] {10, 7}, 14, -1),
                whole(PointwiseOp.BITWISE_XOR, new double[] {12, -1}, new double[] {10, 7}, 6, -8),
                whole(PointwiseOp.BITWISE_LEFT_SHIFT, new double[] {3, 3, 3}, new double[] {2, 99, -1}, 12, 0, 0),
                whole(
                        PointwiseOp.BITWISE_RIGHT_SHIFT,
                        new double[] {12, -12, -5, 5},
                        new double[] {2, 2, 99, -1},
                        3,
                        -3,
                        -1,
                        0));
    }

    private static Arguments whole(PointwiseOp op, double[] a, double[] b, long... expected) {
        return Arguments.of(op, a, b, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void ofIntegers(PointwiseOp op, double[] a, double[] b, long[] expected) {
        for (DType dtype : List.of(DType.I32, DType.I64)) {
            assertThat(run(Pointwise.of(op), vector(dtype, a), vector(dtype, b)).longs())
                    .as("%s", dtype)
                    .containsExactly(expected);
        }
    }

    @Test
    void theLeastIntegerByMinusOneWraps() {
        HostArray least = vector(DType.I32, Integer.MIN_VALUE);
        HostArray minusOne = vector(DType.I32, -1);
        assertThat(run(Pointwise.of(PointwiseOp.FLOOR_DIVIDE), least, minusOne).longs())
                .containsExactly(Integer.MIN_VALUE);
        assertThat(run(Pointwise.of(PointwiseOp.REMAINDER), least, minusOne).longs())
                .containsExactly(0);
    }

    /** What the table's lambda says and what the formula's interpreter says, at a few points of each row. */
    @ParameterizedTest
    @EnumSource
    void formulaAndReferenceAgree(PointwiseOp op) {
        double[][] points = {{0.3, 0.8, 0.6}, {0.9, -0.7, 0.2}, {0.55, 0.55, 0.5}, {1, 2, 0.9}};
        for (double[] in : points) {
            op.onReals().ifPresent(reference -> {
                double expected = reference.of(in);
                double error = Double.isFinite(expected) ? 1e-14 * (1 + Math.abs(expected)) : 0;
                assertThat(op.formula().evaluate(in)).isCloseTo(expected, within(error));
            });
            long[] whole = {(long) (20 * in[0]), (long) (9 * in[1]), (long) (5 * in[2])};
            op.onIntegers().ifPresent(reference -> assertThat(op.formula().evaluateIntegers(whole))
                    .isEqualTo(reference.of(whole)));
        }
    }

    @Test
    void whatIsOfIntegersIsRefusedForOthers() {
        assertThatThrownBy(() -> Pointwise.of(PointwiseOp.BITWISE_NOT).infer(List.of(TensorSpec.of(DType.F32, 2))))
                .isInstanceOf(MismatchException.class)
                .hasMessage("bitwise_not: input 0 needs integers or truth values, got f32[2]");
    }
}
