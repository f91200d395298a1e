// grid_sample_input_gradient: dx[n,c] at each tap of grid[n,o] += weight·dy[n,c,o]      planes [depth,height,width]
//
// tile:    a work-item owns BAND rows of a plane of dx: clears them, and walks the whole grid for taps that lie in them
//          …_round: a work-item rounds an element, where dx has fewer bits than the sums that grow in it
// needs:   dense dy, grid, dx; TO is ACC
// writes:  each element of dx by exactly one work-item, once for each output that has it as a tap
// order:   outputs ascending, row-major, one fma each
// source:  own
//
//@variant  grid_sample_input_gradient of grid_sample_input_gradient
//@dims     planes rows elements
//@tunable  BAND {2,8,32,128} = 32     rows of a work-item
//@grid     grid_sample_input_gradient: global ceil(rows/BAND), planes
//@grid     grid_sample_input_gradient_round: global elements
//@specialise TAPS DEEP
#include "types.clh"
#include "grid_sample.clh"

__kernel void grid_sample_input_gradient(
        IN(dy_in), IN(grid_in), OUT_AS(TO, dx_out), PLANES, const long positions, SAMPLING, ORDERS) {
    const long plane = get_global_id(1);
    __global const real* dy = AT(dy_in) + plane * positions;
    __global const real* grid = AT(grid_in) + plane / channels * positions * COORDINATES;
    __global ELEMENT(TO)* dx = AT(dx_out) + plane * depth * height * width;
    const int begin = get_global_id(0) * BAND;
    const int end = min(begin + BAND, depth * height);
    for (long i = (long)begin * width; i < (long)end * width; i++) {
        STORE_AS(TO, dx, i, AS_ACC(0));
    }
    for (long position = 0; position < positions; position++) {
        __global const real* point = grid + position * COORDINATES;
        const grid_taps row = taps_of(LOAD(point, 1), height, order_y, padding, nearest, align);
        const grid_taps layer = layers_of(point, depth, order_z, padding, nearest, align);
        bool has_mine = false;
        for (int q = 0; q < LAYER_TAPS; q++) {
            for (int r = 0; r < TAPS; r++) {
                const int at = layer.at[q] * height + row.at[r];
                has_mine = has_mine || (layer.at[q] >= 0 && row.at[r] >= 0 && at >= begin && at < end);
            }
        }
        if (!has_mine) {
            continue;
        }
        const grid_taps column = taps_of(LOAD(point, 0), width, order_x, padding, nearest, align);
        const acc g = LOAD(dy, position);
        for (int q = 0; q < LAYER_TAPS; q++) {
            for (int r = 0; r < TAPS; r++) {
                const int mine = layer.at[q] * height + row.at[r];
                if (layer.at[q] < 0 || row.at[r] < 0 || mine < begin || mine >= end) {
                    continue;
                }
                for (int s = 0; s < TAPS; s++) {
                    if (column.at[s] >= 0) {
                        const long at = (long)mine * width + column.at[s];
                        const acc weight = layer.weight[q] * row.weight[r] * column.weight[s];
                        STORE_AS(TO, dx, at, fma(weight, g, LOAD_AS(TO, dx, at)));
                    }
                }
            }
        }
    }
}

// Rounds sums that were kept in acc.
__kernel void grid_sample_input_gradient_round(IN_AS(ACC, sums_in), OUT(dx_out)) {
    STORE(AT(dx_out), get_global_id(0), AT(sums_in)[get_global_id(0)]);
}
