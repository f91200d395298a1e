// flat_index: y = y·size + the place that an index says on the next axis, or -1 where any says none      one axis at a time
//
// tile:    a work-item owns an index
// needs:   dense index, y; y is what came of the axes before, and is not read for the first
// writes:  each element of y by exactly one work-item
// order:   integers only; exact
// source:  own
//
//@variant  flat_index of flat_index
//@dims     n
//@specialise INDEX WRAPS FIRST
//@grid     flat_index: global n
#include "types.clh"
#include "place.clh"

__kernel void flat_index(IN_AS(INDEX, index_in), INOUT_AS(long, y_inout), const long size) {
    const size_t t = get_global_id(0);
    const ulong place = place_of(AT(index_in)[t], size);
    long before = 0;
    if (!FIRST) {
        before = AT(y_inout)[t];
    }
    AT(y_inout)[t] = place == (ulong)size || before == -1 ? -1 : before * size + (long)place;
}
