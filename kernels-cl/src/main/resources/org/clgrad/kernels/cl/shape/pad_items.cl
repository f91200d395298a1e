// pad_items: y = x at a place within it, value around      each axis of x with a stride of its own
//
// tile:    a work-item writes one element; neighbours along a row write neighbours
// needs:   per axis k: size of y, size and stride of x, and how many elements of y come before x's; axes that do not exist
//          have size 1; y dense; x and y do not overlap
// writes:  each element of y by exactly one work-item
// order:   no arithmetic; bits are kept
// source:  own
//
//@variant  pad_items of pad
//@prefers  gpu
//@dims     rows columns
//@grid     global columns, rows
#include "types.clh"
#include "pad.clh"

__kernel void pad_items(IN(x_in), OUT(y_out), const acc value, PADDED_AXES) {
    __global const real* x = AT(x_in);
    __global real* y = AT(y_out) + get_global_id(1) * size7;
    const long i = get_global_id(0);
    const long column = i - before7;
    long rest = get_global_id(1);
    bool is_inside = column >= 0 && column < in7;
    OUTER_AXES
    if (is_inside) {
        MOVE(y, i, x, column * xs7);
    } else {
        STORE(y, i, value);
    }
}
