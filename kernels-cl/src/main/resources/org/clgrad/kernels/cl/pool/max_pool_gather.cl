// max_pool_gather: y = x at the tap argmax of each window, 0 where that lies outside      planes [size_d,size_h,size_w]
//
// tile:    a work-item owns CHUNK neighbouring windows of a plane
// needs:   dense x, argmax, y
// writes:  each element of y by exactly one work-item
// order:   nothing is accumulated; exact
// source:  own
//
//@variant  max_pool_gather of max_pool_gather
//@prefers  any
//@dims     planes positions
//@tunable  CHUNK {1,8,64,256} = 8     windows of a work-item
//@grid     global ceil(positions/CHUNK), planes
//@specialise DEEP ADAPTIVE
#include "types.clh"
#include "pool.clh"
#include "pool_tap.clh"

__kernel void max_pool_gather(IN(x_in), IN_AS(T1, argmax_in), OUT(y_out), WINDOW) {
    const long plane = get_global_id(1);
    __global const real* x = AT(x_in) + plane * PLANE;
    __global const ELEMENT(T1)* argmax = AT(argmax_in) + plane * OUT_PLANE;
    __global real* y = AT(y_out) + plane * OUT_PLANE;
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, OUT_PLANE);
    for (long window = begin; window < end; window++) {
        const long place = tap_place(argmax[window], window, WINDOW_VALUES);
        STORE(y, window, place >= 0 ? LOAD(x, place) : AS_ACC(0));
    }
}
