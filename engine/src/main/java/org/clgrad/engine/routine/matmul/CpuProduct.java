package org.clgrad.engine.routine.matmul;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;

/**
 * The launches of the variants for CPUs, which have one frame: a pass that packs A, a product whose work-items own a block
 * of C each, and, where k was cut into slices, a sum of their partial results.
 */
final class CpuProduct {
    /**
     * Work-items wanted for each compute unit: with fewer, the one that ends last keeps the others waiting; with more,
     * blocks are so small that panels are read again from farther caches.
     */
    private static final long ITEMS_PER_UNIT = 8;

    /**
     * Blocks of 32 tiles of rows where B is packed by each of them: a block's share of A, 32 panels by K_BLOCK steps, is half a
     * megabyte, which second-level caches hold.
     */
    private static final long TALL = 4;

    /** Steps of a slice of dot products: 64 vectors of AVX-512, beside which the sum of the lanes is little. Not measured. */
    private static final long DOT_SLICE = 1024;

    private final PlanBuilder plan;
    private final Product product;
    private final KernelFile file;
    private final Blocks blocks;
    private final boolean partial;

    /**
     * @param tileRows the tunable that says how many rows a register tile has
     * @param tileColumns the tunable that says how many columns it has
     * @param sliceSteps steps of k of which a slice is a multiple
     * @param revisits whether a tile stores its sums after so many steps, and goes on from them
     * @param tallness see {@link Blocks#of}
     */
    private CpuProduct(
            PlanBuilder plan,
            Product product,
            String tileRows,
            String tileColumns,
            ToLongFunction<KernelFile> sliceSteps,
            boolean revisits,
            long tallness) {
        this.plan = plan;
        this.product = product;
        Map<String, Long> dims = new HashMap<>();
        dims.put("m", product.m());
        dims.put("n", product.n());
        dims.put("k", product.k());
        dims.put("matrices", product.matrices());
        dims.put("matrices_a", product.a().matrices(product.batch()));
        dims.put("register_bytes", plan.capabilities().registerBytes());
        // Opened twice, because the grid depends on the blocks, and these on the tunables.
        KernelFile tiles = plan.open(plan.variant(), dims).real(product.dtype());
        blocks = Blocks.of(
                product,
                tiles.tunable(tileRows),
                tiles.tunable(tileColumns),
                sliceSteps.applyAsLong(tiles),
                ITEMS_PER_UNIT * plan.capabilities().computeUnits(),
                tallness);
        dims.put("row_blocks", Blocks.ceil(product.m(), blocks.rows()));
        dims.put("column_blocks", Blocks.ceil(product.n(), blocks.columns()));
        dims.put("slices", blocks.slices());
        // A tile that goes on from what it stored must not have rounded that to fewer bits.
        boolean narrowed =
                product.dtype().isNarrow() && revisits && blocks.sliceLength() > sliceSteps.applyAsLong(tiles);
        partial = blocks.slices() > 1 || narrowed;
        file = plan.open(plan.variant(), dims)
                .real(product.dtype())
                .type("TO", partial ? product.dtype().accumulator() : product.dtype());
    }

    /** {@code matmul_packed}: A in panels, B packed by those who read it. */
    static void packed(PlanBuilder plan, Product product) {
        CpuProduct cpu = new CpuProduct(plan, product, "MR", "NR", file -> file.tunable("K_BLOCK"), true, TALL);
        Operand a = cpu.packedA();
        cpu.addProduct(launch -> {
            cpu.addPanels(launch, a);
            Operand b = product.b();
            launch.buffer(b.slot(), product.dtype()).int64(b.rowStride()).int64(b.columnStride());
            b.batchStrides().forEach(launch::int64);
        });
    }

