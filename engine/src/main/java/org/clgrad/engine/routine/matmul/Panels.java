package org.clgrad.engine.routine.matmul;

import org.clgrad.engine.routine.KernelFile;

/**
 * What a work-item of {@code matmul_packed} keeps in local memory, or in the second-level cache, which is the same for a CPU.
 *
 * @param rowTiles tiles along the rows of its block at most
 * @param rowTileBytes bytes of local memory for each of them: of a panel of A, none if A is read in place
 * @param columnTileBytes bytes of the panel of B
 */
record Panels(long rowTiles, long rowTileBytes, long columnTileBytes) {
    /**
     * Bytes of A and the panel of B at most, of a second-level cache of half a MiB, which CPUs have or exceed. On two cores that have two
     * MiB each, {@code gemm/1024} is 1.06 to 1.08 times as fast as with twice as much.
     */
    private static final long MOST_BYTES = 384 << 10;

    /** Bytes that drivers may leave free so that two blocks of local memory are aligned, 128 of each with PoCL. */
    private static final long ALIGNMENTS = 256;

    /** Lines are packed by eights: a panel of A has as many as make whole eights, the last of which are the next panel's too. */
    private static final long EIGHT = 8;

    /** A panel of B, and of the rest of the memory what A fills. */
    static Panels of(Product product, KernelFile tiles, long localBytes) {
        long lineBytes = Math.max(1, Math.min(product.k(), tiles.tunable("K_BLOCK")))
                * product.dtype().accumulator().sizeBytes();
        long tileRows = tiles.tunable("MR");
        long columnTileBytes = tiles.tunable("NR") * lineBytes;
        long rowTiles = (MOST_BYTES - columnTileBytes) / (tileRows * lineBytes);
        long rowTileBytes = 0;
        if (tiles.tunable("PACK_A") == 1) {
            rowTileBytes = Blocks.ceil(tileRows, EIGHT) * EIGHT * lineBytes;
            rowTiles = Math.min(rowTiles, (localBytes - ALIGNMENTS - columnTileBytes) / rowTileBytes);
        }
        // A panel of each is what the tunables were settled for; beyond it there is to be room for where the driver
        // begins both.
        return new Panels(Math.max(1, rowTiles), rowTileBytes, columnTileBytes);
    }
}
