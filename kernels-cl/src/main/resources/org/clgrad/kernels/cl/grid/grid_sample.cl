// grid_sample: y[n,c,o] = x[n,c] read at grid[n,o], or a derivative of that by the grid      planes [depth,height,width]
//
// tile:    a work-item owns an output position of CHANNELS channels, whose taps are computed once
// needs:   dense x, grid, y
// writes:  each element of y by exactly one work-item
// order:   taps ascending, row-major, one fma each
// source:  own; what the modes mean, as in PyTorch's grid_sample
//
//@variant  grid_sample of grid_sample
//@dims     batch channels positions
//@tunable  CHANNELS {1,4,16,64} = 16     channels of a work-item
//@grid     global positions, ceil(channels/CHANNELS), batch
//@specialise TAPS DEEP
#include "types.clh"
#include "grid_sample.clh"

__kernel void grid_sample(IN(x_in), IN(grid_in), OUT(y_out), PLANES, const long positions, SAMPLING, ORDERS) {
    const long n = get_global_id(2);
    const long position = get_global_id(0);
    __global const real* point = AT(grid_in) + (n * positions + position) * COORDINATES;
    const grid_taps column = taps_of(LOAD(point, 0), width, order_x, padding, nearest, align);
    const grid_taps row = taps_of(LOAD(point, 1), height, order_y, padding, nearest, align);
    const grid_taps layer = layers_of(point, depth, order_z, padding, nearest, align);
    const int begin = get_global_id(1) * CHANNELS;
    const int end = min(begin + CHANNELS, channels);
    for (int c = begin; c < end; c++) {
        const long plane = n * channels + c;
        __global const real* x = AT(x_in) + plane * depth * height * width;
        acc sum = 0;
        for (int q = 0; q < LAYER_TAPS; q++) {
            for (int r = 0; r < TAPS; r++) {
                for (int s = 0; s < TAPS; s++) {
                    if (layer.at[q] >= 0 && row.at[r] >= 0 && column.at[s] >= 0) {
                        const long at = ((long)layer.at[q] * height + row.at[r]) * width + column.at[s];
                        sum = fma(layer.weight[q] * row.weight[r] * column.weight[s], LOAD(x, at), sum);
                    }
                }
            }
        }
        STORE(AT(y_out), plane * positions + position, sum);
    }
}
