// record_scalar: log[position mod n] ← value, if n > 0;  position ← position + 1
//
// needs:   the new log is the old one (in place); the new position is the old one or does not overlap it
// writes:  the only work-item
// order:   exact; position wraps around after 2⁶³ − 1
// source:  own
//
//@variant  record_scalar of record_scalar
//@prefers  any
//@grid     global 1
#include "types.clh"

__kernel void record_scalar(
        OUT(log_out), IN_ALIASED_AS(long, position_in), IN(value_in), OUT_ALIASED_AS(long, position_out),
        const long n, const long stride) {
    const long position = AT(position_in)[0];
    if (n > 0) {
        const long remainder = position % n;
        MOVE(AT(log_out), (remainder < 0 ? remainder + n : remainder) * stride, AT(value_in), 0);
    }
    // Unsigned, because signed overflow is undefined.
    AT(position_out)[0] = (long)((ulong)position + 1);
}
