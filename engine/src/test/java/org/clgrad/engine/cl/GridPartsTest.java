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
    private static Capabilities device(Machine machine, long maxOuterGroups, int preferredVector) {
        return new Capabilities(
                machine, 2, 256, 1 << 16, 1 << 30, 1 << 30, true, true, true, preferredVector, maxOuterGroups);
    }

    private static List<Part> parts(long most, List<Long> local, Long... global) {
        return GridParts.of(new Launch.Grid(List.of(global), Optional.of(local)), device(Machine.CPU, most, 8));
    }

    private static List<Part> parts(Capabilities device, Long... global) {
        return GridParts.of(new Launch.Grid(List.of(global), Optional.empty()), device);
    }

    private static List<Part> parts(Machine machine, Long... global) {
        return parts(device(machine, 65535, 8), global);
    }

    private static Part part(List<Long> offset, List<Long> global) {
        return new Part(offset, global, Optional.empty());
    }

    private static Part part(List<Long> offset, List<Long> global, List<Long> local) {
        return new Part(offset, global, Optional.of(local));
    }

    @Test
    void aSizeThatOnlySmallGroupsDivideHasAPartForItsRestOnGpus() {
        assertThat(parts(Machine.GPU, 100_003L, 3L))
                .containsExactly(
                        part(List.of(0L, 0L), List.of(99_968L, 3L)), part(List.of(99_968L, 0L), List.of(35L, 3L)));
        assertThat(parts(Machine.GPU, 251L)).as("one group").hasSize(1);
        assertThat(parts(Machine.GPU, 257L * 101)).as("groups of 101").hasSize(1);
        assertThat(parts(Machine.GPU, 257L * 31)).as("groups of 31").hasSize(2);
        assertThat(parts(Machine.GPU, 1L << 20)).hasSize(1);
    }

    @Test
    void allCoresOfACpuGetGroups() {
        List<Long> zeros = List.of(0L, 0L, 0L);
        assertThat(parts(Machine.CPU, 1L, 16L, 1L))
                .containsExactly(part(zeros, List.of(1L, 16L, 1L), List.of(1L, 1L, 1L)));
        assertThat(parts(Machine.CPU, 1000L)).containsExactly(part(List.of(0L), List.of(1000L), List.of(1L)));
        assertThat(parts(Machine.CPU, 6400L, 3L))
                .containsExactly(part(List.of(0L, 0L), List.of(6400L, 3L), List.of(64L, 1L)));
        assertThat(parts(Machine.CPU, 101L, 97L))
                .as("many together")
                .containsExactly(
                        part(List.of(0L, 0L), List.of(64L, 97L), List.of(64L, 1L)),
                        part(List.of(64L, 0L), List.of(37L, 97L), List.of(1L, 1L)));
        assertThat(parts(Machine.CPU, 5L, 6401L))
                .containsExactly(part(List.of(0L, 0L), List.of(5L, 6401L), List.of(1L, 1L)));
    }

    @Test
    void aGpuThatAllowsOnlySmallGroupsIsNotCutWhereThereAreFew() {
        Capabilities narrowed = device(Machine.GPU, 65535, 8).withMaxWorkGroupSize(16);
        assertThat(parts(narrowed, 37L)).containsExactly(part(List.of(0L), List.of(37L)));
    }

    @Test
    void theDriverChoosesWhereWorkItemsAreTheLanes() {
        assertThat(parts(device(Machine.CPU, 65535, 1), 6401L)).containsExactly(part(List.of(0L), List.of(6401L)));
    }

    @Test
    void aCpuThatAllowsOnlySmallGroupsHasGroupsOfOne() {
        Capabilities narrowed = device(Machine.CPU, 65535, 8).withMaxWorkGroupSize(63);
        assertThat(parts(narrowed, 6400L)).containsExactly(part(List.of(0L), List.of(6400L), List.of(1L)));
    }

    @Test
    void whatFitsStaysWhole() {
        assertThat(parts(7, List.of(4L, 2L), 4000L, 14L))
                .containsExactly(part(List.of(0L, 0L), List.of(4000L, 14L), List.of(4L, 2L)));
    }

    @Test
    void theSecondAndTheThirdDimensionAreCutIntoWholeGroups() {
        List<Long> local = List.of(1L, 3L, 1L);
        assertThat(parts(2, local, 100L, 15L, 3L))
                .containsExactly(
                        part(List.of(0L, 0L, 0L), List.of(100L, 6L, 2L), local),
                        part(List.of(0L, 6L, 0L), List.of(100L, 6L, 2L), local),
                        part(List.of(0L, 12L, 0L), List.of(100L, 3L, 2L), local),
                        part(List.of(0L, 0L, 2L), List.of(100L, 6L, 1L), local),
                        part(List.of(0L, 6L, 2L), List.of(100L, 6L, 1L), local),
                        part(List.of(0L, 12L, 2L), List.of(100L, 3L, 1L), local));
        assertThat(parts(device(Machine.GPU, 4, 1), 9L, 5L))
                .containsExactly(part(List.of(0L, 0L), List.of(9L, 4L)), part(List.of(0L, 4L), List.of(9L, 1L)));
    }
}
