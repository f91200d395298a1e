// pad_rows: y = x at a place within it, value around      each axis of x with a stride of its own
//
// tile:    a work-item writes CHUNK neighbours along the innermost axis of one row
// needs:   per axis k: size of y, size and stride of x, and how many elements of y come before x's; axes that do not exist
//          have size 1; y dense; x and y do not overlap
// writes:  each element of y by exactly one work-item
// order:   no arithmetic; bits are kept
// source:  own
//
//@variant  pad_rows of pad
//@prefers  cpu
//@dims     rows columns
//@tunable  CHUNK {64,1024,16384} = 1024     elements of a work-item
//@grid     global ceil(columns/CHUNK), rows
#include "types.clh"
#include "pad.clh"

static void fill(__global real* y, long i, const long end, const acc value) {
    for (; i + 8 <= end; i += 8) {
        VSTORE8(y, i, (acc8)(value));
    }
    for (; i < end; i++) {
        STORE(y, i, value);
    }
}

__kernel void pad_rows(IN(x_in), OUT(y_out), const acc value, PADDED_AXES) {
    __global const real* x = AT(x_in);
    __global real* y = AT(y_out) + get_global_id(1) * size7;
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, size7);
    long rest = get_global_id(1);
    bool is_inside = true;
    OUTER_AXES
    const long first = is_inside ? clamp(before7, begin, end) : end;
    const long last = is_inside ? clamp(before7 + in7, begin, end) : end;
    fill(y, begin, first, value);
    long i = first;
    if (xs7 == 1) {
        for (; i + 8 <= last; i += 8) {
            VMOVE(8, y, i, x, i - before7);
        }
    }
    for (; i < last; i++) {
        MOVE(y, i, x, (i - before7) * xs7);
    }
    fill(y, last, end, value);
}
