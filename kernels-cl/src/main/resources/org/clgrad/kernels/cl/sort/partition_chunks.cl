// partition_chunks: the places where a mask is not 0, in order, and behind them all others; how many they are; and with VALUES
//                   the elements of x likewise
//
// tile:    a work-item owns one chunk, per_chunk neighbours. _count counts what is to come to the front; the plan scans the
//          counts, so each chunk knows where its first of either kind goes
//              | yes of chunk 0 | yes of chunk 1 | … | no of chunk 0 | no of chunk 1 | … |
// needs:   mask, x dense, n elements each; chunks ≥ 1, also of nothing; offsets are the sums of the counts before each
// writes:  each count, place and value by exactly one work-item
// order:   integers are added; elements of a kind stay in order; exact, values keep their bits
// source:  G. Blelloch, "Prefix sums and their applications", CMU-CS-90-190, 1990, §1.3 (split)
//
//@variant  partition_chunks of partition
//@prefers  cpu
//@dims     chunks
//@specialise VALUES
//@grid     partition_chunks_count: groups chunks; items 1
//@grid     partition_chunks: groups chunks; items 1
#include "types.clh"

__kernel void partition_chunks_count(
        IN(mask_in), OUT_AS(long, counts_out), const long n, const long per_chunk) {
    const long chunk = get_group_id(0);
    __global const real* mask = AT(mask_in);
    const long end = min((chunk + 1) * per_chunk, n);
    long count = 0;
    for (long i = chunk * per_chunk; i < end; i++) {
        count += LOAD(mask, i) != 0;
    }
    AT(counts_out)[chunk] = count;
}

__kernel void partition_chunks(
        IN(mask_in), IN_AS(long, counts_in), IN_AS(long, offsets_in), OUT_AS(long, count_out),
        OUT_AS(long, places_out),
#if VALUES
        IN_AS(T0, x_in), OUT_AS(T0, values_out),
#endif
        const long n, const long per_chunk, const long chunks) {
    const long chunk = get_group_id(0);
    __global const real* mask = AT(mask_in);
    __global long* places = AT(places_out);
    const long begin = chunk * per_chunk;
    const long end = min(begin + per_chunk, n);
    const long total = AT(offsets_in)[chunks - 1] + AT(counts_in)[chunks - 1];
    long yes = AT(offsets_in)[chunk];
    long no = total + begin - yes;
    for (long i = begin; i < end; i++) {
        const long to = LOAD(mask, i) != 0 ? yes++ : no++;
        places[to] = i;
#if VALUES
        MOVE_AS(T0, AT(values_out), to, AT(x_in), i);
#endif
    }
    if (chunk == 0) {
        AT(count_out)[0] = total;
    }
}
