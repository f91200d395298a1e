// copy_tiled: y[…,r,…,c,…] = x[…,r,…,c,…] where x is dense along r and y along c
//
// tile:    a work-group copies TILE × TILE elements through local memory, so that neighbouring work-items read
//          neighbours of x and write neighbours of y; a line of the tile is one element longer than it need be, so that
//          a column of it lies in different banks
// needs:   x and y do not overlap; y repeats no element
// writes:  each element of y by exactly one work-item
// order:   no arithmetic; bits are kept
// source:  [1] Ruetsch, Micikevicius, "Optimizing Matrix Transpose in CUDA", NVIDIA 2009
//
//@variant  copy_tiled of copy
//@shared
//@prefers  gpu
//@dims     rows columns batch
//@tunable  TILE {8,16,32} = 32      rows and columns of a work-group
//@tunable  LINES {4,8} = 8          lines of the tile that a work-group moves at once
//@require  TILE*LINES <= MAX_WORK_GROUP_SIZE
//@local    TILE * (TILE + 1) * sizeof(real)
//@grid     groups ceil(columns/TILE), ceil(rows/TILE), batch; items TILE, LINES
#include "types.clh"
#include "transpose.clh"

__kernel void copy_tiled(TRANSPOSE_ARGUMENTS) {
    __local real_bits tile[TILE][TILE + 1];
    __global const real_bits* x = BITS_IN(x_in);
    __global real_bits* y = BITS_OUT(y_out);
    MOVE_TO(get_group_id(2))
    const long first_column = get_group_id(0) * TILE;
    const long first_row = get_group_id(1) * TILE;
    const int across = get_local_id(0);
    for (int line = get_local_id(1); line < TILE; line += LINES) {
        if (first_row + across < rows && first_column + line < columns) {
            tile[line][across] = x[first_row + across + (first_column + line) * xs_column];
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int line = get_local_id(1); line < TILE; line += LINES) {
        if (first_row + line < rows && first_column + across < columns) {
            y[(first_row + line) * ys_row + first_column + across] = tile[across][line];
        }
    }
}
