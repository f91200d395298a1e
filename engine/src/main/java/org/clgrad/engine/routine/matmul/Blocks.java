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
    /**
     * Fused multiply-adds of which packing an element costs the time: at 1024×1024×1024 a matrix packed once more took 0.2 ms,
     * 1.1 of them in 10⁹ took 5.5.
     */
    private static final double PACKING = 40;

    /**
     * The blocks that take least time, of about as many as wanted; k is cut where there are at most half as many. Time goes into
     * the products, of which the unit with the most blocks has most, and into rows of A and columns of B, which each block packs,
     * or reads from afar.
     *
     * @param tileRows rows of a register tile
     * @param tileColumns columns of a register tile
     * @param mostRowTiles tiles along the rows of a block at most
     * @param mostColumnTiles tiles along the columns of a block at most
     * @param sliceStep steps of k of which a slice is a multiple
     * @param units compute units
     * @param wantedOfUnit work-items wanted for each of them
     */
    static Blocks of(
            Product product,
            long tileRows,
            long tileColumns,
            long mostRowTiles,
            long mostColumnTiles,
            long sliceStep,
            long units,
            long wantedOfUnit) {
        long matrices = Math.max(1, product.matrices());
        long rowTiles = Math.max(1, ceil(product.m(), tileRows));
        long columnTiles = Math.max(1, ceil(product.n(), tileColumns));
        long wanted = Math.min(ceil(units * wantedOfUnit, matrices), rowTiles * columnTiles);
        long rows = 1;
        long columns = 1;
        double least = Double.POSITIVE_INFINITY;
        long fewestDown = ceil(rowTiles, mostRowTiles);
        // Where one pass takes but so many rows, there may be more blocks than wanted, and then they are to go round.
        long mostDown = Math.min(rowTiles, Math.max(wanted, ceil(fewestDown, units) * units));
        for (long down = fewestDown; down <= mostDown; down++) {
            long blockRows = ceil(rowTiles, down);
            long blocksDown = ceil(rowTiles, blockRows);
            long across = Math.max(ceil(columnTiles, mostColumnTiles), ceil(wanted, blocksDown));
            long blockColumns = ceil(columnTiles, Math.min(columnTiles, across));
            long items = matrices * blocksDown * ceil(columnTiles, blockColumns);
            double busiest = ceil(items, units)
                    * (blockRows * tileRows * PACKING + blockColumns * tileColumns * (blockRows * tileRows + PACKING));
            if (busiest < least) {
                least = busiest;
                rows = blockRows;
                columns = blockColumns;
            }
        }
        long items = matrices * ceil(rowTiles, rows) * ceil(columnTiles, columns);
        long steps = Math.max(1, ceil(product.k(), sliceStep));
        long stepsOfSlice = ceil(steps, Math.max(1, Math.min(steps, units * wantedOfUnit / items)));
        return new Blocks(rows * tileRows, columns * tileColumns, stepsOfSlice * sliceStep, ceil(steps, stepsOfSlice));
    }

    /** a / b, rounded up. */
    static long ceil(long a, long b) {
        return -Math.floorDiv(-a, b);
    }
}
