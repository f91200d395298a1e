package org.clgrad.engine.tuner;

import java.util.List;
import java.util.stream.Collectors;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.engine.tuning.ShapeBucket;

/**
 * What is tuned for.
 *
 * @param routine an operation
 * @param in specs of its inputs, with their layouts
 */
public record TuningJob(Routine routine, List<TensorSpec> in) {
    public TuningJob {
        in = List.copyOf(in);
    }

    /** What it is alike to: one job of a bucket is enough. */
    public ShapeBucket bucket() {
        return ShapeBucket.of(routine, in);
    }

    /** The family that the operation's kernels belong to: {@code matmul}, {@code conv}, {@code pool}. */
    public String family() {
        String home = routine.getClass().getPackageName();
        return home.substring(home.lastIndexOf('.') + 1);
    }

    /**
     * The variant of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    Variant variant(String name) {
        return routine.variants().stream()
                .filter(variant -> variant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(routine.name() + ": there is no variant " + name));
    }

    @Override
    public String toString() {
        return routine.name() + " " + in.stream().map(TuningJob::text).collect(Collectors.joining(" "));
    }

    private static String text(TensorSpec spec) {
        return TensorSpec.of(spec.dtype(), spec.shape()) + (spec.isContiguous() ? "" : "~");
    }
}
