// fold_vectors: y = sums of blocks at the places they were taken from, vectors of places     x[N,C·taps,blocks], y[N,C,D,H,W]
//
// tile:    a work-item owns TILES vectors of 16 places of a row of y, row after row of one plane, and for each tap adds 16
//          neighbours of x to each: places whose distance is the stride come from neighbouring blocks at the same taps.
//          A launch is for the places of one remainder by the stride:
//          y[plane, z·y_layer + …, a·y_row + …, b·y_column + …] =
//          Σ x[plane, tap(d, i, j), start_d + z·step_d + d·tap_d, start_h + a·step_h + i·tap_h, start_w + b·step_w + j·tap_w]
// needs:   steps of 1 in a remainder; y does not overlap x
// writes:  each element of y by exactly one work-item; the last vector of a row begins early so that it ends with the row,
//          and writes the same values once more
// order:   taps d, i, j ascending, one addition each; error ≤ taps·u·Σ|x|
// source:  own
//
//@variant  fold_vectors of fold
//@prefers  cpu
//@dims     planes rows width
//@tunable  TILES {1,4,16} = 16     vectors of places of a work-item
//@grid     groups ceil(rows*ceil(width/16)/TILES), planes; items 1
#include "types.clh"

__kernel void fold_vectors(
        IN(x_in), OUT(y_out), const long planes, const long taps,
        const int layers, const int height, const int width,
        const int tap_layers, const int tap_rows, const int tap_columns,
        const int layers_out, const int height_out, const int width_out,
        const int start_d, const int step_d, const int tap_d, const int start_h, const int step_h, const int tap_h,
        const int start_w, const int step_w, const int tap_w,
        const long tap_origin, const long tap_group, const long tap_out, const long tap_channel, const long tap_layer,
        const long tap_row, const long tap_column,
        const long y_origin, const long y_image, const long y_plane, const long y_layer, const long y_row,
        const long y_column) {
    __global const real* x = AT(x_in) + get_group_id(1) * taps * layers * height * width;
    __global real* y_begin = AT(y_out) + y_origin + get_group_id(1) * y_plane;
    const int vectors = (width_out + 15) / 16;
    const int tile_begin = get_group_id(0) * TILES;
    const int tile_end = min(tile_begin + TILES, layers_out * height_out * vectors);
    for (int tile = tile_begin; tile < tile_end; tile++) {
        const int z = tile / vectors / height_out;
        const int a = tile / vectors % height_out;
        const int first = max(0, min(tile % vectors * 16, width_out - 16));
        const int places = min(16, width_out);
        acc16 sum = 0;
        for (int d = 0; d < tap_layers; d++) {
            const int layer = start_d + z * step_d + d * tap_d;
            for (int i = 0; i < tap_rows; i++) {
                const int row = start_h + a * step_h + i * tap_h;
                if (layer < 0 || layer >= layers || row < 0 || row >= height) {
                    continue;
                }
                for (int j = 0; j < tap_columns; j++) {
                    const long tap = tap_origin + d * tap_layer + i * tap_row + j * tap_column;
                    __global const real* blocks = x + ((tap * layers + layer) * height + row) * width;
                    const int column = start_w + first * step_w + j * tap_w;
                    if (column >= 0 && column + 16 <= width) {
                        sum += VLOAD16(blocks, column);
                        continue;
                    }
                    acc lanes[16];
                    for (int lane = 0; lane < 16; lane++) {
                        const int v = column + lane;
                        lanes[lane] = lane < places && v >= 0 && v < width ? LOAD(blocks, v) : AS_ACC(0);
                    }
                    sum += vload16(0, lanes);
                }
            }
        }
        __global real* y = y_begin + z * y_layer + a * y_row + first * y_column;
        if (y_column == 1 && places == 16) {
            VSTORE16(y, 0, sum);
        } else {
            acc lanes[16];
            vstore16(sum, 0, lanes);
            for (int lane = 0; lane < places; lane++) {
                STORE(y, lane * y_column, lanes[lane]);
            }
        }
    }
}
