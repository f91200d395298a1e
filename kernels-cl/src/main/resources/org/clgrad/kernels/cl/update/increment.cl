// increment: x ← x + 1, one 64-bit integer
//
// needs:   y is x (in place) or does not overlap it
// writes:  the only work-item
// order:   exact; wraps around after 2⁶³ − 1
// source:  own
//
//@variant  increment of increment
//@prefers  any
//@grid     global 1
#include "types.clh"

__kernel void increment(IN_ALIASED_AS(long, x_in), OUT_ALIASED_AS(long, y_out)) {
    __global const long* x = AT(x_in);
    __global long* y = AT(y_out);
    // Unsigned, because signed overflow is undefined.
    y[0] = (long)((ulong)x[0] + 1);
}
