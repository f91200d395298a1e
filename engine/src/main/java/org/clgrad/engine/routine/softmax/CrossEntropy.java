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
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The cross-entropy of each sample and its class label: y = log-softmax of each row of x, lossₙ = −Σᵢ tᵢ·y[n,i], with tᵢ =
 * weightᵢ·((1 − smoothing)·[i = labelₙ] + smoothing/C), and shareₙ = weight[labelₙ], by whose sum a mean divides.
 *
 * <p>Inputs: logits x[N,C], floating point; labels[N], of {@code I64}, {@code I32} or {@code U8}, from 0 to below C; and
 * weight[C] of x's type, or ones if it is left out; any strides. Outputs: loss[N], share[N], and the log-probabilities
 * y[N,C], which the gradient needs.
 *
 * <p>A sample whose label is {@code ignored} has loss and share 0. A label that is no class gives its sample the loss NaN
 * and the share 0: a kernel cannot throw. NaN and infinities in x: see the package's page. N may be 0; with C = 0 no label
 * is a class.
 *
 * <p>Order of accumulation and error of y as {@link Softmax} with its logarithm; the loss is −weight·y exactly rounded
 * without smoothing, else within (C + 4)·u·Σ|terms| of its terms.
 *
 * <p>Source of the smoothing: Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", CVPR 2016, §7.
 *
 * @param ignored the label of samples that do not count
 * @param smoothing the share of each target that is spread evenly over the classes, 0 to 1
 */
public record CrossEntropy(long ignored, double smoothing) implements Routine {
    static final String NAME = "cross_entropy";
    private static final String ROWS = "cross_entropy_rows";
    private static final String GROUP = "cross_entropy_group";

    /** @throws IllegalArgumentException if the smoothing is not in [0, 1] */
    public CrossEntropy {
        ClassTargets.checkSmoothing(NAME, smoothing);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 2 && in.size() != 3) {
            throw new MismatchException(NAME, "the list of inputs", "two or three tensors", in.toString());
        }
        TensorSpec logits = in.get(0);
        ClassTargets.checkRows(NAME, "logits", logits);
        ClassTargets.checkLabels(NAME, logits, in.get(1));
        if (in.size() == 3) {
            ClassTargets.checkWeight(NAME, logits, in.get(2));
        }
        TensorSpec samples = TensorSpec.of(logits.dtype(), logits.size(0));
        return List.of(samples, samples, TensorSpec.of(logits.dtype(), logits.shape()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] x = args.in(0).doubles();
        long[] labels = args.in(1).longs();
        int classes = Math.toIntExact(args.in(0).shape().size(1));
        double[] weights = ClassTargets.weights(args.in(), 2, classes);
        ClassTargets targets = new ClassTargets(ignored, smoothing);
        double[] loss = new double[labels.length];
        double[] share = new double[labels.length];
        double[] y = new double[x.length];
        exec.each(labels.length, sample -> {
            int first = Math.toIntExact(sample * classes);
            double shift = Double.NEGATIVE_INFINITY;
            for (int i = first; i < first + classes; i++) {
                shift = Math.max(shift, x[i]);
            }
            double sum = 0;
            for (int i = first; i < first + classes; i++) {
                sum += Math.exp(x[i] - shift);
            }
            for (int i = first; i < first + classes; i++) {
                y[i] = x[i] - shift - Math.log(sum);
            }
            int n = (int) sample;
            long label = labels[n];
            if (targets.counts(label, classes)) {
                share[n] = weights[(int) label];
                for (int i = 0; i < classes; i++) {
                    double target = targets.target(i, label, weights);
                    // What is no part of the target may be −∞.
                    loss[n] -= target == 0 ? 0 : target * y[first + i];
                }
            } else {
                loss[n] = label == ignored ? 0 : Double.NaN;
            }
        });
        args.out(0).set(loss);
        args.out(1).set(share);
        args.out(2).set(y);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(ROWS, plan -> plan(plan, ROWS)), new KernelVariant(GROUP, plan -> plan(plan, GROUP)));
    }

    private void plan(PlanBuilder plan, String kernel) {
        TensorSpec logits = plan.in(0);
        TensorSpec labels = plan.in(1);
        boolean weighted = plan.inputs().size() > 2;
        plan.open(kernel, Map.of("rows", logits.size(0)))
                .real(logits.dtype())
                .type("T1", labels.dtype())
                .launch()
                .buffer(plan.dense(0), logits.dtype())
                .in(1)
                // Where there is no weight the kernel reads none.
                .buffer(plan.dense(weighted ? 2 : 0), logits.dtype())
                .buffer(plan.denseOut(0), logits.dtype())
                .buffer(plan.denseOut(1), logits.dtype())
                .buffer(plan.denseOut(2), logits.dtype())
                .int64(logits.size(0))
                .int64(logits.size(1))
                .int64(labels.stride(0))
                .int32(weighted ? 1 : 0)
                .int64(ignored)
                .real(smoothing, logits.dtype())
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of((smoothing == 0 ? 4 : 6) * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return CrossEntropySamples.forward();
    }
}
