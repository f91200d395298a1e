// philox_normal: y[i] normal with a mean and a standard deviation;  the next state is (seed, counter + blocks used)
//
// values:  two uniform numbers, u in (0, 1] and v in [0, 1), give √(−2 log u)·cos 2πv and √(−2 log u)·sin 2πv
// tile:    a work-item makes CHUNK blocks of Philox, 4 values each in single precision, 2 in double, and moves neighbours
// needs:   dense y, state and next state of two longs (seed, counter), which do not overlap
// writes:  each element of y by exactly one work-item; the next state by the first one
// order:   nothing is accumulated      error ≤ 20u·deviation·|z| + u·|y|
// source:  philox.clh; Box and Muller, "A note on the generation of random normal deviates", Ann. Math. Stat. 29, 1958
//
//@variant  philox_normal of philox_normal
//@prefers  any
//@dims     blocks
//@tunable  CHUNK {1,4,16,64} = 4     blocks of a work-item
//@grid     global max(1, ceil(blocks/CHUNK))
#include "types.clh"
#include "math.clh"
#include "philox.clh"

static block_acc box_muller(const block_acc fractions) {
#if PER_BLOCK == 2
    const acc radius = m_sqrt(-2 * m_log(1 - fractions.x));
    return radius * (acc2)(m_cospi(2 * fractions.y), m_sinpi(2 * fractions.y));
#else
    const acc2 radius = m_sqrt(-2 * m_log(1 - fractions.xz));
    const acc2 angle = 2 * fractions.yw;
    const acc2 cosine = radius * m_cospi(angle);
    const acc2 sine = radius * m_sinpi(angle);
    return (acc4)(cosine.x, sine.x, cosine.y, sine.y);
#endif
}

__kernel void philox_normal(
        IN_AS(long, state_in), OUT(y_out), OUT_AS(long, next_out), const long n, const long blocks, const acc mean,
        const acc deviation) {
    const ulong seed = AT(state_in)[0];
    const ulong counter = AT(state_in)[1];
    __global real* y = AT(y_out);
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, blocks);
    for (long block = begin; block < end; block++) {
        const block_acc z = box_muller(philox_fractions(philox(counter + block, seed)));
        store_block(y, block * PER_BLOCK, n, fma(z, (block_acc)(deviation), (block_acc)(mean)));
    }
    if (begin == 0) {
        AT(next_out)[0] = seed;
        AT(next_out)[1] = counter + blocks;
    }
}
