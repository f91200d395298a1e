// multinomial_keys: k[i] = 57 + log₂(−log₂ u[i]) − log₂ c[i] as an integer, in units of 2⁻⁴⁰; 2⁶² where c[i] = 0
//
// keys:    −log u is exponential, and so is its quotient by c, with the rate c: who comes first in a race of such clocks is
//          drawn with a probability in proportion to c, and who comes next among the rest likewise. The logarithm orders
//          them in the same way, and is a difference
// tile:    a work-item makes CHUNK blocks of Philox, 2 keys each
// needs:   dense c and k; state and next state of two longs (seed, counter)
// writes:  each element of k by exactly one work-item; the next state by the first one
// order:   exact: logarithms are computed in integers, a digit for each squaring; the same on every device
// source:  philox.clh; Efraimidis and Spirakis, "Weighted random sampling with a reservoir", Information Processing Letters
//          97, 2006; Knuth, "The art of computer programming" 1, §1.2.2, exercise 25, for logarithms by squaring
//
//@variant  multinomial_keys of multinomial_keys
//@prefers  any
//@dims     blocks
//@tunable  CHUNK {1,4,16} = 4     blocks of a work-item
//@grid     global max(1, ceil(blocks/CHUNK))
#include "types.clh"
#include "philox.clh"

// The first binary digits of the fraction of log₂ m; m has its highest bit set, and is 1 to below 2 in units of 2⁶³.
static ulong log2_fraction(ulong m, const int digits) {
    ulong fraction = 0;
    // Shifting the fraction itself becomes an instruction that Oclgrind does not know.
    for (ulong digit = 1UL << (digits - 1); digit > 0; digit >>= 1) {
        const ulong square = mul_hi(m, m);
        const ulong isTwo = square >> 63;
        fraction += isTwo * digit;
        m = isTwo ? square : square << 1;
    }
    return fraction;
}

// log₂ x in units of 2⁻⁴⁰, x ≥ 1.
static long log2_fixed(const ulong x) {
    const int zeros = (int)clz(x);
    return (long)(63 - zeros) << 40 | (long)log2_fraction(x << zeros, 40);
}

static long key_of(const ulong bits, const long count) {
    if (count <= 0) {
        return 1L << 62;
    }
    // u is bits/2⁶⁴; −log₂ u in units of 2⁻⁵⁷ has 64 bits and is never 0.
    const ulong r = max(bits, (ulong)1);
    const int zeros = (int)clz(r);
    const ulong exponential = ((ulong)(zeros + 1) << 57) - log2_fraction(r << zeros, 57);
    return log2_fixed(exponential) - log2_fixed((ulong)count);
}

__kernel void multinomial_keys(
        IN_AS(long, count_in), IN_AS(long, state_in), OUT_AS(long, key_out), OUT_AS(long, next_out),
        const long elements, const long blocks) {
    const ulong seed = AT(state_in)[0];
    const ulong counter = AT(state_in)[1];
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, blocks);
    for (long block = begin; block < end; block++) {
        const uint4 words = philox(counter + block, seed);
        const ulong2 bits = convert_ulong2(words.xz) << 32 | convert_ulong2(words.yw);
        const long i = block * 2;
        AT(key_out)[i] = key_of(bits.x, AT(count_in)[i]);
        if (i + 1 < elements) {
            AT(key_out)[i + 1] = key_of(bits.y, AT(count_in)[i + 1]);
        }
    }
    if (begin == 0) {
        AT(next_out)[0] = seed;
        AT(next_out)[1] = counter + blocks;
    }
}
