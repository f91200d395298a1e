package org.clgrad.engine.routine.matmul;

/**
 * How a product is shared out among work-items: each does a block of C, over all of k or over a slice of it.
 *
 * @param rows rows of a block, whole tiles
 * @param columns columns of a block, whole tiles
 * @param sliceLength steps of k in a slice, all of them if there is one slice
 * @param slices how many slices k is cut into, 1 at least
 */
record Blocks(long rows, long columns, long sliceLength, long slices) {
    /** Tiles of a block along its columns where there is plenty of work, and along its rows for each that it is tall. */
    private static final long LARGEST = 8;

    /**
     * Blocks as large as they can be without there being fewer than wanted; k is cut where blocks of single tiles are
     * still too few.
     *
     * @param tileRows rows of a register tile
     * @param tileColumns columns of a register tile
     * @param sliceStep steps of k of which a slice is a multiple
     * @param wanted work-items wanted
     * @param tallness by how many times a block has more tiles along its rows than along its columns: 1 where reading a panel
     *     of A costs what one of B costs, more where panels of B are packed by each block anew
     */
    static Blocks of(Product product, long tileRows, long tileColumns, long sliceStep, long wanted, long tallness) {
        long rowTiles = ceil(product.m(), tileRows);
        long columnTiles = ceil(product.n(), tileColumns);
        long rows = Math.min(LARGEST * tallness, Math.max(1, rowTiles));
        long columns = Math.min(LARGEST, Math.max(1, columnTiles));
        while (rows * columns > 1 && items(product, rowTiles, rows, columnTiles, columns) < wanted) {
            if (columns == 1 || rows >= columns * tallness) {
                rows = ceil(rows, 2);
            } else {
                columns = ceil(columns, 2);
            }
        }
        long items = Math.max(1, items(product, rowTiles, rows, columnTiles, columns));
        long steps = Math.max(1, ceil(product.k(), sliceStep));
        long stepsOfSlice = ceil(steps, Math.min(steps, ceil(wanted, items)));
        return new Blocks(rows * tileRows, columns * tileColumns, stepsOfSlice * sliceStep, ceil(steps, stepsOfSlice));
    }

    private static long items(Product product, long rowTiles, long rows, long columnTiles, long columns) {
        return product.matrices() * ceil(rowTiles, rows) * ceil(columnTiles, columns);
    }

    /** a / b, rounded up. */
    static long ceil(long a, long b) {
        return Math.floorDiv(a + b - 1, b);
    }
}
