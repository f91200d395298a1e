package org.clgrad.engine.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clgrad.engine.tuning.Rows.IN;
import static org.clgrad.engine.tuning.Rows.KERNELS;
import static org.clgrad.engine.tuning.Rows.SOFTMAX;
import static org.clgrad.engine.tuning.Rows.TARGET;
import static org.clgrad.engine.tuning.Rows.VARIANT;
import static org.clgrad.engine.tuning.Rows.choice;
import static org.clgrad.engine.tuning.Rows.measured;
import static org.clgrad.engine.tuning.Rows.rows;
import static org.clgrad.engine.tuning.Rows.untuned;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Machine;
import org.clgrad.engine.routine.Plan;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.VariantChoice;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/** Which row counts, and that it reaches the plan. */
class MeasuredTuningTest {
    private static final Capabilities CPU =
            new Capabilities(Machine.CPU, 2, 4096, 64 << 10, 1L << 30, 1L << 32, true, true, true, 8, Long.MAX_VALUE);
    private static final String[] ALL = {"softmax_columns", "softmax_group", "softmax_rows"};

    private static MeasuredTuning tuning() {
        return tuning(List.of());
    }

    private static MeasuredTuning tuning(List<TuningRow> shipped) {
        return tuning(List.of(), shipped);
    }

    private static MeasuredTuning tuning(List<TuningRow> user, List<TuningRow> shipped) {
        return new MeasuredTuning("Mine", KERNELS, () -> TuningDatabase.of(TARGET, List.of(user, shipped)));
    }

    private static Plan plan(MeasuredTuning tuning, List<TensorSpec> in) {
        Target target = new Target(CPU, KERNELS, tuning);
        return VariantChoice.plan(SOFTMAX, target, in, SOFTMAX.infer(in), foreign -> {});
    }

    private static String rowsOfAnItem(MeasuredTuning tuning) {
        Plan plan = plan(tuning, IN);
        assertThat(plan.variant()).isEqualTo(VARIANT);
        return String.valueOf(plan.launches().get(0).program().defines().get("ROWS"));
    }

    @Test
    void withoutARowAllIsAsTheHeaderSays() {
        assertThat(rowsOfAnItem(tuning())).isEqualTo("4");
        assertThat(rowsOfAnItem(tuning(List.of(rows(Scope.DEVICE, "Yours, 2 units", 16)))))
                .isEqualTo("4");
    }

    @Test
    void theNarrowestScopeCounts() {
        List<TuningRow> all = List.of(
                rows(Scope.DEFAULT, "", 1),
                rows(Scope.TYPE, "cpu", 16),
                rows(Scope.VENDOR, "intel cpu", 64),
                rows(Scope.ARCHITECTURE, "amd64, vectors of 8", 16),
                rows(Scope.DEVICE, "Mine, 2 units", 1));
        assertThat(rowsOfAnItem(tuning(all))).isEqualTo("1");
        assertThat(rowsOfAnItem(tuning(all.subList(0, 4)))).isEqualTo("16");
        assertThat(rowsOfAnItem(tuning(all.subList(0, 3)))).isEqualTo("64");
        assertThat(rowsOfAnItem(tuning(all.subList(0, 2)))).isEqualTo("16");
        assertThat(rowsOfAnItem(tuning(all.subList(0, 1)))).isEqualTo("1");
    }

    @Test
    void theUsersFileComesFirstWhateverTheScope() {
        List<TuningRow> user = List.of(rows(Scope.TYPE, "cpu", 64));
        List<TuningRow> shipped = List.of(rows(Scope.DEVICE, "Mine, 2 units", 1));
        assertThat(rowsOfAnItem(tuning(user, shipped))).isEqualTo("64");
        assertThat(rowsOfAnItem(tuning(List.of(), shipped))).isEqualTo("1");
    }

