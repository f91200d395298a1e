// grid_sample_input_gradient: dx[n,c] at each tap of grid[n,o] += weight·dy[n,c,o]      planes [height,width]
//
// tile:    a work-item owns BAND rows of a plane of dx: clears them, and walks the whole grid for taps that lie in them
//          …_round: a work-item rounds an element, where dx has fewer bits than the sums that grow in it
// needs:   dense dy, grid, dx; TO is ACC
// writes:  each element of dx by exactly one work-item, once for each output that has it as a tap
// order:   outputs ascending, row-major, one fma each
// source:  own
//
//@variant  grid_sample_input_gradient of grid_sample_input_gradient
//@dims     planes height elements
//@tunable  BAND {2,8,32,128} = 32     rows of a work-item
//@grid     grid_sample_input_gradient: global ceil(height/BAND), planes
//@grid     grid_sample_input_gradient_round: global elements
#include "types.clh"
#include "grid_sample.clh"

__kernel void grid_sample_input_gradient(
        IN(dy_in), IN(grid_in), OUT_AS(TO, dx_out), const int channels, const int height, const int width,
        const long positions, SAMPLING, const int order_x, const int order_y) {
    const long plane = get_global_id(1);
    __global const real* dy = AT(dy_in) + plane * positions;
    __global const real* grid = AT(grid_in) + plane / channels * positions * 2;
    __global ELEMENT(TO)* dx = AT(dx_out) + plane * height * width;
    const int begin = get_global_id(0) * BAND;
    const int end = min(begin + BAND, height);
    for (long i = (long)begin * width; i < (long)end * width; i++) {
        STORE_AS(TO, dx, i, AS_ACC(0));
    }
    for (long position = 0; position < positions; position++) {
        const grid_taps row = taps_of(LOAD(grid, 2 * position + 1), height, order_y, padding, nearest, align);
        if (row.at + 1 < begin || row.at >= end) {
            continue;
        }
        const grid_taps column = taps_of(LOAD(grid, 2 * position), width, order_x, padding, nearest, align);
        const acc g = LOAD(dy, position);
        for (int r = 0; r < 2; r++) {
            const bool is_mine = row.inside[r] && row.at + r >= begin && row.at + r < end;
            for (int s = 0; s < 2; s++) {
                if (is_mine && column.inside[s]) {
                    const long at = (long)(row.at + r) * width + column.at + s;
                    STORE_AS(TO, dx, at, fma(row.weight[r] * column.weight[s], g, LOAD_AS(TO, dx, at)));
                }
            }
        }
    }
}

// Rounds sums that were kept in acc.
__kernel void grid_sample_input_gradient_round(IN_AS(ACC, sums_in), OUT(dx_out)) {
    STORE(AT(dx_out), get_global_id(0), AT(sums_in)[get_global_id(0)]);
}
