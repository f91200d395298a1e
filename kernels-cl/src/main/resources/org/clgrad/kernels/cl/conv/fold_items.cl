// fold_items: y = sums of blocks at the places they were taken from, an item for each place  x[N,C·taps,blocks], y[N,C,D,H,W]
//
// tile:    a work-item owns one place of y; neighbours read neighbours of x. A launch is for the places of one remainder by
//          the stride:
//          y[plane, z·y_layer + …, a·y_row + …, b·y_column + …] =
//          Σ x[plane, tap(d, i, j), start_d + z·step_d + d·tap_d, start_h + a·step_h + i·tap_h, start_w + b·step_w + j·tap_w]
// needs:   y does not overlap x
// writes:  each element of y by exactly one work-item
// order:   taps d, i, j ascending, one addition each; error ≤ taps·u·Σ|x|
// source:  own
//
//@variant  fold_items of fold
//@prefers  gpu
//@dims     planes rows width
//@grid     global rows*width, planes
#include "types.clh"

__kernel void fold_items(
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
    const long place = get_global_id(0);
    const int b = place % width_out;
    const int a = place / width_out % height_out;
    const int z = place / width_out / height_out;
    __global const real* x = AT(x_in) + get_global_id(1) * taps * layers * height * width;
    acc sum = 0;
    for (int d = 0; d < tap_layers; d++) {
        const int layer = start_d + z * step_d + d * tap_d;
        for (int i = 0; i < tap_rows; i++) {
            const int row = start_h + a * step_h + i * tap_h;
            for (int j = 0; j < tap_columns; j++) {
                const int column = start_w + b * step_w + j * tap_w;
                if (layer >= 0 && layer < layers && row >= 0 && row < height && column >= 0 && column < width) {
                    const long tap = tap_origin + d * tap_layer + i * tap_row + j * tap_column;
                    sum += LOAD(x, ((tap * layers + layer) * height + row) * width + column);
                }
            }
        }
    }
    STORE(AT(y_out), y_origin + get_global_id(1) * y_plane + z * y_layer + a * y_row + b * y_column, sum);
}
