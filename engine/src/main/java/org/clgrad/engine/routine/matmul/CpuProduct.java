package org.clgrad.engine.routine.matmul;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;

/**
 * The launches of the variants for CPUs, which have one frame: a product whose work-items own a block of C each and, where k was
 * cut into slices, a sum of their partial results.
 */
final class CpuProduct {
    /**
     * Work-items wanted for each compute unit at most: with fewer, one on a core that is busy with something else keeps the others
     * waiting; with more, operands are packed more often. On 2 cores {@code gemm/1024} has 188 to 195 GFLOP/s with 4 to 16
     * work-items, 179 with 32.
     */
    private static final long ITEMS_OF_UNIT = 4;

    /** Work-items wanted for each compute unit at least. */
    private static final long FEWEST_ITEMS_OF_UNIT = 2;

    /**
     * Multiply-adds of a work-item of {@code matmul_packed} below which fewer are wanted, 0.7 ms on a core of 90·10⁹ in a second: of
     * little ones a wait costs less than packing more often. On 2 cores, least of 30 batches in two turns, {@code gemm/512} takes
     * 1.35 and 1.42 ms with 2 work-items in all, 1.44 and 1.38 with 4, 1.50 and 1.70 with 8, {@code gemm/1024} 15.0, 11.0 and 11.3.
     */
    private static final long LEAST_OF_ITEM = 1L << 26;

    /** Tiles of a block of dot products along each axis at most. */
    private static final long MOST_DOT_TILES = 8;

    /** Steps of a slice of dot products: 64 vectors of AVX-512, beside which the sum of the lanes is little. Not measured. */
    private static final long DOT_SLICE = 1024;

    private final PlanBuilder plan;
    private final ProductEnding ending;
    private final Product product;
    private final Blocks blocks;
    private final boolean partial;
    private final KernelFile file;

    /**
     * @param narrowed whether sums that wait in C would be rounded to fewer bits than they have
     * @param localBytes local memory of a work-item
     */
    private CpuProduct(
            PlanBuilder plan, ProductEnding ending, Product product, Blocks blocks, boolean narrowed, long localBytes) {
        this.plan = plan;
        this.ending = ending;
        this.product = product;
        this.blocks = blocks;
        partial = blocks.slices() > 1 || narrowed;
        Map<String, Long> dims = new HashMap<>(dims(plan, product));
        dims.put("row_blocks", Blocks.ceil(product.m(), blocks.rows()));
        dims.put("column_blocks", Blocks.ceil(product.n(), blocks.columns()));
        dims.put("slices", blocks.slices());
        dims.put("local_bytes", localBytes);
        file = plan.open(plan.variant(), dims)
                .real(product.dtype())
                .type("TO", partial ? product.dtype().accumulator() : product.dtype())
                .define("BIAS", ending.adds())
                .define("RELU", ending.rectifies())
                .define("PARTIAL", partial);
    }

    /** {@code matmul_packed}: B, and A where it is not read in place, packed by those who multiply them. */
    static void packed(PlanBuilder plan, MatMul routine) {
        Product product = Product.of(routine, plan);
        KernelFile tiles = tiles(plan, product);
        Panels panels = Panels.of(product, tiles, plan.capabilities().localMemoryBytes());
        long tileRows = tiles.tunable("MR");
        long kBlock = tiles.tunable("K_BLOCK");
        Blocks blocks = Blocks.of(
                product,
                tileRows,
                tiles.tunable("NR"),
                panels.rowTiles(),
                Long.MAX_VALUE,
                kBlock,
                plan.capabilities().computeUnits(),
                packedItemsOfUnit(plan, product));
        long bytesOfA = blocks.rows() / tileRows * panels.rowTileBytes();
        boolean narrowed = product.dtype().isNarrow() && blocks.sliceLength() > kBlock;
        CpuProduct cpu =
                new CpuProduct(plan, routine.ending(), product, blocks, narrowed, bytesOfA + panels.columnTileBytes());
        LaunchBuilder launch = cpu.file.launch();
        cpu.addOperand(launch, product.a(), true, true);
        cpu.addOperand(launch, product.b(), true, true);
        cpu.addProduct(launch, rest -> {
            rest.local(panels.columnTileBytes());
            if (bytesOfA > 0) {
                rest.local(bytesOfA);
            }
        });
    }

