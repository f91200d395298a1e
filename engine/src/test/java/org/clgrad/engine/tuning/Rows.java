package org.clgrad.engine.tuning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.softmax.Softmax;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelCatalog;

/** Rows about the softmax of 500 rows of 300, for tests. */
final class Rows {
    static final KernelCatalog KERNELS = FixedKernels.catalog();
    static final Routine SOFTMAX = new Softmax(1, false);
    static final List<TensorSpec> IN = List.of(TensorSpec.of(DType.F32, 500, 300));
    static final ShapeBucket BUCKET = ShapeBucket.of(SOFTMAX, IN);
    static final String VARIANT = "softmax_rows";

    static final TuningTarget TARGET = new TuningTarget(Map.of(
            Scope.DEVICE, "Mine, 2 units",
            Scope.ARCHITECTURE, "amd64, vectors of 8",
            Scope.VENDOR, "intel cpu",
            Scope.TYPE, "cpu",
            Scope.DEFAULT, ""));

    private Rows() {}

    static TuningRow.Measurement measured(int runs, String hash) {
        return new TuningRow.Measurement(1500, 0.125, runs, "3.1 \"x\"", hash);
    }

    static String hash(String... kernels) {
        return KernelHash.of(KERNELS, List.of(kernels));
    }

    /** A row that holds, for so many rows of a work-item. */
    static TuningRow rows(Scope scope, String target, long rows) {
        return rows(scope, target, rows, measured(11, hash(VARIANT)));
    }

    static TuningRow rows(Scope scope, String target, long rows, TuningRow.Measurement measurement) {
        return TuningRow.values(
                "Softmax", BUCKET, scope, target, VARIANT, Map.of(VARIANT, Map.of("ROWS", rows)), measurement);
    }

    /** The same that nobody has measured. */
    static TuningRow untuned(String shape, String dtype, long rows) {
        TuningRow.Key key =
                new TuningRow.Key(TuningRow.Kind.VALUES, "Softmax", VARIANT, dtype, shape, Scope.TYPE, "cpu");
        return new TuningRow(key, VARIANT, Map.of(VARIANT, Map.of("ROWS", rows)), Optional.empty(), "a guess");
    }

    static TuningRow choice(String variant, String... compared) {
        return TuningRow.choice(
                "Softmax",
                BUCKET,
                Scope.DEVICE,
                "Mine, 2 units",
                variant,
                List.of(compared),
                measured(11, hash(compared)));
    }
}
