package org.clgrad.engine.routine.softmax;

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

/**
 * The cross-entropy of each sample and its class label: y = log-softmax of each row of x, lossₙ = −y[n, labelₙ].
 *
 * <p>Inputs: logits x[N,C], floating point; labels[N], of {@code I64}, {@code I32} or {@code U8}, from 0 to below C; any
 * strides. Outputs: loss[N] and the log-probabilities y[N,C], which the gradient needs.
 *
 * <p>A label that is no class gives its sample the loss NaN: a kernel cannot throw. NaN and infinities in x: see the
 * package's page. N may be 0; with C = 0 no label is a class.
 *
 * <p>Order of accumulation and error of y as {@link LogSoftmax}; the loss is −y exactly.
 */
public record CrossEntropy() implements Routine {
    private static final String NAME = "cross_entropy";
    private static final List<Variant> VARIANTS =
            List.of(variant("cross_entropy_rows"), variant("cross_entropy_group"));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 2) {
            throw new MismatchException(NAME, "the list of inputs", "two tensors", in.toString());
        }
        TensorSpec logits = in.get(0);
        checkRows(NAME, "logits", logits);
        checkLabels(NAME, logits, in.get(1));
        return List.of(TensorSpec.of(logits.dtype(), logits.size(0)), TensorSpec.of(logits.dtype(), logits.shape()));
    }

    static void checkRows(String operation, String argument, TensorSpec spec) {
        if (spec.rank() != 2 || !spec.dtype().isFloat()) {
            throw new MismatchException(operation, argument, "a floating-point type and shape [N,C]", spec.toString());
        }
    }

    static void checkLabels(String operation, TensorSpec rows, TensorSpec labels) {
        if (labels.rank() != 1
                || labels.size(0) != rows.size(0)
                || !labels.dtype().isInteger()) {
            throw new MismatchException(
                    operation, "labels", "an integer type and shape [" + rows.size(0) + "]", labels.toString());
        }
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] x = args.in(0).doubles();
        long[] labels = args.in(1).longs();
        int classes = Math.toIntExact(args.in(0).shape().size(1));
        double[] loss = new double[labels.length];
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
            long label = labels[(int) sample];
            loss[(int) sample] = label >= 0 && label < classes ? -y[first + (int) label] : Double.NaN;
        });
        args.out(0).set(loss);
        args.out(1).set(y);
    }

    @Override
    public List<Variant> variants() {
        return VARIANTS;
    }

    private static Variant variant(String kernel) {
        return new KernelVariant(kernel, plan -> launch(plan, kernel));
    }

    private static void launch(PlanBuilder plan, String kernel) {
        TensorSpec logits = plan.in(0);
        TensorSpec labels = plan.in(1);
        plan.open(kernel, Map.of("rows", logits.size(0)))
                .real(logits.dtype())
                .type("T1", labels.dtype())
                .launch()
                .buffer(plan.dense(0), logits.dtype())
                .in(1)
                .buffer(plan.denseOut(0), logits.dtype())
                .buffer(plan.denseOut(1), logits.dtype())
                .int64(logits.size(0))
                .int64(logits.size(1))
                .int64(labels.stride(0))
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(4 * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        TensorSpec logits = TensorSpec.of(DType.F32, 4, 3);
        CrossEntropy routine = new CrossEntropy();
        return SampleSpace.of(NAME)
                .values("dtype", DType.F32, DType.F64)
                .values("labels", DType.I64, DType.I32, DType.U8)
                .sizes("rows", 1, 3, 4, 5, 0, 17, 65)
                .sizes("classes", 10, 1, 7, 8, 9, 33, 129, 0)
                .values("domain", Domain.standard(), new Domain.Uniform(-60, 60), new Domain.Special())
                .refuses(
                        "logits of one axis",
                        routine,
                        List.of(TensorSpec.of(DType.F32, 3), TensorSpec.of(DType.I64, 3)),
                        "logits needs a floating-point type and shape [N,C]")
                .refuses(
                        "too few labels",
                        routine,
                        List.of(logits, TensorSpec.of(DType.I64, 3)),
                        "labels needs an integer type and shape [4]")
                .refuses(
                        "labels that are no integers",
                        routine,
                        List.of(logits, TensorSpec.of(DType.F32, 4)),
                        "labels needs an integer type")
                .sample(choice -> {
                    DType labels = choice.value("labels", DType.class);
                    long rows = choice.size("rows");
                    long classes = choice.size("classes");
                    return new Sample(
                            routine,
                            List.of(
                                    TensorSpec.of(choice.value("dtype", DType.class), rows, classes),
                                    TensorSpec.of(labels, rows)),
                            // −1 and C, which are no classes, come up too.
                            List.of(
                                    choice.value("domain", Domain.class),
                                    new Domain.Integers(labels == DType.U8 ? 0 : -1, classes + 1)),
                            bounds());
                });
    }

    /** The log-probabilities are a log-softmax; a loss has the bound of the one it negates. */
    private static Tolerance bounds() {
        Tolerance rows = SoftmaxSamples.logBounds(NAME, 1);
        return (output, dtype, in, expected) -> {
            if (output == 1) {
                return rows.bounds(output, dtype, in, expected);
            }
            int classes = Math.toIntExact(in.get(0).shape().size(1));
            long[] labels = in.get(1).longs();
            double[] logProbabilities = new double[in.get(0).size()];
            for (int n = 0; n < labels.length; n++) {
                if (labels[n] >= 0 && labels[n] < classes) {
                    logProbabilities[n * classes + (int) labels[n]] = -expected[n];
                }
            }
            double[] all = rows.bounds(1, dtype, in, logProbabilities);
            double[] bounds = new double[labels.length];
            for (int n = 0; n < labels.length; n++) {
                boolean given = labels[n] >= 0 && labels[n] < classes;
                bounds[n] = given ? all[n * classes + (int) labels[n]] : 0;
            }
            return bounds;
        };
    }
}
