package org.clgrad.engine.routine.pointwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values known from angles of 30 and 60 degrees, from e^(ln 2) = 2, and from tables, of the references' plain functions. */
final class PointwiseValuesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final double LN2 = 0.6931471805599453;
    private static final double LN3 = 1.0986122886681098;
    private static final double PI = 3.141592653589793;

    static Stream<Arguments> ofOne() {
        return Stream.of(
                of(PointwiseOp.NEG, in(2, -INF), -2, INF),
                of(PointwiseOp.SIGN, in(2, 0, -0.5), 1, 0, -1),
                of(PointwiseOp.SQUARE, in(3, -0.5), 9, 0.25),
                of(PointwiseOp.RECIPROCAL, in(4, -0.5, 0), 0.25, -2, INF),
                of(PointwiseOp.EXP, in(0, LN2, -LN2, -INF), 1, 2, 0.5, 0),
                of(PointwiseOp.EXPM1, in(0, LN2, 1e-20), 0, 1, 1e-20),
                of(PointwiseOp.LOG, in(1, 2, 0, -1), 0, LN2, -INF, NAN),
                of(PointwiseOp.LOG1P, in(0, 1, 2, 1e-20), 0, LN2, LN3, 1e-20),
                of(PointwiseOp.SQRT, in(9, 0.25, -1), 3, 0.5, NAN),
                of(PointwiseOp.RSQRT, in(4, 0.25, 0), 0.5, 2, INF),
                of(PointwiseOp.SIN, in(0, PI / 6, -PI / 2), 0, 0.5, -1),
                of(PointwiseOp.COS, in(0, PI / 3, PI), 1, 0.5, -1),
                // (2 − ½)/(2 + ½)
                of(PointwiseOp.TANH, in(0, LN2, INF), 0, 0.6, 1),
                of(PointwiseOp.ERF, in(0, 1, -0.5, INF), 0, 0.8427007929497149, -0.5204998778130465, 1),
                of(PointwiseOp.RELU, in(-1, 0, 2), 0, 0, 2),
                of(PointwiseOp.RELU6, in(-1, 3, 7), 0, 3, 6),
                of(PointwiseOp.SIGMOID, in(0, LN3, -LN3), 0.5, 0.75, 0.25),
                of(PointwiseOp.SOFTPLUS, in(0, LN2, -LN2), LN2, LN3, Math.log(1.5)),
                of(PointwiseOp.LOG_SIGMOID, in(0, LN2), -LN2, LN2 - LN3),
                of(PointwiseOp.SILU, in(0, LN3), 0, 0.75 * LN3),
                // softplus(ln 2) = ln 3, and tanh(ln 3) = (3 − ⅓)/(3 + ⅓)
                of(PointwiseOp.MISH, in(0, LN2), 0, 0.8 * LN2),
                // x·Φ(x), with Φ(1) from a table of the normal distribution
                of(PointwiseOp.GELU, in(0, 1, -1), 0, 0.8413447460685429, -0.15865525393145707),
                of(PointwiseOp.GELU_TANH, in(0, 1), 0, 0.8411919906082768),
                of(PointwiseOp.SELU, in(1, 0, -INF), 1.0507009873554805, 0, -1.7580993408473766),
                of(PointwiseOp.SOFTSIGN, in(1, -3), 0.5, -0.75),
                of(PointwiseOp.HARD_SIGMOID, in(0, 1.5, 3, -4), 0.5, 0.75, 1, 0),
                of(PointwiseOp.HARD_SWISH, in(1, 4, -3), 2.0 / 3, 4, 0),
                of(PointwiseOp.LOGICAL_NOT, in(0, 2, NAN), 1, 0, 0),
                of(Pointwise.leakyRelu(0.1), in(2, -2), 2, -0.2),
                of(Pointwise.elu(2), in(2, -LN2), 2, -1),
                of(Pointwise.celu(2), in(2, -2 * LN2), 2, -1),
                of(Pointwise.softplus(2, 3), in(0, LN2, 5), LN2 / 2, Math.log(5) / 2, 5),
                of(Pointwise.clamp(-1, 2), in(-3, 0.5, 4), -1, 0.5, 2),
                of(Pointwise.clamp(5, 1), in(0, 3, 7, NAN), 1, 1, 1, NAN),
                of(Pointwise.hardtanh(-1, 2), in(-3, 0.5, 4), -1, 0.5, 2),
                of(Pointwise.threshold(1, 9), in(0.5, 1, 2), 9, 9, 2),
                of(Pointwise.nanToNum(7, 8, 9), in(NAN, INF, -INF, 1), 7, 8, 9, 1));
    }

    static Stream<Arguments> ofTwo() {
        return Stream.of(
                two(PointwiseOp.ADD, in(2, 0.5), in(3, -1), 5, -0.5),
                two(PointwiseOp.SUB, in(2, 0.5), in(3, -1), -1, 1.5),
                two(PointwiseOp.MUL, in(2, 0.5), in(3, -1), 6, -0.5),
                two(PointwiseOp.DIV, in(1, 1, 0), in(4, 0, 0), 0.25, INF, NAN),
                two(PointwiseOp.POW, in(2, 4, 2, 0), in(3, 0.5, -1, 0), 8, 2, 0.5, 1),
                two(PointwiseOp.MAXIMUM, in(1, 2, NAN), in(2, 1, 0), 2, 2, NAN),
                two(PointwiseOp.MINIMUM, in(1, 2, NAN), in(2, 1, 0), 1, 1, NAN),
                ofThree(gradient(PointwiseOp.MAXIMUM, 0), in(3, 1, 2, NAN, 1), in(1, 3, 2, 1, NAN), 6, 0, 3, 6, 6),
                ofThree(gradient(PointwiseOp.MAXIMUM, 1), in(3, 1, 2, NAN, 1), in(1, 3, 2, 1, NAN), 0, 6, 3, 6, 6),
                ofThree(gradient(PointwiseOp.MINIMUM, 0), in(3, 1, 2, NAN, 1), in(1, 3, 2, 1, NAN), 0, 6, 3, 6, 6),
                ofThree(gradient(PointwiseOp.MINIMUM, 1), in(3, 1, 2, NAN, 1), in(1, 3, 2, 1, NAN), 6, 0, 3, 6, 6),
                two(PointwiseOp.GLU, in(4, 4), in(0, LN3), 2, 3),
                two(PointwiseOp.EQ, in(1, 2, NAN), in(1, 1, NAN), 1, 0, 0),
                two(PointwiseOp.NE, in(1, 2, NAN), in(1, 1, NAN), 0, 1, 1),
                two(PointwiseOp.LT, in(1, 2, NAN), in(2, 2, 1), 1, 0, 0),
                two(PointwiseOp.LE, in(1, 2, NAN), in(2, 2, 1), 1, 1, 0),
                two(PointwiseOp.GT, in(3, 2, NAN), in(2, 2, 1), 1, 0, 0),
                two(PointwiseOp.GE, in(3, 2, NAN), in(2, 2, 1), 1, 1, 0),
                two(Pointwise.prelu(), in(2, -2), in(0.5, 0.5), 2, -1),
                Arguments.of(
                        Pointwise.of(PointwiseOp.LERP), List.of(in(1, 1), in(5, 5), in(0.25, 1)), new double[] {2, 5}));
    }

    private static Pointwise gradient(PointwiseOp op, int input) {
        return Pointwise.of(op).gradient(input);
    }

    /** Of two inputs and dy, which is 6. */
    private static Arguments ofThree(Pointwise routine, double[] x, double[] y, double... expected) {
        return Arguments.of(
                routine,
                List.of(x, y, DoubleStream.generate(() -> 6).limit(x.length).toArray()),
                expected);
    }

    private static double[] in(double... values) {
        return values;
    }

    private static Arguments of(PointwiseOp op, double[] x, double... expected) {
        return of(Pointwise.of(op), x, expected);
    }

    private static Arguments of(Pointwise routine, double[] x, double... expected) {
        return Arguments.of(routine, List.of(x), expected);
    }

    private static Arguments two(PointwiseOp op, double[] x, double[] y, double... expected) {
        return two(Pointwise.of(op), x, y, expected);
    }

    private static Arguments two(Pointwise routine, double[] x, double[] y, double... expected) {
        return Arguments.of(routine, List.of(x, y), expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"ofOne", "ofTwo"})
    void isWhatIsKnown(Pointwise routine, List<double[]> inputs, double[] expected) {
        List<HostArray> in = inputs.stream()
                .map(values -> HostArray.of(DType.F64, Shape.of(values.length), values))
                .toList();
        List<TensorSpec> specs = in.stream().map(HostArray::spec).toList();
        List<HostArray> out = new ArrayList<>();
        routine.infer(specs).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(in, out));
        assertThat(out.get(0).doubles()).containsExactly(expected, within(2e-15));
    }

    /** 0.1 lies below the nearest f32 and bf16, above the nearest f16, and is compared as an f32 but with f64. */
    @ParameterizedTest
    @CsvSource({
        "F64, 0.1, 2",
        "F32, 0.1, 2",
        "F16, 0.1, 2",
        "BF16, 0.1, 0.10009765625",
        "F64, 0.10000000149011612, 0.10000000149011612"
    })
    void constantsAreOfTheTypeComputedIn(DType dtype, double x, double expected) {
        HostArray in = HostArray.of(dtype, Shape.scalar(), x);
        HostArray out = HostArray.zeros(in.spec());
        Pointwise.threshold(0.1, 2).onHost(HostExec.sequential(), new Args(List.of(in), List.of(out)));
        assertThat(out.doubles()).containsExactly(expected);
    }
}
