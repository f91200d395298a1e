package org.clgrad.engine.routine.norm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** What the group normalisations are tried on, and the bounds of their errors. */
final class GroupNormSamples {
    private record Grouped(Shape shape, int groups) {}

    /** Rows beside vectors and work-groups, of elements and of planes; more rows than work-items; one long row; nothing. */
    private static final Object[] SHAPES = {
        new Grouped(Shape.of(1, 4), 1),
        new Grouped(Shape.of(5, 15), 1),
        new Grouped(Shape.of(3, 33), 1),
        new Grouped(Shape.of(37, 66), 1),
        new Grouped(Shape.of(3, 1031), 1),
        new Grouped(Shape.of(7, 34), 2),
        new Grouped(Shape.of(2, 6, 5), 3),
        new Grouped(Shape.of(3, 4, 17, 3), 2),
        new Grouped(Shape.of(2, 3, 4, 8), 3),
        new Grouped(Shape.of(19, 2, 35), 1),
        new Grouped(Shape.of(1, 2, 4099), 1),
        new Grouped(Shape.of(0, 4, 3), 2),
        new Grouped(Shape.of(3, 4, 0), 2),
        new Grouped(Shape.of(3, 0), 2)
    };

    /** An element goes through n/32 + 40 additions at most, in any variant with any tunables. */
    private static final double ADDED = 1 / 32.0;

    private static final double ADDED_MORE = 40;

    private GroupNormSamples() {}

