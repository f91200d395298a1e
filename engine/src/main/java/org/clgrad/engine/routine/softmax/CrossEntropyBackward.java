package org.clgrad.engine.routine.softmax;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The gradient of {@link CrossEntropy} by the logits: dx[n,i] = (exp(y[n,i]) − [i = labelₙ])·dlossₙ.
 *
 * <p>Inputs: dloss[N], the gradient of each sample's loss (often one value repeated, with stride 0); y[N,C], the
 * log-probabilities; labels[N] of {@code I64}, {@code I32} or {@code U8}. Output: dx[N,C].
 *
 * <p>The row of a sample whose label is no class is NaN, as its loss is. NaN and infinities spread as the formula says.
 *
 * <p>Nothing is accumulated. Error: at most u·|dlossₙ|·(8·exp(y) + 2·[i = labelₙ]).
 */
public record CrossEntropyBackward() implements Routine {
    private static final String NAME = "cross_entropy_backward";
    private static final List<Variant> VARIANTS = List.of(new KernelVariant(NAME, CrossEntropyBackward::plan));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 3) {
            throw new MismatchException(NAME, "the list of inputs", "three tensors", in.toString());
        }
        TensorSpec dloss = in.get(0);
        TensorSpec y = in.get(1);
        CrossEntropy.checkRows(NAME, "log-probabilities", y);
        CrossEntropy.checkLabels(NAME, y, in.get(2));
        if (dloss.dtype() != y.dtype() || dloss.rank() != 1 || dloss.size(0) != y.size(0)) {
            throw new MismatchException(
                    NAME,
                    "gradient of the losses",
                    TensorSpec.of(y.dtype(), y.size(0)).toString(),
                    dloss.toString());
        }
        return List.of(TensorSpec.of(y.dtype(), y.shape()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] dloss = args.in(0).doubles();
        double[] y = args.in(1).doubles();
        long[] labels = args.in(2).longs();
        int classes = Math.toIntExact(args.in(1).shape().size(1));
        double[] dx = new double[y.length];
        exec.each(y.length, at -> {
            int i = (int) at;
            long label = labels[i / classes];
            double target = i % classes == label ? 1 : 0;
            boolean isClass = label >= 0 && label < classes;
            dx[i] = isClass ? (Math.exp(y[i]) - target) * dloss[i / classes] : Double.NaN;
        });
        args.out(0).set(dx);
    }

    @Override
    public List<Variant> variants() {
        return VARIANTS;
    }

    private static void plan(PlanBuilder plan) {
        TensorSpec y = plan.in(1);
        plan.open(NAME, Map.of("rows", y.size(0), "n", y.size(1)))
                .real(y.dtype())
                .type("T1", plan.in(2).dtype())
                .launch()
                .in(0)
                .buffer(plan.dense(1), y.dtype())
                .in(2)
                .buffer(plan.denseOut(0), y.dtype())
                .int64(y.size(1))
                .int64(plan.in(0).stride(0))
                .int64(plan.in(2).stride(0))
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(2 * in.get(1).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        TensorSpec y = TensorSpec.of(DType.F32, 4, 3);
        TensorSpec labels = TensorSpec.of(DType.I64, 4);
        CrossEntropyBackward routine = new CrossEntropyBackward();
        return SampleSpace.of(NAME)
                .values("dtype", DType.F32, DType.F64)
                .values("labels", DType.I64, DType.I32, DType.U8)
                .sizes("rows", 1, 3, 0, 17)
                .sizes("classes", 10, 1, 7, 8, 9, 63, 64, 65, 131, 0)
                .refuses(
                        "a gradient for each class",
                        routine,
                        List.of(y, y, labels),
                        "gradient of the losses needs f32[4]")
                .refuses(
                        "a gradient of another type",
                        routine,
                        List.of(TensorSpec.of(DType.F64, 4), y, labels),
                        "gradient of the losses needs f32[4]")
                .refuses(
                        "too many labels",
                        routine,
                        List.of(TensorSpec.of(DType.F32, 4), y, TensorSpec.of(DType.I64, 5)),
                        "labels needs an integer type and shape [4]")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    DType type = choice.value("labels", DType.class);
                    long rows = choice.size("rows");
                    long classes = choice.size("classes");
                    return new Sample(
                            routine,
                            List.of(
                                    TensorSpec.of(dtype, rows),
                                    TensorSpec.of(dtype, rows, classes),
                                    TensorSpec.of(type, rows)),
                            List.of(
                                    Domain.standard(),
                                    new Domain.Uniform(-6, 0),
                                    new Domain.Integers(type == DType.U8 ? 0 : -1, classes + 1)),
                            CrossEntropyBackward::bounds);
                });
    }

    /** exp has 3 ulp = 6u, the difference and the product one rounding each, and so has the reference on storing. */
    private static double[] bounds(int output, DType dtype, List<HostArray> in, double[] expected) {
        double[] dloss = in.get(0).doubles();
        double[] y = in.get(1).doubles();
        long[] labels = in.get(2).longs();
        int classes = Math.toIntExact(in.get(1).shape().size(1));
        double[] bounds = new double[y.length];
        for (int i = 0; i < bounds.length; i++) {
            double target = i % classes == labels[i / classes] ? 1 : 0;
            bounds[i] =
                    SoftmaxSamples.roundoff(dtype) * Math.abs(dloss[i / classes]) * (9 * Math.exp(y[i]) + 3 * target);
        }
        return bounds;
    }
}
