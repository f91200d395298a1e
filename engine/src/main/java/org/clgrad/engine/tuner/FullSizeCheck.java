package org.clgrad.engine.tuner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * What a job's outputs must be at its full size, by the host reference. Where that would take long, it computes some of the
 * outputs only: references are loops over independent outputs, so that most of a loop can be left out.
 *
 * <p>The bound is a sanity check beside the derived tolerance at small shapes, where what is wrong shows as well; it has to find
 * what is wrong at large sizes only. It is that of rounding errors of either sign, {@value #SLACK}·(2 + 6·√n)·u of the largest
 * output, where n is the number of operations of an output (N. Higham, T. Mary, "A new approach to probabilistic rounding error
 * analysis", SIAM J. Sci. Comput. 41(5), 2019). Integers must be the same.
 */
final class FullSizeCheck {
    /** Half a second or so in plain Java. */
    private static final double MOST_FLOPS = 5e8;
    /** For algorithms that add and subtract before they multiply, as Winograd's do. */
    private static final int SLACK = 4;

    private static final double DEVIATIONS = 6;

    private final List<HostArray> expected;
    /** The same where nothing is computed: elements that do not differ from it were left out. */
    private final Optional<List<HostArray>> untouched;

    private final double rounding;

    FullSizeCheck(TuningJob job, JobOperands operands) {
        Cost cost = job.routine().cost(job.in());
        long stride = Math.max(1, (long) Math.ceil(cost.flops() / MOST_FLOPS));
        expected = reference(job, operands, stride == 1 ? HostExec.parallel() : some(stride));
        untouched = stride == 1 ? Optional.empty() : Optional.of(reference(job, operands, (count, body) -> {}));
        long outputs = expected.stream().mapToLong(HostArray::size).sum();
        double terms = Math.max(1, cost.flops() / (double) Math.max(1, outputs));
        rounding = SLACK * (2 + DEVIATIONS * Math.sqrt(terms));
    }

    private static List<HostArray> reference(TuningJob job, JobOperands operands, HostExec exec) {
        List<HostArray> in = operands.copies();
        List<TensorSpec> specs = job.routine().infer(job.in());
        List<Integer> inPlace = job.routine().inPlace();
        List<HostArray> out = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            boolean changed = i < inPlace.size() && inPlace.get(i) >= 0;
            out.add(changed ? in.get(inPlace.get(i)) : HostArray.zeros(specs.get(i)));
        }
        job.routine().onHost(exec, new Args(in, out));
        return out;
    }

    /** The first and the last of a loop, and of every so many the one that is in another place each time. */
    private static HostExec some(long stride) {
        return (count, body) -> HostExec.parallel().each((count + stride - 1) / stride, part -> {
            long length = Math.min(stride, count - part * stride);
            body.accept(part == 0 ? 0 : part * stride + length - 1 - part * 7 % length);
            if ((part + 1) * stride >= count && length > 1) {
                body.accept(count - 1);
            }
        });
    }

    /** What is wrong, in one line, if anything. */
    Optional<String> problem(JobOperands operands) {
        for (int i = 0; i < expected.size(); i++) {
            Optional<String> problem = problem(i, operands.download(i));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<String> problem(int output, HostArray actual) {
        HostArray reference = expected.get(output);
        DType dtype = reference.spec().dtype();
        double[] want = dtype.isFloat() ? reference.doubles() : toDoubles(reference.longs());
        double[] got = dtype.isFloat() ? actual.doubles() : toDoubles(actual.longs());
        double[] before = untouched
                .map(arrays -> arrays.get(output))
                .map(array -> dtype.isFloat() ? array.doubles() : toDoubles(array.longs()))
                .orElse(new double[0]);
        double largest = 0;
        for (double value : want) {
            largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
        }
        double bound = dtype.isFloat() ? rounding * dtype.unitRoundoff() * largest : 0;
        for (int i = 0; i < want.length; i++) {
            boolean skipped = before.length > 0 && Double.compare(before[i], want[i]) == 0;
            boolean equal = Double.compare(want[i], got[i]) == 0 || Math.abs(want[i] - got[i]) <= bound;
            if (!skipped && !equal) {
                return Optional.of("element " + i + " of output " + output + " is " + got[i] + ", expected " + want[i]
                        + " within " + bound);
            }
        }
        return Optional.empty();
    }

    private static double[] toDoubles(long[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
