package org.clgrad.nn.training;

import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.data.Dataset;

/** Counts on the device how many samples were given their class; the host counts only how many there were. */
final class ClassCount implements AutoCloseable {
    private final Tensor right;
    private long samples;

    ClassCount(Device device, Dataset dataset) {
        checkTargets(dataset);
        right = Tensors.zeros(device, DType.I64, Shape.scalar()).disown();
    }

    static boolean hasClasses(Dataset dataset) {
        return dataset.targetType().isInteger() && dataset.targetShape().rank() == 0;
    }

    /** @throws IllegalArgumentException if targets are not class numbers */
    static void checkTargets(Dataset dataset) {
        if (!hasClasses(dataset)) {
            throw new IllegalArgumentException("accuracy: expected class numbers as targets, got "
                    + dataset.targetType() + " " + dataset.targetShape());
        }
    }

    /** Counts a batch: outputs [N,C], classes [N]. */
    void add(Tensor outputs, Tensor classes) {
        try (Scope scope = Scope.open()) {
            GradMode.set(scope, false);
            Tensor hits = outputs.argmax(1, false).eq(classes.to(DType.I64));
            right.addInPlace(hits.sum());
            samples += classes.size(0);
        }
    }

    /** The share of the samples counted, 0 … 1; NaN if there were none. Waits for the device. */
    double share() {
        return right.item() / samples;
    }

    /** The number of right ones, on the device. */
    Tensor right() {
        return right;
    }

    /** Takes up a count whose right ones have been put into {@link #right}. */
    void resume(long countedSamples) {
        samples = countedSamples;
    }

    /** Begins anew. */
    void reset() {
        try (Scope scope = Scope.open()) {
            right.assign(Tensors.zerosLike(right));
        }
        samples = 0;
    }

    @Override
    public void close() {
        right.release();
    }
}
