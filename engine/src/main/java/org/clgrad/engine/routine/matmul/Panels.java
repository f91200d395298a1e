package org.clgrad.engine.routine.matmul;

import org.clgrad.engine.routine.KernelFile;

/**
 * How much of its operands a work-item of {@code matmul_packed} packs into local memory at a time.
 *
 * @param rowTiles panels of A at most
 * @param rowTileBytes bytes of a panel of A
 * @param columns columns of B at most, whole panels
 * @param columnBytes bytes of a column of B
 */
record Panels(long rowTiles, long rowTileBytes, long columns, long columnBytes) {
    /**
     * Local memory filled at most: three quarters of a second-level cache of one MiB, which CPUs have or exceed. 33 panels of
     * 14 floats and 224 columns, by 256 steps.
     */
    private static final long MOST_BYTES = 768 << 10;

    /** Bytes that drivers may leave free so that two blocks of local memory are aligned, 128 of each with PoCL. */
    private static final long ALIGNMENTS = 256;

    /** Lines are packed by eights: a panel of A has as many as make whole eights, the last of which are the next panel's too. */
    private static final long EIGHT = 8;

    /** A third of the memory for B, or less if that is all of B or all that is wanted, and the rest for A. */
    static Panels of(Product product, KernelFile tiles, long localBytes) {
        long columnBytes = Math.max(1, Math.min(product.k(), tiles.tunable("K_BLOCK")))
                * product.dtype().accumulator().sizeBytes();
        long tile = tiles.tunable("NR");
        long rows = Blocks.ceil(tiles.tunable("MR"), EIGHT) * EIGHT;
        long memory = Math.min(localBytes, MOST_BYTES);
        // A panel of each is what the tunables were settled for; beyond it there is to be room for where the driver
        // begins both.
        long lines = Math.max(Math.min(rows + tile, memory / columnBytes), (memory - ALIGNMENTS) / columnBytes);
        long third = Math.max(1, lines / 3 / tile) * tile;
        long wanted = Blocks.ceil(Math.min(product.n(), tiles.tunable("COLUMNS")), tile) * tile;
        long columns = Math.min(third, Math.max(tile, wanted));
        return new Panels((lines - columns) / rows, rows * columnBytes, columns, columnBytes);
    }
}
