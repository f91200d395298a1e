// extend_backward_items: dx = sums of dy over the places that repeat an element      dx[planes, depth, height, width]
//
// tile:    a work-item owns one element of dx; neighbours along a row read neighbours but at the ends
// needs:   dense dy, dx that do not overlap
// writes:  each element of dx by exactly one work-item
// order:   places ascending, row-major, one addition each
// source:  own
//
//@variant  extend_backward_items of extend_backward
//@prefers  gpu
//@dims     planes rows columns
//@grid     global columns, rows, planes
#include "types.clh"
#include "extend.clh"

__kernel void extend_backward_items(IN(dy_in), OUT(dx_out), EXTENDED_AXES) {
    const long plane = get_global_id(2);
    const int column = get_global_id(0);
    const int row = get_global_id(1);
    const copies depth = copies_of(row / in_h, in_d, out_d, before_d, mode);
    const copies height = copies_of(row % in_h, in_h, out_h, before_h, mode);
    const copies width = copies_of(column, in_w, out_w, before_w, mode);
    acc sum = 0;
    for (int q = 0; q < count_of(depth); q++) {
        for (int r = 0; r < count_of(height); r++) {
            const long place = (plane * out_d + copy_at(depth, q)) * out_h + copy_at(height, r);
            __global const real* dy = AT(dy_in) + place * out_w;
            for (int s = 0; s < count_of(width); s++) {
                sum += LOAD(dy, copy_at(width, s));
            }
        }
    }
    STORE(AT(dx_out), (plane * in_d * in_h + row) * in_w + column, sum);
}