    /** {@code matmul_dots}: A and B in place. */
    static void dots(PlanBuilder plan, MatMul routine) {
        Product product = Product.of(routine, plan);
        KernelFile tiles = tiles(plan, product);
        Blocks blocks = Blocks.of(
                product,
                tiles.tunable("ROWS"),
                tiles.tunable("COLUMNS"),
                MOST_DOT_TILES,
                MOST_DOT_TILES,
                DOT_SLICE,
                plan.capabilities().computeUnits(),
                ITEMS_OF_UNIT);
        CpuProduct cpu = new CpuProduct(plan, routine.ending(), product, blocks, false, 0);
        LaunchBuilder launch = cpu.file.launch();
        cpu.addOperand(launch, product.a(), true, false);
        cpu.addOperand(launch, product.b(), false, true);
        cpu.addProduct(launch, rest -> {});
    }

    private static long packedItemsOfUnit(PlanBuilder plan, Product product) {
        double products = (double) product.matrices() * product.m() * product.n() * product.k();
        double items = products / plan.capabilities().computeUnits() / LEAST_OF_ITEM;
        return (long) Math.min(ITEMS_OF_UNIT, Math.max(FEWEST_ITEMS_OF_UNIT, items));
    }

    /** The variant's kernel file before the blocks are known, which depend on its tunables, as its grid does on them. */
    private static KernelFile tiles(PlanBuilder plan, Product product) {
        return plan.open(plan.variant(), dims(plan, product)).real(product.dtype());
    }

    private static Map<String, Long> dims(PlanBuilder plan, Product product) {
        return Map.of(
                "m", product.m(),
                "n", product.n(),
                "k", product.k(),
                "matrices", product.matrices(),
                "register_bytes", plan.capabilities().registerBytes(),
                "local_bytes", 0L,
                "in_place", isInPlace(product) ? 1L : 0L);
    }

    /** Whether a tile may read A where it is: elements of 16 bits would be converted again by each tile. */
    private static boolean isInPlace(Product product) {
        return product.a().isDenseAlongRows() && !product.dtype().isNarrow();
    }

    /** An operand, the strides of it that are not 1, and its BATCH_STRIDES. */
    private void addOperand(LaunchBuilder launch, Operand operand, boolean rowStride, boolean columnStride) {
        launch.buffer(operand.slot(), product.dtype());
        if (rowStride) {
            launch.int64(operand.rowStride());
        }
        if (columnStride) {
            launch.int64(operand.columnStride());
        }
        operand.batchStrides().forEach(launch::int64);
    }

    private void addProduct(LaunchBuilder launch, Consumer<LaunchBuilder> rest) {
        Result c = Result.of(plan);
        long elements = product.matrices() * product.m() * product.n();
        DType acc = product.dtype().accumulator();
        Slot sums = partial ? plan.work(Math.multiplyExact(blocks.slices() * elements, acc.sizeBytes())) : c.slot();
        launch.buffer(sums, partial ? acc : product.dtype());
        launch.int64(product.m()).int64(product.n()).int64(product.k());
        launch.int64(blocks.rows()).int64(blocks.columns());
        launch.int64(product.matrices()).int64(blocks.sliceLength());
        // BATCH_AXES
        List<Long> batch = product.batch();
        launch.int64(batch.get(1)).int64(batch.get(2));
        addBias(launch);
        rest.accept(launch);
        launch.add();
        if (partial) {
            LaunchBuilder sum = file.launch(plan.variant() + "_sum")
                    .buffer(sums, acc)
                    .buffer(c.slot(), product.dtype())
                    .int64(elements)
                    .int32(blocks.slices())
                    .int64(product.n());
            addBias(sum);
            sum.add();
        }
        c.finish();
    }

    /** BIAS_ARGUMENT. */
    private void addBias(LaunchBuilder launch) {
        if (ending.adds()) {
            launch.buffer(plan.dense(2), product.dtype());
        }
    }
}
