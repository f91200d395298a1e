// last_index: y = the place an index says where no later one says the same, else -1      owners as scatter_claims leaves them
//
// tile:    a work-item owns an index
// needs:   dense index, y; owners for all destinations, ints
// writes:  each element of y by exactly one work-item
// order:   integers only; exact
// source:  own
//
//@variant  last_index of last_index
//@dims     span outer
//@specialise INDEX WRAPS WIDE
//@grid     last_index: global span, outer
#include "types.clh"
#include "place.clh"
#include "quotient.clh"

__kernel void last_index(
        IN_AS(INDEX, index_in), IN_AS(int, owners_in), OUT_AS(INDEX, y_out), const long size, const long inner,
        const long span) {
    const long t = get_global_id(0);
    const long o = get_global_id(1);
    const ulong place = place_of(AT(index_in)[o * span + t], size);
    int owner = -1;
    if (place < (ulong)size) {
        owner = AT(owners_in)[(o * size + (long)place) * inner + REMAINDER(t, inner)];
    }
    AT(y_out)[o * span + t] = owner == (int)(o * span + t) ? (ELEMENT(INDEX))place : -1;
}
