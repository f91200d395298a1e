package org.clgrad.engine.routine.softmax;

import java.util.List;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** The cases and error bounds that the softmax family shares. u is the unit roundoff, n the length of a row. */
final class SoftmaxSamples {
    private SoftmaxSamples() {}

    /** u; twice in double, where the reference rounds as the kernels do and may err the other way. */
    static double roundoff(DType dtype) {
        return dtype == DType.F64 ? 2 * dtype.unitRoundoff() : dtype.unitRoundoff();
    }

    private record Along(Shape shape, int axis) {}

    /** Shapes whose rows straddle a vector, the lanes of a group and the rows of a work-item. */
    private static final Object[] SHAPES = {
        new Along(Shape.of(1, 1), 1),
        new Along(Shape.of(10), 0),
        new Along(Shape.of(3, 10), 1),
        new Along(Shape.of(5, 7), -1),
        new Along(Shape.of(17, 8), 1),
        new Along(Shape.of(2, 2, 33), -1),
        new Along(Shape.of(65, 1), 1),
        new Along(Shape.of(2, 257), 1),
        new Along(Shape.of(6, 5, 1), 1),
        new Along(Shape.of(4, 5), 0),
        new Along(Shape.of(2, 3, 8), 1),
        new Along(Shape.of(3, 17, 19), -2),
        new Along(Shape.of(0, 3), 1),
        new Along(Shape.of(3, 0), 1),
        new Along(Shape.of(3, 2, 0), 1)
    };

    static SampleSpace forward() {
        Softmax routine = new Softmax(0, false);
        return SampleSpace.of(Softmax.NAME)
                .values("dtype", DType.floats().toArray())
                .values("shape", SHAPES)
                .flag("log")
                .values(
                        "domain",
                        Domain.standard(),
                        new Domain.Uniform(-60, 60),
                        new Domain.Uniform(1000, 1010),
                        new Domain.Special())
                .refuses("no axis", routine, List.of(TensorSpec.of(DType.F32)), "softmax: axis 0 needs")
                .refuses(
                        "beyond the axes",
                        new Softmax(2, true),
                        List.of(TensorSpec.of(DType.F32, 2, 3)),
                        "log_softmax: axis 2 needs")
                .refuses("integers", routine, List.of(TensorSpec.of(DType.I64, 3)), "floating-point")
                .sample(choice -> {
                    Along along = choice.value("shape", Along.class);
                    Softmax chosen = new Softmax(along.axis, choice.flag("log"));
                    return new Sample(
                            chosen,
                            List.of(TensorSpec.of(choice.value("dtype", DType.class), along.shape)),
                            List.of(choice.value("domain", Domain.class)),
                            chosen.log() ? logBounds(chosen.name(), along.axis) : bounds(chosen.name(), along.axis));
                });
    }

    static SampleSpace backward() {
        TensorSpec dy = TensorSpec.of(DType.F32, 2, 3);
        return SampleSpace.of(SoftmaxBackward.NAME)
                .values("dtype", DType.floats().toArray())
                .values("shape", SHAPES)
                .flag("log")
                .refuses(
                        "no axis",
                        new SoftmaxBackward(-3, true),
                        List.of(dy, dy),
                        "log_softmax_backward: axis -3 needs")
                .refuses(
                        "another shape",
                        new SoftmaxBackward(0, false),
                        List.of(dy, TensorSpec.of(DType.F32, 3, 2)),
                        "y needs")
                .refuses("no y", new SoftmaxBackward(0, false), List.of(dy), "two tensors")
                .sample(choice -> {
                    Along along = choice.value("shape", Along.class);
                    SoftmaxBackward chosen = new SoftmaxBackward(along.axis, choice.flag("log"));
                    TensorSpec spec = TensorSpec.of(choice.value("dtype", DType.class), along.shape);
                    // y lies in the range of what the forward routine gives.
                    Domain y = chosen.log() ? new Domain.Uniform(-6, 0) : new Domain.Uniform(0, 1);
                    return new Sample(
                            chosen,
                            List.of(spec, spec),
                            List.of(Domain.standard(), y),
                            backwardBounds(chosen.name(), along.axis, chosen.log()));
                });
    }

