package org.clgrad.engine.routine;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a routine runs on a device, for given specs: operands to derive, then launches in order and the workspace they share.
 * Immutable and free of buffers, so it is made once and kept.
 *
 * @param variant the variant's name
 * @param derivations operands made before the launches, by slot index; perhaps kept from an earlier run
 * @param launches in order; each sees the results of those before it
 * @param workspaceBytes sizes of the pieces of workspace, by slot index
 */
public record Plan(String variant, List<Derivation> derivations, List<Launch> launches, List<Long> workspaceBytes) {
    public Plan {
        derivations = List.copyOf(derivations);
        launches = List.copyOf(launches);
        workspaceBytes = List.copyOf(workspaceBytes);
    }

    /** All launches, those that derive operands first. */
    public List<Launch> allLaunches() {
        return Stream.concat(
                        derivations.stream().flatMap(derivation -> derivation.packing().launches().stream()),
                        launches.stream())
                .toList();
    }
}
