// max_unpool_backward: dx = dy at the place an element was put, 0 if it is no longer there      planes of `size` elements
//
// tile:    a work-item owns a place or an element: all places are cleared, then each element claims its place by its number,
//          of which the largest stays, then each element asks whether its place holds its number
// needs:   dense dy, indices, dx; owners for planes·size ints; count < 2³¹; an index that is no place is passed over
// writes:  each element of dx by exactly one work-item; each owner by atomic_max, whose result no order changes
// order:   nothing is accumulated; exact
// source:  own
//
//@variant  max_unpool_backward of max_unpool_backward
//@dims     planes size count
//@grid     max_unpool_backward_clear: global size, planes
//@grid     max_unpool_backward_claim: global count, planes
//@grid     max_unpool_backward: global count, planes
#include "types.clh"

__kernel void max_unpool_backward_clear(OUT_AS(int, owners_out), const long size) {
    AT(owners_out)[get_global_id(1) * size + get_global_id(0)] = -1;
}

__kernel void max_unpool_backward_claim(
        IN_AS(long, indices_in), INOUT_AS(int, owners_inout), const long size, const long count) {
    const long plane = get_global_id(1);
    const long index = AT(indices_in)[plane * count + get_global_id(0)];
    if (index >= 0 && index < size) {
        atomic_max(AT(owners_inout) + plane * size + index, (int)get_global_id(0));
    }
}

__kernel void max_unpool_backward(
        IN(dy_in), IN_AS(long, indices_in), IN_AS(int, owners_in), OUT(dx_out), const long size, const long count) {
    const long plane = get_global_id(1);
    const long at = plane * count + get_global_id(0);
    const long index = AT(indices_in)[at];
    const bool is_there = index >= 0 && index < size && AT(owners_in)[plane * size + index] == (int)get_global_id(0);
    STORE(AT(dx_out), at, is_there ? LOAD(AT(dy_in), plane * size + index) : AS_ACC(0));
}
