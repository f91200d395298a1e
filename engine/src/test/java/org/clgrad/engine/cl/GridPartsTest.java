package org.clgrad.engine.cl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.clgrad.engine.cl.GridParts.Part;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Launch;
import org.clgrad.engine.routine.Machine;
import org.junit.jupiter.api.Test;

final class GridPartsTest {
    private static Capabilities device(Machine machine, long maxOuterGroups) {
        return new Capabilities(machine, 2, 256, 1 << 16, 1 << 30, 1 << 30, true, true, true, 8, maxOuterGroups);
    }

    private static List<Part> parts(long most, List<Long> local, Long... global) {
        return GridParts.of(new Launch.Grid(List.of(global), Optional.of(local)), device(Machine.CPU, most));
    }

    private static List<Part> parts(Machine machine, Long... global) {
        return GridParts.of(new Launch.Grid(List.of(global), Optional.empty()), device(machine, 65535));
    }

    @Test
    void aSizeThatOnlySmallGroupsDivideHasAPartForItsRestOnGpus() {
        assertThat(parts(Machine.GPU, 100_003L, 3L))
                .containsExactly(
                        new Part(List.of(0L, 0L), List.of(99_968L, 3L)),
                        new Part(List.of(99_968L, 0L), List.of(35L, 3L)));
        assertThat(parts(Machine.CPU, 100_003L)).hasSize(1);
        assertThat(parts(Machine.GPU, 251L)).as("one group").hasSize(1);
        assertThat(parts(Machine.GPU, 257L * 101)).as("groups of 101").hasSize(1);
        assertThat(parts(Machine.GPU, 257L * 31)).as("groups of 31").hasSize(2);
        assertThat(parts(Machine.GPU, 1L << 20)).hasSize(1);
    }

    @Test
    void whatFitsStaysWhole() {
        assertThat(parts(7, List.of(4L, 2L), 4000L, 14L))
                .containsExactly(new Part(List.of(0L, 0L), List.of(4000L, 14L)));
        assertThat(GridParts.of(
                        new Launch.Grid(List.of(9L, 5L), Optional.empty()), device(Machine.CPU, Long.MAX_VALUE)))
                .containsExactly(new Part(List.of(0L, 0L), List.of(9L, 5L)));
    }

    @Test
    void theSecondAndTheThirdDimensionAreCutIntoWholeGroups() {
        assertThat(parts(2, List.of(1L, 3L, 1L), 100L, 15L, 3L))
                .containsExactly(
                        new Part(List.of(0L, 0L, 0L), List.of(100L, 6L, 2L)),
                        new Part(List.of(0L, 6L, 0L), List.of(100L, 6L, 2L)),
                        new Part(List.of(0L, 12L, 0L), List.of(100L, 3L, 2L)),
                        new Part(List.of(0L, 0L, 2L), List.of(100L, 6L, 1L)),
                        new Part(List.of(0L, 6L, 2L), List.of(100L, 6L, 1L)),
                        new Part(List.of(0L, 12L, 2L), List.of(100L, 3L, 1L)));
        assertThat(GridParts.of(new Launch.Grid(List.of(9L, 5L), Optional.empty()), device(Machine.CPU, 4)))
                .containsExactly(
                        new Part(List.of(0L, 0L), List.of(9L, 4L)), new Part(List.of(0L, 4L), List.of(9L, 1L)));
    }
}
