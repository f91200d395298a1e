// multinomial_search: y[r,j] = the first i with s[r,i] > ⌊b·s[r,n−1]/2⁶⁴⌋, b of 64 random bits; −1 where nothing is to be had
//
// tile:    a work-item makes CHUNK blocks of Philox, 2 results each, each by a search that halves the row
// needs:   dense s[rows,n], the sums of counts up to each; state and next state of two longs (seed, counter); n ≥ 1
// writes:  each element of y by exactly one work-item; the next state by the first one
// order:   exact; the same on every device
// source:  philox.clh; Devroye, "Non-uniform random variate generation", 1986, §III.2, inversion by binary search
//
//@variant  multinomial_search of multinomial_search
//@prefers  any
//@dims     blocks
//@tunable  CHUNK {1,4,16} = 4     blocks of a work-item
//@grid     global max(1, ceil(blocks/CHUNK))
#include "types.clh"
#include "philox.clh"

static long first_above(__global const long* sums, const long n, const ulong bits) {
    const long total = sums[n - 1];
    if (total <= 0) {
        return -1;
    }
    const long target = (long)mul_hi(bits, (ulong)total);
    long low = 0;
    long high = n - 1;
    while (low < high) {
        const long middle = (low + high) / 2;
        if (sums[middle] > target) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

__kernel void multinomial_search(
        IN_AS(long, sum_in), IN_AS(long, state_in), OUT_AS(long, y_out), OUT_AS(long, next_out), const long n,
        const long draws, const long elements, const long blocks) {
    const ulong seed = AT(state_in)[0];
    const ulong counter = AT(state_in)[1];
    __global const long* sums = AT(sum_in);
    __global long* y = AT(y_out);
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, blocks);
    for (long block = begin; block < end; block++) {
        const uint4 words = philox(counter + block, seed);
        const ulong2 bits = convert_ulong2(words.xz) << 32 | convert_ulong2(words.yw);
        const long i = block * 2;
        y[i] = first_above(sums + i / draws * n, n, bits.x);
        if (i + 1 < elements) {
            y[i + 1] = first_above(sums + (i + 1) / draws * n, n, bits.y);
        }
    }
    if (begin == 0) {
        AT(next_out)[0] = seed;
        AT(next_out)[1] = counter + blocks;
    }
}
