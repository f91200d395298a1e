// extend_backward_rows: dx = sums of dy over the places that repeat an element      dx[planes, depth, height, width]
//
// tile:    a work-item owns CHUNK neighbours of a row of dx: those that rows of y repeat once in vectors, the others, which lie
//          at the ends, one by one
// needs:   dense dy, dx that do not overlap
// writes:  each element of dx by exactly one work-item
// order:   places ascending, row-major, one addition each
// source:  own
//
//@variant  extend_backward_rows of extend_backward
//@prefers  cpu
//@dims     rows columns
//@tunable  CHUNK {64,1024,16384} = 1024     elements of a work-item
//@grid     global ceil(columns/CHUNK), rows
#include "types.clh"
#include "extend.clh"

__kernel void extend_backward_rows(IN(dy_in), OUT(dx_out), EXTENDED_AXES) {
    const long row = get_global_id(1);
    const long plane = row / in_h / in_d;
    const copies depth = copies_of(row / in_h % in_d, in_d, out_d, before_d, mode);
    const copies height = copies_of(row % in_h, in_h, out_h, before_h, mode);
    __global const real* planes = AT(dy_in) + plane * out_d * out_h * out_w;
    __global real* dx = AT(dx_out) + row * in_w;
    // The columns that a row of y repeats just once lie between these.
    const int after_w = out_w - before_w - in_w;
    const int lead = mode == CIRCULAR ? after_w : before_w == 0 ? 0 : mode == REFLECT ? before_w + 1 : 1;
    const int tail = mode == CIRCULAR ? before_w : after_w == 0 ? 0 : mode == REFLECT ? after_w + 1 : 1;
    const int end = min((int)(get_global_id(0) + 1) * CHUNK, in_w);
    int i = get_global_id(0) * CHUNK;
    while (i < end) {
        const bool is_vector = i >= lead && i + 8 <= min(end, in_w - tail);
        const copies width = copies_of(i, in_w, out_w, before_w, mode);
        acc8 sums = 0;
        acc sum = 0;
        for (int q = 0; q < count_of(depth); q++) {
            for (int r = 0; r < count_of(height); r++) {
                __global const real* dy =
                        planes + ((long)copy_at(depth, q) * out_h + copy_at(height, r)) * out_w;
                if (is_vector) {
                    sums += VLOAD8(dy, i + before_w);
                } else {
                    for (int s = 0; s < count_of(width); s++) {
                        sum += LOAD(dy, copy_at(width, s));
                    }
                }
            }
        }
        if (is_vector) {
            VSTORE8(dx, i, sums);
        } else {
            STORE(dx, i, sum);
        }
        i += is_vector ? 8 : 1;
    }
}
