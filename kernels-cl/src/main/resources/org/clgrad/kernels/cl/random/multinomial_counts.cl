// multinomial_counts: c[r,i] = ⌈w[r,i]·2^(37−e)⌉, e the exponent of the largest weight of row r; at least 1 where w > 0
//
// tile:    a work-item owns CHUNK neighbours of all elements
// needs:   dense w[rows,n], largest[rows], c
// writes:  each element of c by exactly one work-item
// order:   exact: weights become integers below 2³⁸ by a power of 2, so that their sums are exact in whatever order; 0 for
//          weights that are not above 0, and in rows whose largest weight is not finite and above 0
// source:  own
//
//@variant  multinomial_counts of multinomial_counts
//@prefers  any
//@dims     elements
//@tunable  CHUNK {1,16,64} = 16     elements of a work-item
//@grid     global ceil(elements/CHUNK)
#include "types.clh"

__kernel void multinomial_counts(
        IN(weight_in), IN(largest_in), OUT_AS(long, count_out), const long elements, const long n) {
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, elements);
    for (long i = begin; i < end; i++) {
        const acc weight = LOAD(AT(weight_in), i);
        const acc largest = LOAD(AT(largest_in), i / n);
        long count = 0;
        if (weight > 0 && largest > 0 && isfinite(largest)) {
            count = max(1L, (long)ceil(ldexp(weight, 37 - ilogb(largest))));
        }
        AT(count_out)[i] = count;
    }
}
