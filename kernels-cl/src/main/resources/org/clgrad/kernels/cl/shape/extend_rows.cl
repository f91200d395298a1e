// extend_rows: y = x and around it elements of x once more      x[planes, depth, height, width], up to three axes extended
//
// tile:    a work-item writes CHUNK neighbours of one row: what lies in x in vectors, what is around it one by one
// needs:   dense x, y that do not overlap
// writes:  each element of y by exactly one work-item
// order:   no arithmetic; bits are kept
// source:  own; what the modes mean, as in PyTorch's pad
//
//@variant  extend_rows of extend
//@prefers  cpu
//@dims     rows columns
//@tunable  CHUNK {64,1024,16384} = 1024     elements of a work-item
//@grid     global ceil(columns/CHUNK), rows
#include "types.clh"
#include "extend.clh"

__kernel void extend_rows(IN(x_in), OUT(y_out), EXTENDED_AXES) {
    const long row = get_global_id(1);
    const long plane = row / out_h / out_d;
    const int d = source_of(row / out_h % out_d, in_d, before_d, mode);
    const int h = source_of(row % out_h, in_h, before_h, mode);
    __global const real* x = AT(x_in) + ((plane * in_d + d) * in_h + h) * in_w;
    __global real* y = AT(y_out) + row * out_w;
    const int begin = get_global_id(0) * CHUNK;
    const int end = min(begin + CHUNK, out_w);
    const int first = clamp(before_w, begin, end);
    const int last = clamp(before_w + in_w, begin, end);
    int i = begin;
    for (; i < first; i++) {
        MOVE(y, i, x, source_of(i, in_w, before_w, mode));
    }
    for (; i + 8 <= last; i += 8) {
        VMOVE(8, y, i, x, i - before_w);
    }
    for (; i < end; i++) {
        MOVE(y, i, x, source_of(i, in_w, before_w, mode));
    }
}
