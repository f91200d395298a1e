// max_unpool: y = 0, but x at the place in its plane that its index says      planes of `size` elements from `count`
//
// tile:    a work-item owns a place or an element: all places are cleared, then each element claims its place by its number,
//          of which the largest stays, then each place takes the element whose number it holds
// needs:   dense x, indices, y; owners for planes·size ints; count < 2³¹; an index that is no place is passed over
// writes:  each element of y by exactly one work-item; each owner by atomic_max, whose result no order changes
// order:   nothing is accumulated; exact
// source:  own
//
//@variant  max_unpool of max_unpool
//@dims     planes size count
//@grid     max_unpool_clear: global size, planes
//@grid     max_unpool_claim: global count, planes
//@grid     max_unpool: global size, planes
#include "types.clh"

__kernel void max_unpool_clear(OUT_AS(int, owners_out), const long size) {
    AT(owners_out)[get_global_id(1) * size + get_global_id(0)] = -1;
}

__kernel void max_unpool_claim(
        IN_AS(long, indices_in), INOUT_AS(int, owners_inout), const long size, const long count) {
    const long plane = get_global_id(1);
    const long index = AT(indices_in)[plane * count + get_global_id(0)];
    if (index >= 0 && index < size) {
        atomic_max(AT(owners_inout) + plane * size + index, (int)get_global_id(0));
    }
}

__kernel void max_unpool(IN(x_in), IN_AS(int, owners_in), OUT(y_out), const long size, const long count) {
    const long plane = get_global_id(1);
    const long at = plane * size + get_global_id(0);
    const int owner = AT(owners_in)[at];
    STORE(AT(y_out), at, owner < 0 ? AS_ACC(0) : LOAD(AT(x_in), plane * count + owner));
}
