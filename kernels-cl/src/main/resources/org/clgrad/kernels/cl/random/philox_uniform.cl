// philox_uniform: y[i] uniform in [low, high);  the next state is (seed, counter + blocks used)
//
// tile:    a work-item makes CHUNK blocks of Philox, 4 values each in single precision, 2 in double, and moves neighbours
// needs:   dense y, state and next state of two longs (seed, counter), which do not overlap
// writes:  each element of y by exactly one work-item; the next state by the first one
// order:   exact bits, one fma and one minimum each: the same on every device
// source:  philox.clh
//
//@variant  philox_uniform of philox_uniform
//@prefers  any
//@dims     blocks
//@tunable  CHUNK {1,4,16,64} = 4     blocks of a work-item
//@grid     global max(1, ceil(blocks/CHUNK))
#include "types.clh"
#include "philox.clh"

__kernel void philox_uniform(
        IN_AS(long, state_in), OUT(y_out), OUT_AS(long, next_out), const long n, const long blocks, const acc low,
        const acc range, const acc largest) {
    const ulong seed = AT(state_in)[0];
    const ulong counter = AT(state_in)[1];
    __global real* y = AT(y_out);
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, blocks);
    for (long block = begin; block < end; block++) {
        const block_acc fractions = philox_fractions(philox(counter + block, seed));
        // Rounding may reach high, which is not in the interval.
        const block_acc values = fmin(fma(fractions, (block_acc)(range), (block_acc)(low)), (block_acc)(largest));
        store_block(y, block * PER_BLOCK, n, values);
    }
    if (begin == 0) {
        AT(next_out)[0] = seed;
        AT(next_out)[1] = counter + blocks;
    }
}
