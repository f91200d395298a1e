package org.clgrad.engine.routine.softmax;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * What cross-entropy and its gradient share: which samples count, and how much.
 *
 * @param ignored the label of samples that do not count
 * @param smoothing the share of each sample's target that is spread evenly over the classes
 */
record ClassTargets(long ignored, double smoothing) {
    static void checkSmoothing(String operation, double smoothing) {
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException(operation + ": smoothing is in [0, 1], got " + smoothing);
        }
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

    static void checkWeight(String operation, TensorSpec rows, TensorSpec weight) {
        TensorSpec expected = TensorSpec.of(rows.dtype(), rows.size(1));
        if (weight.dtype() != rows.dtype() || !weight.shape().equals(expected.shape())) {
            throw new MismatchException(operation, "weight", expected.toString(), weight.toString());
        }
    }

    /**
     * The weights of the classes: those of an input, or ones.
     *
     * @param index where the input would be
     */
    static double[] weights(List<HostArray> in, int index, int classes) {
        if (in.size() > index) {
            return in.get(index).doubles();
        }
        double[] ones = new double[classes];
        Arrays.fill(ones, 1);
        return ones;
    }

    boolean counts(long label, int classes) {
        return label != ignored && label >= 0 && label < classes;
    }

    /** What the loss is the negative log-probability of: how much of the target each class is. */
    double target(int i, long label, double[] weights) {
        double even = smoothing * weights[i] / weights.length;
        return i == label ? (1 - smoothing) * weights[i] + even : even;
    }
}
