package org.clgrad.engine.routine.norm;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** What the batch normalisations are tried on, and the bounds of their errors. */
final class BatchNormSamples {
    /** Planes beside vectors and segments, small ones that are gathered, channels that are cut into slices, and nothing. */
    private static final Object[] SHAPES = {
        Shape.of(1, 1, 3),
        Shape.of(4, 5),
        Shape.of(2, 3, 4, 5),
        Shape.of(3, 2, 16),
        Shape.of(2, 17, 7, 9),
        Shape.of(70, 3, 1),
        Shape.of(2, 2, 1030),
        Shape.of(2, 1, 33_001),
        Shape.of(5, 2, 8_209),
        Shape.of(0, 3, 4),
        Shape.of(3, 0, 2)
    };

    /** An element goes through n/4 + 64 additions at most, in any variant with any tunables. */
    private static final double ADDED = 0.25;

    private static final double ADDED_MORE = 64;

    private BatchNormSamples() {}

    private static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .values("shape", SHAPES)
                .values("epsilon", 1e-5, 0.1)
                .values("ending", (Object[]) Ending.values());
    }

    static SampleSpace forward() {
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4);
        TensorSpec channels = TensorSpec.of(DType.F32, 3);
        return space(BatchNorm.NAME)
                // A mean a thousand deviations from 0 shows whether squares are taken before or after it is subtracted.
                .values("values", Domain.standard(), new Domain.Uniform(1000, 1001))
                .refuses(
                        "no channels",
                        new BatchNorm(0.1, Ending.NONE),
                        List.of(TensorSpec.of(DType.F32, 3), channels, channels),
                        "input needs a floating-point type and shape [N,C,…]")
                .refuses(
                        "weights of another number",
                        new BatchNorm(0.1, Ending.NONE),
                        List.of(x, TensorSpec.of(DType.F32, 4), channels),
                        "weight needs")
                .refuses(
                        "a bias of another type",
                        new BatchNorm(0.1, Ending.NONE),
                        List.of(x, channels, TensorSpec.of(DType.F64, 3)),
                        "bias needs")
                .refuses(
                        "a residual of another shape",
                        new BatchNorm(0.1, Ending.ADD_RELU),
                        List.of(x, channels, channels, channels),
                        "residual needs")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    Shape shape = choice.value("shape", Shape.class);
                    TensorSpec data = TensorSpec.of(dtype, shape);
                    TensorSpec numbers = TensorSpec.of(dtype, shape.size(1));
                    BatchNorm routine =
                            new BatchNorm(choice.value("epsilon", Double.class), choice.value("ending", Ending.class));
                    Domain any = Domain.standard();
                    int inputs = routine.ending().adds() ? 4 : 3;
                    return new Sample(
                            routine,
                            List.of(data, numbers, numbers, data).subList(0, inputs),
                            List.of(choice.value("values", Domain.class), any, any, any)
                                    .subList(0, inputs),
                            forwardTolerance(routine));
                });
    }

    static SampleSpace backward() {
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4);
        TensorSpec channels = TensorSpec.of(DType.F32, 3);
        return space(BatchNormBackward.NAME)
                .refuses(
                        "a gradient of another shape",
                        new BatchNormBackward(0.1, Ending.NONE),
                        List.of(TensorSpec.of(DType.F32, 2, 3), x, channels, channels, channels),
                        "gradient needs")
                .refuses(
                        "no result behind a ReLU",
                        new BatchNormBackward(0.1, Ending.RELU),
                        List.of(x, x, channels, channels, channels),
                        "six tensors")
                .refuses(
                        "no variance",
                        new BatchNormBackward(0.1, Ending.NONE),
                        List.of(x, x, channels, channels),
                        "five tensors")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    TensorSpec data = TensorSpec.of(dtype, choice.value("shape", Shape.class));
                    TensorSpec numbers = TensorSpec.of(dtype, data.size(1));
                    TensorSpec moments = TensorSpec.of(dtype.accumulator(), data.size(1));
                    BatchNormBackward routine = new BatchNormBackward(
                            choice.value("epsilon", Double.class), choice.value("ending", Ending.class));
                    Domain any = Domain.standard();
                    int inputs = routine.ending().rectifies() ? 6 : 5;
                    return new Sample(
                            routine,
                            List.of(data, data, numbers, moments, moments, data).subList(0, inputs),
                            List.of(any, any, any, any, Domain.positive(), new Domain.Ties())
                                    .subList(0, inputs),
                            backwardTolerance(routine));
                });
    }

    private static int channel(Planes planes, int i) {
        return (int) (i / planes.size() % planes.channels());
    }

    /** The elements of a channel. */
    private static double[] channel(double[] x, Planes planes, int c) {
        return IntStream.range(0, x.length)
                .filter(i -> channel(planes, i) == c)
                .mapToDouble(i -> x[i])
                .toArray();
    }

    /** That of z; the residual's addition rounds once, and a ReLU brings no two numbers further apart. */
    private static Tolerance forwardTolerance(BatchNorm routine) {
        return (output, dtype, in, expected) -> {
            Planes planes = Planes.of(in.get(0).shape());
            double[] x = in.get(0).doubles();
            double[] weight = in.get(1).doubles();
            double[] bias = in.get(2).doubles();
            double[] residual = routine.ending().adds() ? in.get(3).doubles() : new double[x.length];
            double[] bounds = new double[expected.length];
            for (int c = 0; c < weight.length && x.length > 0; c++) {
                double[] elements = channel(x, planes, c);
                MomentsError error = MomentsError.of(
                        dtype, elements, ADDED * planes.perChannel() + ADDED_MORE, true, routine.epsilon());
                double mean = DoubleStream.of(elements).sum() / elements.length;
                for (int i = 0; i < bounds.length; i++) {
                    if (output > 0) {
                        bounds[i] = i == c ? error.ofMoment(output == 1) : bounds[i];
                    } else if (channel(planes, i) == c) {
                        double distance = x[i] - mean;
                        double z = distance / error.deviation() * weight[c] + bias[c];
                        bounds[i] = error.ofOutput(
                                distance, weight[c], Math.abs(z) + Math.abs(bias[c]) + Math.abs(residual[i]));
                    }
                }
            }
            return bounds;
        };
    }

    /** The sums' n·u·Σ|terms|, 3 ulp of the root and 10 roundings; dz is exact. */
    private static Tolerance backwardTolerance(BatchNormBackward routine) {
        return (output, dtype, in, expected) -> {
            Planes planes = Planes.of(in.get(1).shape());
            double[] dz = in.get(0).doubles();
            if (routine.ending().rectifies()) {
                double[] y = in.get(5).doubles();
                Arrays.setAll(dz, i -> y[i] <= 0 ? 0 : dz[i]);
            }
            double[] x = in.get(1).doubles();
            double[] weight = in.get(2).doubles();
            double[] mean = in.get(3).doubles();
            double[] variance = in.get(4).doubles();
            double[] sums = new double[weight.length];
            double[] products = new double[weight.length];
            double[] normalised = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                int c = channel(planes, i);
                normalised[i] = Math.abs(x[i] - mean[c]) / Math.sqrt(variance[c] + routine.epsilon());
                sums[c] += Math.abs(dz[i]);
                products[c] += Math.abs(dz[i]) * normalised[i];
            }
            double n = planes.perChannel();
            double roundoff = 2 * (n + 24) * dtype.unitRoundoff();
            double[] bounds = new double[expected.length];
            for (int i = 0; i < bounds.length; i++) {
                int c = output == 0 || output == 3 ? channel(planes, i) : i;
                bounds[i] = roundoff
                        * switch (output) {
                            case 0 ->
                                Math.abs(weight[c])
                                        / Math.sqrt(variance[c] + routine.epsilon())
                                        * (Math.abs(dz[i]) + sums[c] / n + normalised[i] * products[c] / n);
                            case 1 -> products[c];
                            case 2 -> sums[c];
                            default -> 0;
                        };
            }
            return bounds;
        };
    }
}
