package org.clgrad.engine.routine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.attention.AttentionBackward;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which variant a device gets, and that one made for another kind of machine is not taken in silence. */
class VariantChoiceTest {
    /** The least local memory that GPUs have today. */
    private static final long LOCAL_BYTES = 48 << 10;

    private final List<String> told = new ArrayList<>();

    private Plan plan(Machine machine, long columns) {
        Capabilities device =
                new Capabilities(machine, 32, 256, LOCAL_BYTES, 1L << 32, 1L << 34, true, true, false, 1, 65535);
        Target target = new Target(device, KernelCatalog.builtin(), Tuning.defaults());
        Routine routine = new AttentionBackward(true, 1, 0);
        TensorSpec rows = TensorSpec.of(DType.F32, 1, 2, 100, columns);
        List<TensorSpec> in = List.of(rows, rows, TensorSpec.of(DType.F32, 1, 2, 100), rows, rows, rows);
        return VariantChoice.plan(routine, target, in, routine.infer(in), told::add);
    }

    @ParameterizedTest
    @ValueSource(longs = {64, 128, 256})
    void headsAsWideAsModelsHaveThemFitIntoWorkGroups(long columns) {
        assertThat(plan(Machine.GPU, columns).variant()).isEqualTo("attention_backward_group");
        assertThat(told).isEmpty();
    }

    @Test
    void aVariantMadeForAnotherMachineIsTold() {
        assertThat(plan(Machine.GPU, 1000).variant()).isEqualTo("attention_backward_tiles");
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("attention_backward: attention_backward_tiles runs on a GPU, which it is not made for: "
                        + "attention_backward_group: no tunables are legal on ");
    }

    @Test
    void aVariantMadeForTheMachineIsNot() {
        assertThat(plan(Machine.CPU, 1000).variant()).isEqualTo("attention_backward_tiles");
        assertThat(told).isEmpty();
    }
}
