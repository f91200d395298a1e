package org.clgrad.engine.routine.matmul;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;

/** The launches of {@code matmul_packed}: two packing passes, the product, and a sum of slices where k was cut. */
final class Packed {
    /**
     * Work-items wanted for each compute unit: with fewer, the one that ends last keeps the others waiting; with more,
     * blocks are so small that panels are read again from farther caches.
     */
    private static final int ITEMS_PER_UNIT = 8;

    private final PlanBuilder plan;
    private final Product product;
    private final KernelFile file;
    private final Blocks blocks;

    private Packed(PlanBuilder plan, Product product) {
        this.plan = plan;
        this.product = product;
        Map<String, Long> dims = new HashMap<>();
        dims.put("m", product.m());
        dims.put("n", product.n());
        dims.put("k", product.k());
        dims.put("matrices", product.matrices());
        dims.put("matrices_a", product.a().matrices(product.batch()));
        dims.put("matrices_b", product.b().matrices(product.batch()));
        dims.put("register_bytes", registerBytes(plan.capabilities()));
        KernelFile tiles = plan.open("matmul_packed", dims).real(product.dtype());
        this.blocks = Blocks.of(
                product,
                tiles.tunable("MR"),
                tiles.tunable("NR"),
                tiles.tunable("K_BLOCK"),
                (long) ITEMS_PER_UNIT * plan.capabilities().computeUnits());
        dims.put("row_blocks", Blocks.ceil(product.m(), blocks.rows()));
        dims.put("column_blocks", Blocks.ceil(product.n(), blocks.columns()));
        dims.put("slices", blocks.slices());
        this.file = plan.open("matmul_packed", dims).real(product.dtype());
    }

    static void plan(PlanBuilder plan, Product product) {
        new Packed(plan, product).addLaunches();
    }

    /**
     * Bytes of vector registers: AVX-512 has 32 of 64 bytes. Others have 16 at least, of as many floats as the device
     * prefers.
     */
    private static long registerBytes(Capabilities device) {
        return device.preferredVector() >= 16 ? 32 * 64 : 16 * 4 * Math.max(4, device.preferredVector());
    }

    private void addLaunches() {
        Operand a = product.a();
        Operand b = product.b();
        Operand panelsA = pack("matmul_packed_a", a, a.rows(), a.rowStride(), a.columnStride(), file.tunable("MR"));
        Operand panelsB = pack("matmul_packed_b", b, b.columns(), b.columnStride(), b.rowStride(), file.tunable("NR"));
        long elements = product.matrices() * product.m() * product.n();
        Result c = Result.of(plan);
        Slot sums = blocks.slices() == 1
                ? c.slot()
                : plan.work(blocks.slices() * elements * product.dtype().sizeBytes());
        LaunchBuilder launch = file.launch();
        launch.buffer(panelsA.slot(), product.dtype());
        panelsA.batchStrides().forEach(launch::int64);
        launch.buffer(panelsB.slot(), product.dtype());
        panelsB.batchStrides().forEach(launch::int64);
        launch.buffer(sums, product.dtype());
        launch.int64(product.m()).int64(product.n()).int64(product.k());
        launch.int64(blocks.rows()).int64(blocks.columns());
        launch.int64(product.matrices()).int64(blocks.sliceLength());
        launch.int64(product.batch().get(1)).int64(product.batch().get(2));
        launch.add();
        if (blocks.slices() > 1) {
            file.launch("matmul_packed_sum")
                    .buffer(sums, product.dtype())
                    .buffer(c.slot(), product.dtype())
                    .int64(elements)
                    .int32(blocks.slices())
                    .add();
        }
        c.finish();
    }

    /** Packs an operand's lines (rows of A, columns of B) into panels of so many, in workspace. */
    private Operand pack(String kernel, Operand x, long lines, long lineStride, long stepStride, int width) {
        List<Long> distinct = x.distinct(product.batch());
        long elements = Math.multiplyExact(Blocks.ceil(lines, width) * width, product.k());
        Slot panels = plan.work(Math.multiplyExact(
                x.matrices(product.batch()) * elements, product.dtype().sizeBytes()));
        LaunchBuilder launch = file.launch(kernel);
        launch.buffer(x.slot(), product.dtype()).int64(lineStride).int64(stepStride);
        x.batchStrides().forEach(launch::int64);
        launch.buffer(panels, product.dtype()).int64(lines).int64(product.k());
        launch.int64(distinct.get(1)).int64(distinct.get(2));
        launch.add();
        return new Operand(panels, x.rows(), x.columns(), 0, 0, x.packedBatchStrides(product.batch(), elements));
    }
}
