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
    /** The kernels that do it. */
    enum Kernels {
        /** For CPUs: a work-item walks a block, or several lines at once where they lie beside one another. */
        BLOCKED("scan_blocked", true),
        /** For GPUs: a work-group walks a block together. */
        GROUP("scan_group", false);

        private final String file;
        private final boolean bundles;

        Kernels(String file, boolean bundles) {
            this.file = file;
            this.bundles = bundles;
        }

        String file() {
            return file;
        }
    }

    /** Lines that a work-item walks at once where they lie beside one another, as the kernel has them. */
    private static final long LANES = 16;

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

    /** Adds the scan by the kernels made for this kind of machine, or by the others where these go wrong. */
    public void add(PlanBuilder plan, Lines x, Lines y) {
        add(plan, plan.eitherOf(Kernels.BLOCKED, Kernels.GROUP, Kernels::file), x, y);
    }

    /** Adds the scan by these kernels. */
    void add(PlanBuilder plan, Kernels kernels, Lines x, Lines y) {
        if (x.count() == 0 || x.length() == 0) {
            return;
        }
        DType acc = accumulator(x.dtype());
        boolean beside = kernels.bundles && x.inner() >= LANES && x.innerStride() == 1 && y.innerStride() == 1;
        long bundles = beside ? x.count() / x.inner() * ((x.inner() + LANES - 1) / LANES) : x.count();
        Blocks blocks = Blocks.of(plan, bundles, x.length());
        KernelFile file =
                plan.open(kernels.file, Map.of("lines", x.count(), "bundles", bundles, "blocks", blocks.count()));
        if (kernels.bundles) {
            file.define("BESIDE", beside);
        }
        file.real(x.dtype(), acc).type("TO", y.dtype()).define("OP", op.macro()).define("EXCLUSIVE", exclusive);
        // With one block nobody reads it; a kernel's argument must be some buffer.
        Slot offsets = plan.work(blocks.count() > 1 ? x.count() * blocks.count() * acc.sizeBytes() : 1);
        if (blocks.count() > 1) {
            LaunchBuilder totals = file.launch(kernels.file + "_totals")
                    .buffer(x.slot(), x.dtype())
                    .buffer(offsets, acc)
                    .int64(x.inner());
            blocks.tell(x.walk(totals, reverse)).add();
            file.launch(kernels.file + "_offsets")
                    .buffer(offsets, acc)
                    .int64(blocks.count())
                    .add();
        }
        LaunchBuilder launch = file.launch(kernels.file)
                .buffer(x.slot(), x.dtype())
                .buffer(y.slot(), y.dtype())
                .buffer(offsets, acc)
                .int64(x.inner());
        blocks.tell(y.walk(x.walk(launch, reverse), reverse)).add();
    }

    /** What is computed in: integers are added up in 64 bits. */
    static DType accumulator(DType dtype) {
        return dtype.isFloat() ? dtype.accumulator() : DType.I64;
    }
}
