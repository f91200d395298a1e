// extend_items: y = x and around it elements of x once more      x[planes, depth, height, width], up to three axes extended
//
// tile:    a work-item writes one element; neighbours along a row write neighbours
// needs:   dense x, y that do not overlap
// writes:  each element of y by exactly one work-item
// order:   no arithmetic; bits are kept
// source:  own; what the modes mean, as in PyTorch's pad
//
//@variant  extend_items of extend
//@prefers  gpu
//@dims     planes rows columns
//@grid     global columns, rows, planes
#include "types.clh"
#include "extend.clh"

__kernel void extend_items(IN(x_in), OUT(y_out), EXTENDED_AXES) {
    const long plane = get_global_id(2);
    const int column = get_global_id(0);
    const int row = get_global_id(1);
    const int d = source_of(row / out_h, in_d, before_d, mode);
    const int h = source_of(row % out_h, in_h, before_h, mode);
    const int w = source_of(column, in_w, before_w, mode);
    __global real* y = AT(y_out) + (plane * out_d * out_h + row) * out_w;
    MOVE(y, column, AT(x_in), ((plane * in_d + d) * in_h + h) * in_w + w);
}
