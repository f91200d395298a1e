// philox_bernoulli: y[i] = 1 with a probability, else 0;  the next state is (seed, counter + blocks used)
//
// tile:    a work-item makes CHUNK blocks of Philox, 4 values each, and moves neighbours
// needs:   dense y, state and next state of two longs (seed, counter), which do not overlap; with EACH dense probabilities
//          of acc, one an element
// writes:  each element of y by exactly one work-item; the next state by the first one
// order:   exact: word < ⌈probability·2³²⌉; the same on every device
// source:  philox.clh
//
//@variant  philox_bernoulli of philox_bernoulli
//@prefers  any
//@dims     blocks
//@tunable  CHUNK {1,4,16,64} = 4     blocks of a work-item
//@grid     global max(1, ceil(blocks/CHUNK))
//@specialise EACH
#include "types.clh"
#include "philox.clh"

#if EACH
#define PROBABILITIES , IN(probability_in)
// Scaling by a power of 2 is exact. NaN is no probability above 0.
static ulong threshold_of(const acc probability) {
    return probability >= 1 ? 1UL << 32
            : probability > 0 ? (ulong)ceil(probability * AS_ACC(4294967296)) : 0;
}
#define THRESHOLD(i) threshold_of(LOAD(AT(probability_in), i))
#else
#define PROBABILITIES
#define THRESHOLD(i) (ulong)threshold
#endif

__kernel void philox_bernoulli(
        IN_AS(long, state_in) PROBABILITIES, OUT(y_out), OUT_AS(long, next_out), const long n, const long blocks,
        const long threshold) {
    const ulong seed = AT(state_in)[0];
    const ulong counter = AT(state_in)[1];
    __global real* y = AT(y_out);
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, blocks);
    for (long block = begin; block < end; block++) {
        uint words[4];
        vstore4(philox(counter + block, seed), 0, words);
        for (int k = 0; k < 4 && block * 4 + k < n; k++) {
            const long i = block * 4 + k;
            STORE(y, i, AS_ACC((ulong)words[k] < THRESHOLD(i)));
        }
    }
    if (begin == 0) {
        AT(next_out)[0] = seed;
        AT(next_out)[1] = counter + blocks;
    }
}
