// scatter_claims: which of the indices that say a place comes last      destinations that are claimed by the numbers of indices
//
// tile:    a work-item owns a destination or an index: all destinations are cleared, then each index claims its own by its
//          number, of which the largest stays
// needs:   dense index; owners for all destinations, ints; fewer than 2³¹ indices. With EACH index t of span = count·inner is one
//          of line o and element t % inner, else they are indices of whole slices and outer = inner = 1
// writes:  each owner by atomic_max, of integers, whose result no order changes
// order:   nothing is accumulated; exact
// source:  own
//
//@variant  scatter_claims of scatter
//@shared
//@dims     destinations span outer
//@specialise INDEX WRAPS WIDE
//@grid     scatter_claims_clear: global destinations
//@grid     scatter_claims: global span, outer
#include "types.clh"
#include "place.clh"
#include "quotient.clh"

__kernel void scatter_claims_clear(OUT_AS(int, owners_out)) {
    AT(owners_out)[get_global_id(0)] = -1;
}

__kernel void scatter_claims(
        IN_AS(INDEX, index_in), INOUT_AS(int, owners_inout), const long size, const long inner, const long span) {
    const long t = get_global_id(0);
    const long o = get_global_id(1);
    const ulong place = place_of(AT(index_in)[o * span + t], size);
    if (place < (ulong)size) {
        atomic_max(AT(owners_inout) + (o * size + (long)place) * inner + REMAINDER(t, inner), (int)(o * span + t));
    }
}
