package org.clgrad.engine.routine;

import java.util.List;
import java.util.Optional;

/**
 * One kernel launch of a plan.
 *
 * @param program the program
 * @param kernel the kernel function in it
 * @param grid how many work-items
 * @param args the arguments in order
 */
public record Launch(ProgramSource program, String kernel, Grid grid, List<KernelArg> args) {
    /**
     * @param global work-items in each of up to three dimensions
     * @param local work-items of a group; where absent, the kernel does not depend on it and the launcher chooses, or the driver
     */
    public record Grid(List<Long> global, Optional<List<Long>> local) {
        /** Work-items in a group, 1 where the kernel does not say. */
        public long groupItems() {
            return local.map(items -> items.stream().reduce(1L, Math::multiplyExact))
                    .orElse(1L);
        }

        /** Whether there is nothing to do. */
        public boolean isEmpty() {
            return global.contains(0L);
        }
    }
}
