// max_pool_items: y = the largest of each window, argmax = the number of its tap      planes [size_d,size_h,size_w]
//
// tile:    a work-item owns one output; neighbours along a row read neighbours, and windows that overlap meet in cache
// needs:   dense x, y, argmax; T1 holds kernel_d·kernel_h·kernel_w
// writes:  each element of y and argmax by exactly one work-item
// order:   taps ascending: the first of equal ones, the last of several NaN; exact
// source:  own; NaN as in PyTorch's max_pool2d
//
//@variant  max_pool_items of max_pool
//@prefers  gpu
//@dims     planes positions
//@grid     global positions, planes
//@specialise DEEP ADAPTIVE RECTIFIED
#include "types.clh"
#include "pool.clh"
#include "max_pool.clh"

__kernel void max_pool_items(IN(x_in), OUT(y_out), OUT_AS(T1, argmax_out), WINDOW) {
    const long plane = get_global_id(1);
    const long position = get_global_id(0);
    const int row = (int)(position / out_w);
    const int od = DEPTH_OF(row, out_h);
    const int oh = HEIGHT_OF(row, out_h);
    const int ow = (int)(position - (long)row * out_w);
    const int front = BEGIN(d, od);
    const int top = BEGIN(h, oh);
    const int left = BEGIN(w, ow);
    __global const real* x = AT(x_in) + plane * PLANE;
    int arg;
    const acc best = window_max(x, front, top, left, TAPS(d, od), TAPS(h, oh), TAPS(w, ow), &arg, WINDOW_VALUES);
    const long at = plane * OUT_PLANE + position;
    STORE(AT(y_out), at, best);
    STORE_AS(T1, AT(argmax_out), at, arg);
}
