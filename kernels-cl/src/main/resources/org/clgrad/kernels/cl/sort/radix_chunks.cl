// radix_chunks: one pass of a stable radix sort of keys with their places, by the digit from bit `shift` on
//
// tile:    a work-item owns one chunk of one row, per_chunk neighbours. _count counts its digits; the plan scans the counts
//              counts[row][digit][chunk]  ──▶  offsets: where the chunk's first key of a digit goes in its row
//          and _move puts key after key, in order, to its digit's next place
// needs:   keys, places dense: [rows, n]; n < 2³²; where `first` is set places are 0, 1, … and not read; input and output are
//          different buffers
// writes:  each count, and each key and place, by exactly one work-item
// order:   integers only; keys of one digit stay in order, chunk after chunk; exact
// source:  D. Knuth, "The Art of Computer Programming", vol. 3, 2nd ed., §5.2.5 (least significant digit first); in parallel
//          as M. Zagha and G. Blelloch, "Radix sort for vector multiprocessors", SC91
//
//@variant  radix_chunks of sort
//@shared
//@prefers  cpu
//@dims     rows chunks
//@tunable  RADIX {16,64,256} = 256     digits there are
//@specialise WIDE
//@grid     radix_chunks_count: groups chunks, rows; items 1
//@grid     radix_chunks_move: groups chunks, rows; items 1
#include "types.clh"
#include "sort.clh"

#define DIGIT(key) ((int)((key) >> shift & (RADIX - 1)))

__kernel void radix_chunks_count(
        IN_AS(KEY, keys_in), OUT_AS(uint, counts_out), const long n, const long per_chunk, const long chunks,
        const int shift) {
    const long chunk = get_group_id(0);
    const long row = get_group_id(1);
    __global const KEY* keys = AT(keys_in) + row * n;
    __global uint* counts = AT(counts_out) + row * RADIX * chunks + chunk;
    uint own[RADIX];
    for (int digit = 0; digit < RADIX; digit++) {
        own[digit] = 0;
    }
    const long end = min((chunk + 1) * per_chunk, n);
    for (long i = chunk * per_chunk; i < end; i++) {
        own[DIGIT(keys[i])]++;
    }
    for (int digit = 0; digit < RADIX; digit++) {
        counts[digit * chunks] = own[digit];
    }
}

__kernel void radix_chunks_move(
        IN_AS(KEY, keys_in), IN_AS(uint, places_in), IN_AS(uint, offsets_in), OUT_AS(KEY, keys_out),
        OUT_AS(uint, places_out), const long n, const long per_chunk, const long chunks, const int shift,
        const int first) {
    const long chunk = get_group_id(0);
    const long row = get_group_id(1);
    __global const KEY* keys = AT(keys_in) + row * n;
    __global const uint* places = AT(places_in) + row * n;
    __global const uint* offsets = AT(offsets_in) + row * RADIX * chunks + chunk;
    __global KEY* to_keys = AT(keys_out) + row * n;
    __global uint* to_places = AT(places_out) + row * n;
    uint next[RADIX];
    for (int digit = 0; digit < RADIX; digit++) {
        next[digit] = offsets[digit * chunks];
    }
    const long end = min((chunk + 1) * per_chunk, n);
    for (long i = chunk * per_chunk; i < end; i++) {
        const KEY key = keys[i];
        const uint to = next[DIGIT(key)]++;
        to_keys[to] = key;
        to_places[to] = first ? (uint)i : places[i];
    }
}
