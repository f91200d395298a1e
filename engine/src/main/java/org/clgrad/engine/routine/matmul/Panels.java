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

    /** Lines are packed by eights: a panel of A has so many at least. */
    private static final long LEAST_LINES = 8;

    /** Tiles at the end of a panel of A have eight lines, or four: it has a multiple of that. */
    private static final long FOUR = 4;

    /** A panel of B, and of the rest of the memory what A fills. */
    static Panels of(Product product, KernelFile tiles, long localBytes) {
        long lineBytes = Math.max(1, Math.min(product.k(), tiles.tunable("K_BLOCK")))
                * product.dtype().accumulator().sizeBytes();
        long tileRows = tiles.tunable("MR");
        long columnTileBytes = tiles.tunable("NR") * lineBytes;
        if (tiles.tunable("PACK_A") == 0) {
            long rowTiles = (MOST_BYTES - columnTileBytes) / (tileRows * lineBytes);
            return new Panels(Math.max(1, rowTiles), 0, columnTileBytes);
        }
        long rowTileBytes = Math.max(LEAST_LINES, Blocks.ceil(tileRows, FOUR) * FOUR) * lineBytes;
        // A panel of each is what the tunables were settled for; beyond it there is to be room for where the driver
        // begins both.
        long bytes = Math.min(MOST_BYTES, localBytes - ALIGNMENTS);
        return new Panels(Math.max(1, (bytes - columnTileBytes) / rowTileBytes), rowTileBytes, columnTileBytes);
    }
}
