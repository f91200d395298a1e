package org.clgrad.examples.customop;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/** d[n,m] = Σ (x[n,k] − y[m,k])²: how far each of n points is from each of m others, without a tensor of n·m·k elements. */
public record SquaredDistance() implements Routine {
    private static final String NAME = "squared_distance";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        TensorSpec x = in.get(0);
        TensorSpec y = in.get(1);
        boolean fits = x.shape().rank() == 2
                && y.shape().rank() == 2
                && x.shape().size(1) == y.shape().size(1);
        if (!fits || !x.dtype().isFloat() || x.dtype() != y.dtype()) {
            throw new MismatchException(NAME, "y beside x " + x, "[m,k] of the same real type", y.toString());
        }
        return List.of(TensorSpec.of(x.dtype(), x.shape().size(0), y.shape().size(0)));
    }

    /** The reference, which the kernel is checked against; it is also what runs where there is no OpenCL. */
    @Override
    public void onHost(HostExec exec, Args args) {
        double[] x = args.in(0).doubles();
        double[] y = args.in(1).doubles();
        int k = Math.toIntExact(args.in(0).shape().size(1));
        int m = Math.toIntExact(args.in(1).shape().size(0));
        double[] d = new double[args.out(0).size()];
        exec.each(d.length, at -> {
            int row = (int) at / m * k;
            int column = (int) at % m * k;
            for (int i = 0; i < k; i++) {
                d[(int) at] += (x[row + i] - y[column + i]) * (x[row + i] - y[column + i]);
            }
        });
        args.out(0).set(d);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, SquaredDistance::plan));
    }

    private static void plan(PlanBuilder plan) {
        DType dtype = plan.in(0).dtype();
        long n = plan.in(0).shape().size(0);
        long m = plan.in(1).shape().size(0);
        plan.open(NAME, Map.of("n", n, "m", m))
                .real(dtype)
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), dtype)
                .buffer(plan.denseOut(0), dtype)
                .int64(n)
                .int64(m)
                .int64(plan.in(0).shape().size(1))
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        TensorSpec out = infer(in).get(0);
        return Cost.of(3 * out.elements() * in.get(0).shape().size(1), in, List.of(out));
    }

    /** What it is tried on. Of a sum of k squares: (k + 2)·u·Σ for the sum, and u twice for each difference. */
    public static SampleSpace samples() {
        return SampleSpace.of(NAME)
                .values("dtype", DType.F32, DType.F64)
                .sizes("n", 1, 0, 3, 4, 5, 17)
                .sizes("m", 1, 0, 2, 33)
                .sizes("k", 1, 0, 2, 13, 64)
                .refuses(
                        "points of another space",
                        new SquaredDistance(),
                        List.of(TensorSpec.of(DType.F32, 3, 2), TensorSpec.of(DType.F32, 3, 4)),
                        "squared_distance: y beside x f32[3,2] needs [m,k] of the same real type, got f32[3,4]")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    long k = choice.size("k");
                    return new Sample(
                            new SquaredDistance(),
                            List.of(
                                    TensorSpec.of(dtype, choice.size("n"), k),
                                    TensorSpec.of(dtype, choice.size("m"), k)),
                            List.of(Domain.standard(), Domain.standard()),
                            Tolerance.ulps(k + 4));
                });
    }
}
