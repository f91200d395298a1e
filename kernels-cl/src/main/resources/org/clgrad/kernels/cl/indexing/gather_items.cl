// gather_items: y[o,j,i] = x[o, index, i], the index that of the element, or of j, which EACH says      x of [outer, size, inner]
//
// tile:    a work-item owns an element of y
// needs:   dense x, index, y; span = count·inner, the elements of y for one o; an index that is no place gives `missing`
// writes:  each element of y by exactly one work-item
// order:   nothing is computed; bits are kept
// source:  own
//
//@variant  gather_items of gather
//@prefers  gpu
//@dims     span outer
//@specialise INDEX EACH WRAPS WIDE
//@grid     gather_items: global span, outer
#include "types.clh"
#include "place.clh"
#include "quotient.clh"

__kernel void gather_items(
        IN(x_in), IN_AS(INDEX, index_in), OUT(y_out), const long size, const long inner, const long span,
        const long missing) {
    const long t = get_global_id(0);
    const long o = get_global_id(1);
    const ulong place = place_of(AT(index_in)[EACH ? o * span + t : QUOTIENT(t, inner)], size);
    AT(y_out)[o * span + t] =
            place < (ulong)size ? AT(x_in)[(o * size + (long)place) * inner + REMAINDER(t, inner)] : (real)missing;
}
