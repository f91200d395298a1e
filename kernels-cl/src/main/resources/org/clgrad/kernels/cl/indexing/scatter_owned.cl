// scatter_owned: y = x, but the source's row of the number that owns a destination      y of [rows, destinations, inner]
//
// tile:    a work-item owns an element of y
// needs:   dense x, source of [rows, count, inner], y; owners as scatter_claims leaves them
// writes:  each element of y by exactly one work-item
// order:   nothing is computed; bits are kept
// source:  own
//
//@variant  scatter_owned of scatter
//@dims     span rows
//@specialise WIDE
//@grid     scatter_owned: global span, rows
#include "types.clh"
#include "quotient.clh"

__kernel void scatter_owned(
        IN(x_in), IN(source_in), IN_AS(int, owners_in), OUT(y_out), const long inner, const long span,
        const long count) {
    const long t = get_global_id(0);
    const long row = get_global_id(1);
    const int owner = AT(owners_in)[QUOTIENT(t, inner)];
    AT(y_out)[row * span + t] =
            owner < 0 ? AT(x_in)[row * span + t] : AT(source_in)[(row * count + owner) * inner + REMAINDER(t, inner)];
}
