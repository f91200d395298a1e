package org.clgrad.engine.routine.softmax;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** What cross-entropy and its gradient are tried on, and the bounds of their errors. */
final class CrossEntropySamples {
    private CrossEntropySamples() {}

    /** Labels from −1 to C, so that what is ignored and what is no class comes up too; bytes from 0. */
    private static Domain labels(DType type, long classes) {
        return new Domain.Integers(type == DType.U8 ? 0 : -1, classes + 1);
    }

    private static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .values("labels", DType.I64, DType.I32, DType.U8)
                .flag("weighted")
                .values("smoothing", 0.0, 0.1, 1.0)
                .values("ignored", -1L, 2L);
    }

    static SampleSpace forward() {
        TensorSpec logits = TensorSpec.of(DType.F32, 4, 3);
        TensorSpec labels = TensorSpec.of(DType.I64, 4);
        CrossEntropy routine = new CrossEntropy(-1, 0);
        return space(CrossEntropy.NAME)
                .sizes("rows", 1, 3, 4, 5, 0, 17, 65)
                .sizes("classes", 10, 1, 7, 8, 9, 33, 129, 0)
                .values("domain", Domain.standard(), new Domain.Uniform(-60, 60), new Domain.Special())
                // A sum over classes may overflow where the loss, which is a mean, does not.
                .where(choice -> choice.value("smoothing", Double.class) == 0
                        || !(choice.value("domain", Domain.class) instanceof Domain.Special))
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
                .refuses(
                        "a weight for each sample",
                        routine,
                        List.of(logits, labels, TensorSpec.of(DType.F32, 4)),
                        "weight needs f32[3]")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    DType type = choice.value("labels", DType.class);
                    long rows = choice.size("rows");
                    long classes = choice.size("classes");
                    CrossEntropy chosen =
                            new CrossEntropy(choice.size("ignored"), choice.value("smoothing", Double.class));
                    List<TensorSpec> in =
                            new ArrayList<>(List.of(TensorSpec.of(dtype, rows, classes), TensorSpec.of(type, rows)));
                    List<Domain> domains =
                            new ArrayList<>(List.of(choice.value("domain", Domain.class), labels(type, classes)));
                    if (choice.flag("weighted")) {
                        in.add(TensorSpec.of(dtype, classes));
                        domains.add(Domain.positive());
                    }
                    return new Sample(chosen, in, domains, forwardBounds(chosen));
                });
    }

    /**
     * The log-probabilities are a log-softmax. A loss has the bounds of those it is made of, weighted, and (C + 6)u of its
     * terms; a share is one of the weights.
     */
    private static Tolerance forwardBounds(CrossEntropy routine) {
        Tolerance rows = SoftmaxSamples.logBounds(CrossEntropy.NAME, 1);
        return (output, dtype, in, expected) -> switch (output) {
            case 0 -> lossBounds(routine, rows, dtype, in);
            case 1 -> new double[expected.length];
            default -> rows.bounds(output, dtype, in, expected);
        };
    }

    private static double[] lossBounds(CrossEntropy routine, Tolerance rows, DType dtype, List<HostArray> in) {
        int classes = Math.toIntExact(in.get(0).shape().size(1));
        long[] labels = in.get(1).longs();
        double[] weights = ClassTargets.weights(in, 2, classes);
        double[] logProbabilities = logProbabilities(in.get(0).doubles(), classes);
        double[] errors = rows.bounds(2, dtype, in, logProbabilities);
        ClassTargets targets = new ClassTargets(routine.ignored(), routine.smoothing());
        double[] bounds = new double[labels.length];
        for (int n = 0; n < labels.length; n++) {
            for (int i = 0; i < classes && targets.counts(labels[n], classes); i++) {
                double target = targets.target(i, labels[n], weights);
                int at = n * classes + i;
                double terms = (classes + 6) * SoftmaxSamples.roundoff(dtype) * Math.abs(logProbabilities[at]);
                bounds[n] += target == 0 || Double.isInfinite(logProbabilities[at])
                        ? 0
                        : target * (errors[at] + (routine.smoothing() == 0 && weights[i] == 1 ? 0 : terms));
            }
        }
        return bounds;
    }

    private static double[] logProbabilities(double[] x, int classes) {
        double[] y = new double[x.length];
        for (int first = 0; first < x.length; first += classes) {
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
        }
        return y;
    }

    static SampleSpace backward() {
        TensorSpec y = TensorSpec.of(DType.F32, 4, 3);
        TensorSpec samples = TensorSpec.of(DType.F32, 4);
        TensorSpec labels = TensorSpec.of(DType.I64, 4);
        CrossEntropyBackward routine = new CrossEntropyBackward(-1, 0);
        return space(CrossEntropyBackward.NAME)
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
                        List.of(samples, y, TensorSpec.of(DType.I64, 5)),
                        "labels needs an integer type and shape [4]")
                .refuses(
                        "sums of weights",
                        routine,
                        List.of(samples, y, labels, TensorSpec.of(DType.F32, 3), TensorSpec.of(DType.F32, 3)),
                        "sum of the weights needs f32[]")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    DType type = choice.value("labels", DType.class);
                    long rows = choice.size("rows");
                    long classes = choice.size("classes");
                    List<TensorSpec> in = new ArrayList<>(List.of(
                            TensorSpec.of(dtype, rows),
                            TensorSpec.of(dtype, rows, classes),
                            TensorSpec.of(type, rows)));
                    List<Domain> domains = new ArrayList<>(
                            List.of(Domain.standard(), new Domain.Uniform(-6, 0), labels(type, classes)));
                    if (choice.flag("weighted")) {
                        in.add(TensorSpec.of(dtype, classes));
                        in.add(TensorSpec.of(dtype, Shape.scalar()));
                        domains.add(Domain.positive());
                        domains.add(Domain.positive());
                    }
                    CrossEntropyBackward chosen =
                            new CrossEntropyBackward(choice.size("ignored"), choice.value("smoothing", Double.class));
                    return new Sample(chosen, in, domains, backwardBounds(chosen));
                });
    }

    /**
     * exp has 3 ulp = 6u and Σt 4u (two products, a quotient and the fma), their product with the fma one rounding, and so has the last one;
     * the target has 4u and the subtraction; the reference, on storing, one of the result.
     */
    private static Tolerance backwardBounds(CrossEntropyBackward routine) {
        return (output, dtype, in, expected) -> {
            double[] dloss = in.get(0).doubles();
            double[] y = in.get(1).doubles();
            long[] labels = in.get(2).longs();
            int classes = Math.toIntExact(in.get(1).shape().size(1));
            double[] weights = ClassTargets.weights(in, 3, classes);
            double total = in.size() > 4 ? in.get(4).doubles()[0] : classes;
            ClassTargets targets = new ClassTargets(routine.ignored(), routine.smoothing());
            double[] bounds = new double[y.length];
            for (int i = 0; i < bounds.length; i++) {
                long label = labels[i / classes];
                if (targets.counts(label, classes)) {
                    double all =
                            (1 - routine.smoothing()) * weights[(int) label] + routine.smoothing() / classes * total;
                    double target = targets.target(i % classes, label, weights);
                    bounds[i] = SoftmaxSamples.roundoff(dtype)
                            * Math.abs(dloss[i / classes])
                            * (14 * all * Math.exp(y[i]) + 7 * target);
                }
            }
            return bounds;
        };
    }
}
