package org.clgrad.engine.routine;

import java.util.List;

/**
 * How a plan makes an operand out of one of its inputs and nothing else, as when it packs a weight. Who runs the plan may
 * keep the operand and leave the launches out as long as the input's elements stay what they were.
 *
 * @param input which input
 * @param packing how
 */
public record Derivation(int input, Packing packing) {
    /**
     * The launches, which know the input as {@code Slot.In(0)} and what they make as {@code Slot.Derived(0)}. They hold all
     * that decides what is made, but for the place of the input's first element: programs, grids, sizes and strides. So two
     * equal ones make the same of the same elements, whichever plans they are in.
     *
     * @param launches in order
     * @param workspaceBytes sizes of the pieces of workspace that they share among themselves, by slot index
     * @param sizeBytes how large the operand is
     */
    public record Packing(List<Launch> launches, List<Long> workspaceBytes, long sizeBytes) {
        public Packing {
            launches = List.copyOf(launches);
            workspaceBytes = List.copyOf(workspaceBytes);
            for (Launch launch : launches) {
                launch.args().forEach(Packing::check);
            }
        }

        private static void check(KernelArg arg) {
            boolean foreign = arg instanceof KernelArg.Buffer buffer
                    && (buffer.slot() instanceof Slot.Out
                            || (buffer.slot() instanceof Slot.In in && in.index() != 0)
                            || (buffer.slot() instanceof Slot.Derived derived && derived.index() != 0));
            if (foreign) {
                throw new IllegalStateException("what is derived of one input has " + arg + " among its arguments");
            }
        }
    }
}