    @Test
    void theShapeItselfComesBeforeAnyShape() {
        TuningRow any = untuned(ShapeBucket.ANY, ShapeBucket.ANY, 64);
        TuningRow ofType = untuned(ShapeBucket.ANY, "f32", 16);
        TuningRow ofShape = untuned(Rows.BUCKET.shape(), "f32", 1);
        assertThat(rowsOfAnItem(tuning(List.of(any)))).isEqualTo("64");
        assertThat(rowsOfAnItem(tuning(List.of(any, ofType)))).isEqualTo("16");
        assertThat(rowsOfAnItem(tuning(List.of(any, ofType, ofShape)))).isEqualTo("1");
        List<TensorSpec> other = List.of(TensorSpec.of(DType.F32, 5000, 300));
        assertThat(plan(tuning(List.of(ofShape)), other)
                        .launches()
                        .get(0)
                        .program()
                        .defines())
                .containsEntry("ROWS", "4");
    }

    @Test
    void aRowOfAnotherVersionOfTheKernelIsIgnored() {
        TuningRow old = rows(Scope.DEVICE, "Mine, 2 units", 16, measured(11, "0123456789abcdef"));
        assertThat(rowsOfAnItem(tuning(List.of(old)))).isEqualTo("4");
        assertThat(rowsOfAnItem(tuning(List.of(old, rows(Scope.TYPE, "cpu", 64)))))
                .isEqualTo("64");
    }

    @Test
    void aRowOfNamesAndValuesThatThereAreNotIsIgnored() {
        TuningRow.Measurement measurement = measured(11, Rows.hash(VARIANT));
        for (Map<String, Map<String, Long>> values : List.of(
                Map.of(VARIANT, Map.of("ROWS", 5L)),
                Map.of(VARIANT, Map.of("COLUMNS", 4L)),
                Map.of(VARIANT, Map.of("ROWS", 16L), "softmax_magic", Map.of("ROWS", 4L)),
                Map.of("softmax_group", Map.of("ROWS", 4L)))) {
            TuningRow row = TuningRow.values("Softmax", Rows.BUCKET, Scope.TYPE, "cpu", VARIANT, values, measurement);
            assertThat(rowsOfAnItem(tuning(List.of(row)))).as("%s", values).isEqualTo("4");
            assertThat(new RowCheck(KERNELS).problem(row)).isPresent();
        }
    }

    @Test
    void valuesThatAreNotLegalHereAreAdvice() {
        Map<String, Map<String, Long>> values = Map.of("softmax_group", Map.of("LANES", 128L, "ROWS", 8L));
        TuningRow row = TuningRow.values(
                "Softmax",
                Rows.BUCKET,
                Scope.TYPE,
                "cpu",
                "softmax_group",
                values,
                measured(11, Rows.hash("softmax_group")));
        MeasuredTuning tuning = tuning(List.of(row, choice("softmax_group", ALL)));
        Target small = new Target(CPU.withMaxWorkGroupSize(256), KERNELS, tuning);
        Plan plan = VariantChoice.plan(SOFTMAX, small, IN, SOFTMAX.infer(IN), foreign -> {});
        assertThat(plan.variant()).isEqualTo("softmax_group");
        // One of the two is as it was measured, the other as near to it as can be.
        assertThat(plan.launches().get(0).program().defines())
                .containsEntry("LANES", "32")
                .containsEntry("ROWS", "8");
    }

    @Test
    void theFastestVariantIsTakenFirst() {
        MeasuredTuning tuning = tuning(List.of(choice("softmax_group", ALL)));
        assertThat(tuning.fastest(SOFTMAX, IN)).isEqualTo(Optional.of("softmax_group"));
        assertThat(plan(tuning, IN).variant()).isEqualTo("softmax_group");
    }

    @Test
    void aChoiceAmongOtherVariantsThanThereAreIsNone() {
        assertThat(tuning(List.of(choice("softmax_group", "softmax_group", "softmax_rows")))
                        .fastest(SOFTMAX, IN))
                .isEmpty();
    }

    @Test
    void otherRowsMakeAnotherRevision() {
        MeasuredTuning tuning = tuning();
        long before = tuning.revision();
        assertThat(rowsOfAnItem(tuning)).isEqualTo("4");
        assertThat(tuning.revision()).isEqualTo(before);
        tuning.replace(TuningDatabase.of(TARGET, List.of(List.of(rows(Scope.TYPE, "cpu", 16)))));
        assertThat(tuning.revision()).isNotEqualTo(before);
        assertThat(rowsOfAnItem(tuning)).isEqualTo("16");
    }
}
