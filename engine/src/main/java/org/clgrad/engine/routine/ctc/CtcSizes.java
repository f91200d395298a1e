package org.clgrad.engine.routine.ctc;

import java.util.List;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The sizes of a batch of sequences.
 *
 * @param steps T, the most of any sample
 * @param samples N
 * @param classes C, the blank among them
 * @param labels S, the most of any sample
 */
record CtcSizes(long steps, long samples, long classes, long labels) {
    /** Of log-probabilities [T,N,C] and labels [N,S]. */
    static CtcSizes of(Shape logProbabilities, Shape labels) {
        return new CtcSizes(
                logProbabilities.size(0), logProbabilities.size(1), logProbabilities.size(2), labels.size(1));
    }

    /**
     * Checks log-probabilities, labels and both kinds of lengths, from the index of the first one on.
     *
     * @throws MismatchException if they do not fit together
     */
    static CtcSizes check(String operation, List<TensorSpec> in, int first, int blank) {
        TensorSpec y = in.get(first);
        // The logarithm of a probability, as of a hundred steps, has no digits left behind the point in 16 bits.
        if (y.rank() != 3 || !y.dtype().isFloat() || y.dtype().isNarrow()) {
            throw new MismatchException(operation, "log-probabilities", "F32 or F64 and shape [T,N,C]", y.toString());
        }
        if (blank < 0 || blank >= y.size(2)) {
            throw new MismatchException(operation, "blank " + blank, "one of the classes", y.toString());
        }
        TensorSpec labels = in.get(first + 1);
        if (labels.rank() != 2 || labels.size(0) != y.size(1) || labels.dtype() != DType.I64) {
            throw new MismatchException(operation, "labels", "i64[" + y.size(1) + ",S]", labels.toString());
        }
        checkEqual(operation, "input lengths", TensorSpec.of(DType.I64, y.size(1)), in.get(first + 2));
        checkEqual(operation, "target lengths", TensorSpec.of(DType.I64, y.size(1)), in.get(first + 3));
        return of(y.shape(), labels.shape());
    }

    static void checkEqual(String operation, String argument, TensorSpec expected, TensorSpec given) {
        if (given.dtype() != expected.dtype() || !given.shape().equals(expected.shape())) {
            throw new MismatchException(operation, argument, expected.toString(), given.toString());
        }
    }

    /** Blanks before, between and behind the labels, and the labels. */
    long states() {
        return 2 * labels + 1;
    }

    Shape alpha() {
        return Shape.of(samples, steps, states());
    }
}
