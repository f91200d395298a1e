package org.clgrad.tests.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.softmax.Softmax;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.engine.tuning.MeasuredTuning;
import org.clgrad.engine.tuning.Scope;
import org.clgrad.engine.tuning.ShapeBucket;
import org.clgrad.engine.tuning.TuningDatabase;
import org.clgrad.engine.tuning.TuningRow;
import org.clgrad.engine.tuning.TuningTarget;
import org.clgrad.kernels.KernelCatalog;
import org.junit.jupiter.api.Test;

/** Plans that are kept follow what is known. */
class TunedPlansTest {
    private static final Routine SOFTMAX = new Softmax(1, false);
    private static final TensorSpec SPEC = TensorSpec.of(DType.F32, 64, 50);

    private final List<String> ran = new ArrayList<>();

    /** Runs it and notes which kernel did it, with how many rows of a work-item. */
    private float[] run(ClDevice device) {
        TensorData x = device.allocate(SPEC);
        ByteBuffer values = ByteBuffer.allocateDirect((int) SPEC.sizeBytes()).order(ByteOrder.nativeOrder());
        for (int i = 0; i < SPEC.elements(); i++) {
            values.putFloat(i * Float.BYTES, (i * 7 % 23) / 10f);
        }
        device.upload(values, x);
        device.listen((routine, variant, launch, nanos) ->
                ran.add(variant + " " + launch.program().defines().get("ROWS")));
        TensorData y = device.run(SOFTMAX, List.of(x)).get(0);
        device.listen(null);
        device.download(y, values);
        y.storage().release();
        x.storage().release();
        float[] result = new float[(int) SPEC.elements()];
        values.asFloatBuffer().get(result);
        return result;
    }

    private static TuningDatabase rows(String variant, Map<String, Long> values) {
        TuningTarget target = TuningTarget.of(TunedDevice.info(), CapabilityLimits.NONE);
        TuningRow.Key key =
                new TuningRow.Key(TuningRow.Kind.VALUES, "Softmax", variant, "f32", ShapeBucket.ANY, Scope.DEFAULT, "");
        TuningRow.Key choice =
                new TuningRow.Key(TuningRow.Kind.CHOICE, "Softmax", "", "f32", ShapeBucket.ANY, Scope.DEFAULT, "");
        Map<String, Map<String, Long>> all =
                Map.of("softmax_rows", Map.of(), "softmax_group", Map.of(), "softmax_columns", Map.of());
        return TuningDatabase.of(
                target,
                List.of(List.of(
                        new TuningRow(key, variant, Map.of(variant, values), Optional.empty(), ""),
                        new TuningRow(choice, variant, all, Optional.empty(), ""))));
    }

    @Test
    void otherRowsMakeOtherPlansAndTheSameNumbers() {
        MeasuredTuning tuning = new MeasuredTuning("the first", KernelCatalog.builtin(), TuningDatabase::empty);
        try (ClDevice device = TunedDevice.open(KernelCatalog.builtin(), tuning)) {
            float[] untuned = run(device);
            long kernels = device.keptKernels();
            tuning.replace(rows("softmax_rows", Map.of("ROWS", 16L)));
            float[] sixteen = run(device);
            assertThat(device.keptKernels()).as("the old plan is gone").isEqualTo(kernels);
            tuning.replace(rows("softmax_group", Map.of("LANES", 8L, "ROWS", 8L)));
            float[] group = run(device);
            assertThat(ran).hasSize(3);
            assertThat(ran.subList(1, 3)).containsExactly("softmax_rows 16", "softmax_group 8");
            assertThat(sixteen).isEqualTo(untuned);
            assertThat(group).usingComparatorWithPrecision(1e-6f).containsExactly(untuned);
            assertThat(device.statistics().liveStorages()).isZero();
        }
    }
}