    /** {@code matmul_direct}: A in panels, B in place but for the columns behind the last whole tile. */
    static void direct(PlanBuilder plan, Product product) {
        CpuProduct cpu = new CpuProduct(plan, product, "MR", "NR", file -> file.tunable("K_BLOCK"), true, 1);
        Operand a = cpu.packedA();
        cpu.addProduct(launch -> {
            cpu.addPanels(launch, a);
            Operand b = product.b();
            launch.buffer(b.slot(), product.dtype()).int64(b.rowStride());
            b.batchStrides().forEach(launch::int64);
        });
    }

    /** {@code matmul_dots}: A and B in place. */
    static void dots(PlanBuilder plan, Product product) {
        CpuProduct cpu = new CpuProduct(plan, product, "ROWS", "COLUMNS", file -> DOT_SLICE, false, 1);
        Operand a = product.a();
        Operand b = product.b();
        cpu.addProduct(launch -> {
            launch.buffer(a.slot(), product.dtype()).int64(a.rowStride());
            a.batchStrides().forEach(launch::int64);
            launch.buffer(b.slot(), product.dtype()).int64(b.columnStride());
            b.batchStrides().forEach(launch::int64);
        });
    }

    /** A in panels, after the pass that packs it; derived where A is an input as it lies, as a weight on the left is. */
    private Operand packedA() {
        Operand a = product.a();
        DType acc = product.dtype().accumulator();
        int tile = file.tunable("MR");
        long elements = Math.multiplyExact(Blocks.ceil(a.rows(), tile) * lines(tile), product.k());
        long sizeBytes = Math.multiplyExact(a.matrices(product.batch()) * elements, acc.sizeBytes());
        Slot panels;
        if (a.slot() instanceof Slot.In in) {
            panels = plan.derived(
                    in.index(), sizeBytes, (own, target) -> addPacking(file.within(own), new Slot.In(0), target));
        } else {
            panels = plan.work(sizeBytes);
            addPacking(file, a.slot(), panels);
        }
        return new Operand(panels, a.rows(), a.columns(), 0, 0, a.packedBatchStrides(product.batch(), elements));
    }

    private void addPacking(KernelFile from, Slot source, Slot panels) {
        Operand a = product.a();
        LaunchBuilder launch = from.launch(plan.variant() + "_a").buffer(source, product.dtype());
        launch.int64(a.rowStride()).int64(a.columnStride());
        a.batchStrides().forEach(launch::int64);
        launch.buffer(panels, product.dtype().accumulator()).int64(a.rows()).int64(product.k());
        addAxes(launch, a.distinct(product.batch()));
        launch.add();
    }

    /** LINES: lines are packed by eights, so a panel has as many as make whole eights, the last of which are the next panel's too. */
    private static long lines(long tileRows) {
        return Blocks.ceil(tileRows, 8) * 8;
    }

    private void addProduct(Consumer<LaunchBuilder> operands) {
        Result c = Result.of(plan);
        long elements = product.matrices() * product.m() * product.n();
        DType acc = product.dtype().accumulator();
        Slot sums = partial ? plan.work(Math.multiplyExact(blocks.slices() * elements, acc.sizeBytes())) : c.slot();
        LaunchBuilder launch = file.launch();
        operands.accept(launch);
        launch.buffer(sums, partial ? acc : product.dtype());
        launch.int64(product.m()).int64(product.n()).int64(product.k());
        launch.int64(blocks.rows()).int64(blocks.columns());
        launch.int64(product.matrices()).int64(blocks.sliceLength());
        addAxes(launch, product.batch());
        launch.add();
        if (partial) {
            file.launch(plan.variant() + "_sum")
                    .buffer(sums, acc)
                    .buffer(c.slot(), product.dtype())
                    .int64(elements)
                    .int32(blocks.slices())
                    .add();
        }
        c.finish();
    }

    /** BATCH_AXES. */
    private static void addAxes(LaunchBuilder launch, List<Long> batch) {
        launch.int64(batch.get(1)).int64(batch.get(2));
    }

    /** Panels and their BATCH_STRIDES. */
    private void addPanels(LaunchBuilder launch, Operand panels) {
        launch.buffer(panels.slot(), product.dtype().accumulator());
        panels.batchStrides().forEach(launch::int64);
    }
}
