// max_pool_indices: y = the place in the plane of the tap argmax of each window, −1 where that lies outside
//
// tile:    a work-item owns CHUNK neighbouring windows of a plane
// needs:   dense argmax, y; REAL is the type of argmax
// writes:  each element of y by exactly one work-item
// order:   nothing is accumulated; exact
// source:  own
//
//@variant  max_pool_indices of max_pool_indices
//@prefers  any
//@dims     planes positions
//@tunable  CHUNK {1,8,64,256} = 8     windows of a work-item
//@grid     global ceil(positions/CHUNK), planes
//@specialise DEEP ADAPTIVE
#include "types.clh"
#include "pool.clh"
#include "pool_tap.clh"

__kernel void max_pool_indices(IN(argmax_in), OUT_AS(TO, y_out), WINDOW) {
    const long plane = get_global_id(1);
    __global const real* argmax = AT(argmax_in) + plane * OUT_PLANE;
    __global ELEMENT(TO)* y = AT(y_out) + plane * OUT_PLANE;
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, OUT_PLANE);
    for (long window = begin; window < end; window++) {
        STORE_AS(TO, y, window, tap_place(argmax[window], window, WINDOW_VALUES));
    }
}
