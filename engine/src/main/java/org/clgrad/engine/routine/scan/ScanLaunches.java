package org.clgrad.engine.routine.scan;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.tensor.DType;

/**
 * The launches of a scan: y[i] = x[0] ∘ … ∘ x[i] along every line, or, exclusively, to before x[i]. One where there are lines
 * enough, three where a line must be cut into blocks: the blocks' totals, a scan of these, and a walk of each block from
 * there. Plans of other routines use it for their integers.
 *
 * @param op what merges two elements; not the mean
 * @param exclusive whether an element is left out of what is kept for it
 * @param reverse whether the lines are walked from their ends
 */
public record ScanLaunches(Reduce.Op op, boolean exclusive, boolean reverse) {
    static final String BLOCKED = "scan_blocked";
    static final String GROUP = "scan_group";

    /** Work-items, or groups of them, per compute unit that keep it busy while their times differ. */
    private static final long BLOCKS_PER_UNIT = 4;

    /** Elements below which a block is not worth its place in the other two launches. */
    private static final long LEAST_PER_BLOCK = 4096;

    /**
     * Adds the sums of integers that come before each one in its row.
     *
     * @param from rows, dense
     * @param to another buffer, rows of the same length and type
     * @param dtype I32 or I64
     */
    public static void exclusiveSums(PlanBuilder plan, Slot from, Slot to, DType dtype, long rows, long length) {
        new ScanLaunches(Reduce.Op.SUM, true, false)
                .add(plan, Lines.rows(from, dtype, rows, length), Lines.rows(to, dtype, rows, length));
    }

    /** Adds the scan by the kernels made for this kind of machine. */
    public void add(PlanBuilder plan, Lines x, Lines y) {
        add(
                plan,
                switch (plan.capabilities().machine()) {
                    case CPU -> BLOCKED;
                    case GPU -> GROUP;
                },
                x,
                y);
    }

    /** Adds the scan by a kernel file. */
    void add(PlanBuilder plan, String kernel, Lines x, Lines y) {
        long n = x.length();
        if (x.count() == 0 || n == 0) {
            return;
        }
        long wanted = ceil(BLOCKS_PER_UNIT * plan.capabilities().computeUnits(), x.count());
        long perBlock = ceil(n, Math.max(1, Math.min(wanted, n / LEAST_PER_BLOCK)));
        long blocks = ceil(n, perBlock);
        DType acc = accumulator(x.dtype());
        KernelFile file = plan.open(kernel, Map.of("lines", x.count(), "blocks", blocks))
                .real(x.dtype(), acc)
                .type("TO", y.dtype())
                .define("OP", "OP_" + op)
                .define("EXCLUSIVE", exclusive);
        // With one block nobody reads it; a kernel's argument must be some buffer.
        Slot offsets = plan.work(blocks > 1 ? x.count() * blocks * acc.sizeBytes() : 1);
        if (blocks > 1) {
            LaunchBuilder totals =
                    file.launch(kernel + "_totals").buffer(x.slot(), x.dtype()).buffer(offsets, acc);
            walk(totals.int64(x.inner()), x)
                    .int64(n)
                    .int64(perBlock)
                    .int64(blocks)
                    .add();
            file.launch(kernel + "_offsets").buffer(offsets, acc).int64(blocks).add();
        }
        LaunchBuilder launch = file.launch(kernel)
                .buffer(x.slot(), x.dtype())
                .buffer(y.slot(), y.dtype())
                .buffer(offsets, acc);
        walk(walk(launch.int64(x.inner()), x), y)
                .int64(n)
                .int64(perBlock)
                .int64(blocks)
                .add();
    }

    private LaunchBuilder walk(LaunchBuilder launch, Lines lines) {
        long last = (lines.length() - 1) * lines.stride();
        return launch.int64(lines.outerStride())
                .int64(lines.innerStride())
                .int64(reverse ? last : 0)
                .int64(reverse ? -lines.stride() : lines.stride());
    }

    /** What is computed in: integers are added up in 64 bits. */
    static DType accumulator(DType dtype) {
        return dtype.isFloat() ? KernelFile.accumulator(dtype) : DType.I64;
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
