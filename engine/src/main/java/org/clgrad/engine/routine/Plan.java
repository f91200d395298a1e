package org.clgrad.engine.routine;

import java.util.List;

/**
 * How a routine runs on a device, for given specs: launches in order and the workspace they share. Immutable and free
 * of buffers, so it is made once and kept.
 *
 * @param variant the variant's name
 * @param launches in order; each sees the results of those before it
 * @param workspaceBytes sizes of the pieces of workspace, by slot index
 */
public record Plan(String variant, List<Launch> launches, List<Long> workspaceBytes) {
    public Plan {
        launches = List.copyOf(launches);
        workspaceBytes = List.copyOf(workspaceBytes);
    }
}
