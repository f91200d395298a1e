// philox_integers: y[i] = low + ⌊r·range/2⁶⁴⌋, r of 64 random bits;  the next state is (seed, counter + blocks used)
//
// tile:    a work-item makes CHUNK blocks of Philox, 2 values each, and moves neighbours
// needs:   dense y, state and next state of two longs (seed, counter), which do not overlap; 0 < range < 2⁶³
// writes:  each element of y by exactly one work-item; the next state by the first one
// order:   exact; the same on every device. A value's probability is within 2⁻⁶⁴ of 1/range
// source:  philox.clh; Lemire, "Fast random integer generation in an interval", ACM TOMACS 29, 2019, without the rejection
//
//@variant  philox_integers of philox_integers
//@prefers  any
//@dims     blocks
//@tunable  CHUNK {1,4,16,64} = 4     blocks of a work-item
//@grid     global max(1, ceil(blocks/CHUNK))
#include "types.clh"
#include "philox.clh"

__kernel void philox_integers(
        IN_AS(long, state_in), OUT_AS(long, y_out), OUT_AS(long, next_out), const long n, const long blocks,
        const long low, const long range) {
    const ulong seed = AT(state_in)[0];
    const ulong counter = AT(state_in)[1];
    __global long* y = AT(y_out);
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, blocks);
    for (long block = begin; block < end; block++) {
        const uint4 words = philox(counter + block, seed);
        const ulong2 bits = convert_ulong2(words.xz) << 32 | convert_ulong2(words.yw);
        y[block * 2] = low + (long)mul_hi(bits.x, (ulong)range);
        if (block * 2 + 1 < n) {
            y[block * 2 + 1] = low + (long)mul_hi(bits.y, (ulong)range);
        }
    }
    if (begin == 0) {
        AT(next_out)[0] = seed;
        AT(next_out)[1] = counter + blocks;
    }
}