    /** Sums over one row that the bounds are made of. */
    private record RowError(double shift, double sum, double meanDistance) {
        /** The mean of |x − max| weighted by softmax: what the roundings of x − max do to Σ exp, relative, in u. */
        static RowError of(double[] x, int[] at) {
            double shift = Double.NEGATIVE_INFINITY;
            for (int i : at) {
                shift = Math.max(shift, x[i]);
            }
            double sum = 0;
            double distance = 0;
            for (int i : at) {
                double e = Math.exp(x[i] - shift);
                sum += e;
                distance += e == 0 ? 0 : e * (shift - x[i]);
            }
            return new RowError(shift, sum, distance / sum);
        }
    }

    /**
     * With d = x − max: its rounding is u|d|, which exp makes relative, and exp adds 3 ulp = 6u. The sum has that error
     * of its terms, weighted, and n roundings; the quotient 2.5 ulp = 5u, the reference on storing u: relative (|d| + mean|d| + n + 18)u. What
     * is flushed to zero or rounded as a denormal is below the smallest normal number in exp and once more in y.
     */
    private static Tolerance bounds(String name, int axis) {
        return (output, dtype, in, expected) -> {
            AlongAxis along = AlongAxis.of(name, in.get(0).shape(), axis);
            double[] x = in.get(0).doubles();
            double[] bounds = new double[expected.length];
            double tiny = dtype == DType.F64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
            along.eachLine(HostExec.sequential(), at -> {
                RowError row = RowError.of(x, at);
                for (int i : at) {
                    double distance = expected[i] == 0 ? 0 : row.shift - x[i];
                    double relative = distance + row.meanDistance + along.n() + 18;
                    bounds[i] = relative * roundoff(dtype) * expected[i] + 2 * tiny;
                }
            });
            return bounds;
        };
    }

    /**
     * d carries u|d| ≤ u|y|; log of the sum the relative error of the sum, (mean|d| + 6 + n)u, and 3 ulp = 6u of itself;
     * the difference u|y|, and the reference on storing another.
     */
    static Tolerance logBounds(String name, int axis) {
        return (output, dtype, in, expected) -> {
            AlongAxis along = AlongAxis.of(name, in.get(0).shape(), axis);
            double[] x = in.get(0).doubles();
            double[] bounds = new double[expected.length];
            along.eachLine(HostExec.sequential(), at -> {
                RowError row = RowError.of(x, at);
                double ofLog = row.meanDistance + along.n() + 6 + 6 * Math.log(row.sum);
                for (int i : at) {
                    double magnitude = Double.isInfinite(expected[i]) ? 0 : 3 * Math.abs(expected[i]);
                    bounds[i] = (magnitude + ofLog) * roundoff(dtype);
                }
            });
            return bounds;
        };
    }

    /**
     * Softmax: the sum s of n products with an fma each has (n + 2)u·Σ|dy·y|, the difference dy − s and the product one
     * rounding each. Log-softmax: s has (n + 2)u·Σ|dy|, exp 3 ulp = 6u, the fma u|dx|. The
     * reference, on storing, has u|dx|.
     */
    private static Tolerance backwardBounds(String name, int axis, boolean log) {
        return (output, dtype, in, expected) -> {
            AlongAxis along = AlongAxis.of(name, in.get(0).shape(), axis);
            double[] dy = in.get(0).doubles();
            double[] y = in.get(1).doubles();
            double u = roundoff(dtype);
            double[] bounds = new double[expected.length];
            along.eachLine(HostExec.sequential(), at -> {
                double magnitudes = 0;
                for (int i : at) {
                    magnitudes += Math.abs(log ? dy[i] : dy[i] * y[i]);
                }
                for (int i : at) {
                    bounds[i] = log
                            ? u * (2 * Math.abs(expected[i]) + (along.n() + 8) * Math.exp(y[i]) * magnitudes)
                            : u * Math.abs(y[i]) * ((along.n() + 5) * magnitudes + 3 * Math.abs(dy[i]));
                }
            });
            return bounds;
        };
    }
}
