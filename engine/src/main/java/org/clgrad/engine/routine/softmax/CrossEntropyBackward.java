package org.clgrad.engine.routine.softmax;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The gradient of {@link CrossEntropy} by the logits: dx[n,i] = (Σⱼ tⱼ·exp(y[n,i]) − tᵢ)·dlossₙ, tᵢ = weightᵢ·((1 −
 * smoothing)·[i = labelₙ] + smoothing/C).
 *
 * <p>Inputs: dloss[N], the gradient of each sample's loss (often one value repeated, with stride 0); y[N,C], the
 * log-probabilities; labels[N] of {@code I64}, {@code I32} or {@code U8}; and, where classes have weights, weight[C] and its
 * sum, a scalar. Output: dx[N,C].
 *
 * <p>The row of a sample that is ignored is 0; that of a sample whose label is no class is NaN, as its loss is. NaN and
 * infinities spread as the formula says.
 *
 * <p>Nothing is accumulated. Error: at most u·|dlossₙ|·(12·Σt·exp(y) + 5·tᵢ).
 *
 * @param ignored that of the forward routine
 * @param smoothing that of the forward routine
 */
public record CrossEntropyBackward(long ignored, double smoothing) implements Routine {
    static final String NAME = "cross_entropy_backward";

    /** @throws IllegalArgumentException if the smoothing is not in [0, 1] */
    public CrossEntropyBackward {
        ClassTargets.checkSmoothing(NAME, smoothing);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 3 && in.size() != 5) {
            throw new MismatchException(NAME, "the list of inputs", "three or five tensors", in.toString());
        }
        TensorSpec dloss = in.get(0);
        TensorSpec y = in.get(1);
        ClassTargets.checkRows(NAME, "log-probabilities", y);
        ClassTargets.checkLabels(NAME, y, in.get(2));
        if (dloss.dtype() != y.dtype() || dloss.rank() != 1 || dloss.size(0) != y.size(0)) {
            throw new MismatchException(
                    NAME,
                    "gradient of the losses",
                    TensorSpec.of(y.dtype(), y.size(0)).toString(),
                    dloss.toString());
        }
        if (in.size() == 5) {
            ClassTargets.checkWeight(NAME, y, in.get(3));
            TensorSpec total = TensorSpec.of(y.dtype(), Shape.scalar());
            if (in.get(4).dtype() != y.dtype() || !in.get(4).shape().equals(total.shape())) {
                throw new MismatchException(
                        NAME, "sum of the weights", total.toString(), in.get(4).toString());
            }
        }
        return List.of(TensorSpec.of(y.dtype(), y.shape()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] dloss = args.in(0).doubles();
        double[] y = args.in(1).doubles();
        long[] labels = args.in(2).longs();
        int classes = Math.toIntExact(args.in(1).shape().size(1));
        double[] weights = ClassTargets.weights(args.in(), 3, classes);
        double total = args.in().size() > 4 ? args.in(4).doubles()[0] : classes;
        ClassTargets targets = new ClassTargets(ignored, smoothing);
        double[] dx = new double[y.length];
        exec.each(y.length, at -> {
            int i = (int) at;
            long label = labels[i / classes];
            if (targets.counts(label, classes)) {
                double all = (1 - smoothing) * weights[(int) label] + smoothing / classes * total;
                double target = targets.target(i % classes, label, weights);
                dx[i] = (all * Math.exp(y[i]) - target) * dloss[i / classes];
            } else {
                dx[i] = label == ignored ? 0 : Double.NaN;
            }
        });
        args.out(0).set(dx);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::plan));
    }

    private void plan(PlanBuilder plan) {
        TensorSpec y = plan.in(1);
        boolean weighted = plan.inputs().size() > 3;
        plan.open(NAME, Map.of("rows", y.size(0), "n", y.size(1)))
                .real(y.dtype())
                .type("T1", plan.in(2).dtype())
                .launch()
                .in(0)
                .buffer(plan.dense(1), y.dtype())
                .in(2)
                // Where there are no weights the kernel reads none.
                .buffer(plan.dense(weighted ? 3 : 1), y.dtype())
                .in(weighted ? 4 : 1)
                .buffer(plan.denseOut(0), y.dtype())
                .int64(y.size(1))
                .int64(plan.in(0).stride(0))
                .int64(plan.in(2).stride(0))
                .int32(weighted ? 1 : 0)
                .int64(ignored)
                .real(smoothing, y.dtype())
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(4 * in.get(1).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return CrossEntropySamples.backward();
    }
}
