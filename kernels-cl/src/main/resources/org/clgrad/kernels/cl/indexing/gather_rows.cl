// gather_rows: y[o,j,i] = x[o, index[j], i], row after row      x of [outer, size, inner]
//
// tile:    a work-item owns up to PIECE neighbours of so many rows of y, per_item, and copies them in vectors of 16
// needs:   dense x, index, y; an index that is no place gives `missing`
// writes:  each element of y by exactly one work-item
// order:   nothing is computed; bits are kept
// source:  own
//
//@variant  gather_rows of index_select
//@prefers  cpu
//@dims     inner count per_item outer
//@tunable  PIECE {16,256,4096} = 4096     neighbours of a row that one work-item copies
//@specialise INDEX WRAPS
//@grid     gather_rows: groups ceil(inner/PIECE), ceil(count/per_item), outer; items 1
#include "types.clh"
#include "place.clh"

__kernel void gather_rows(
        IN(x_in), IN_AS(INDEX, index_in), OUT(y_out), const long size, const long inner, const long count,
        const long per_item, const long missing) {
    const long begin = (long)get_group_id(0) * PIECE;
    const long end = min(begin + PIECE, inner);
    const long first = (long)get_group_id(1) * per_item;
    const long last = min(first + per_item, count);
    const long o = get_group_id(2);
    for (long j = first; j < last; j++) {
        const ulong place = place_of(AT(index_in)[j], size);
        __global real* y = AT(y_out) + (o * count + j) * inner;
        long i = begin;
        if (place < (ulong)size) {
            __global const real* x = AT(x_in) + (o * size + (long)place) * inner;
            for (; i + 16 <= end; i += 16) {
                vstore16(vload16(0, x + i), 0, y + i);
            }
            for (; i < end; i++) {
                y[i] = x[i];
            }
        } else {
            for (; i < end; i++) {
                y[i] = (real)missing;
            }
        }
    }
}