    private static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .values("shape", SHAPES)
                .flag("centred")
                .values("epsilon", 1e-5, 0.1);
    }

    static SampleSpace forward() {
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4);
        TensorSpec channels = TensorSpec.of(DType.F32, 3);
        return space(GroupNorm.NAME)
                .sizes("affine", 0, 1, 2)
                .values("values", Domain.standard(), new Domain.Uniform(30, 31))
                .refuses("no channels", new GroupNorm(1, true, 0.1), List.of(TensorSpec.of(DType.F32, 3)), "[N,C,…]")
                .refuses(
                        "groups of unequal size",
                        new GroupNorm(2, true, 0.1),
                        List.of(x),
                        "channels that are a multiple of 2")
                .refuses(
                        "weights of another number",
                        new GroupNorm(1, true, 0.1),
                        List.of(x, TensorSpec.of(DType.F32, 4)),
                        "weight needs")
                .refuses(
                        "a bias of another type",
                        new GroupNorm(1, true, 0.1),
                        List.of(x, channels, TensorSpec.of(DType.F64, 3)),
                        "bias needs")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    Grouped grouped = choice.value("shape", Grouped.class);
                    GroupNorm routine = new GroupNorm(
                            grouped.groups, choice.flag("centred"), choice.value("epsilon", Double.class));
                    List<TensorSpec> in = new ArrayList<>(List.of(TensorSpec.of(dtype, grouped.shape)));
                    List<Domain> domains = new ArrayList<>(List.of(choice.value("values", Domain.class)));
                    for (int i = 0; i < choice.count("affine"); i++) {
                        in.add(TensorSpec.of(dtype, grouped.shape.size(1)));
                        domains.add(Domain.standard());
                    }
                    return new Sample(routine, in, domains, forwardTolerance(routine));
                });
    }

    static SampleSpace backward() {
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4);
        TensorSpec rows = TensorSpec.of(DType.F32, 2, 1);
        GroupNormBackward any = new GroupNormBackward(1, true, 0.1);
        return space(GroupNormBackward.NAME)
                .flag("affine")
                .refuses(
                        "a gradient of another shape",
                        any,
                        List.of(TensorSpec.of(DType.F32, 2, 3), x, rows, rows),
                        "gradient needs")
                .refuses("a mean for each image", any, List.of(x, x, TensorSpec.of(DType.F32, 2), rows), "mean needs")
                .refuses("no variance", any, List.of(x, x, rows), "four or five tensors")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    Grouped grouped = choice.value("shape", Grouped.class);
                    GroupNormBackward routine = new GroupNormBackward(
                            grouped.groups, choice.flag("centred"), choice.value("epsilon", Double.class));
                    TensorSpec data = TensorSpec.of(dtype, grouped.shape);
                    TensorSpec moments =
                            TensorSpec.of(dtype.accumulator(), Shape.of(grouped.shape.size(0), grouped.groups));
                    List<TensorSpec> in = new ArrayList<>(List.of(data, data, moments, moments));
                    Domain standard = Domain.standard();
                    List<Domain> domains = new ArrayList<>(List.of(standard, standard, standard, Domain.positive()));
                    if (choice.flag("affine")) {
                        in.add(TensorSpec.of(dtype, grouped.shape.size(1)));
                        domains.add(standard);
                    }
                    return new Sample(routine, in, domains, backwardTolerance(routine));
                });
    }

    private static double[] orElse(List<HostArray> in, int index, long channels, double value) {
        if (in.size() > index) {
            return in.get(index).doubles();
        }
        double[] all = new double[Math.toIntExact(channels)];
        Arrays.fill(all, value);
        return all;
    }

    private static Tolerance forwardTolerance(GroupNorm routine) {
        return (output, dtype, in, expected) -> {
            GroupRows view = GroupRows.of(in.get(0).shape(), routine.groups());
            int n = (int) view.perRow();
            double[] x = in.get(0).doubles();
            double[] weight = orElse(in, 1, view.channels(), 1);
            double[] bias = orElse(in, 2, view.channels(), 0);
            double[] bounds = new double[expected.length];
            for (int row = 0; row < view.rows() && n > 0; row++) {
                double[] own = Arrays.copyOfRange(x, row * n, row * n + n);
                MomentsError error =
                        MomentsError.of(dtype, own, ADDED * n + ADDED_MORE, routine.centred(), routine.epsilon());
                if (output > 0) {
                    bounds[row] = error.ofMoment(output == 1);
                }
                for (int i = row * n; i < row * n + n && output == 0; i++) {
                    int c = (int) (i / view.size() % view.channels());
                    double distance = weight[c] == 0 ? 0 : (expected[i] - bias[c]) / weight[c] * error.deviation();
                    bounds[i] = error.ofOutput(distance, weight[c], Math.abs(expected[i]) + Math.abs(bias[c]));
                }
            }
            return bounds;
        };
    }

    /** The sums' n·u·Σ|terms|, 3 ulp of the root, 2.5 of the quotients, and 12 roundings. */
    private static Tolerance backwardTolerance(GroupNormBackward routine) {
        return (output, dtype, in, expected) -> {
            GroupRows view = GroupRows.of(in.get(1).shape(), routine.groups());
            double[] dy = in.get(0).doubles();
            double[] x = in.get(1).doubles();
            double[] mean = in.get(2).doubles();
            double[] variance = in.get(3).doubles();
            double[] weight = orElse(in, 4, view.channels(), 1);
            double[] normalised = new double[x.length];
            double[] sums = new double[mean.length];
            double[] products = new double[mean.length];
            double[] bounds = new double[expected.length];
            double n = view.perRow();
            double u = 2 * dtype.unitRoundoff();
            for (int i = 0; i < x.length; i++) {
                int row = (int) (i / n);
                int c = (int) (i / view.size() % view.channels());
                normalised[i] = Math.abs(x[i] - mean[row]) / Math.sqrt(variance[row] + routine.epsilon());
                sums[row] += Math.abs(dy[i] * weight[c]);
                products[row] += Math.abs(dy[i] * weight[c]) * normalised[i];
                if (output > 0) {
                    double term = Math.abs(dy[i]) * (output == 1 ? normalised[i] : 1);
                    bounds[c] += (view.images() * view.size() + 28) * u * term;
                }
            }
            for (int i = 0; i < x.length && output == 0; i++) {
                int row = (int) (i / n);
                int c = (int) (i / view.size() % view.channels());
                double terms = Math.abs(dy[i] * weight[c]) + sums[row] / n + normalised[i] * products[row] / n;
                bounds[i] = (n + 28) * u * terms / Math.sqrt(variance[row] + routine.epsilon());
            }
            return bounds;
        };
    }
}
