// topk_heaps: the first m of each line of x, in the order of their keys, and where they were; for m that are few
//
// tile:    a work-item owns one chunk of one line, per_chunk neighbours, and keeps the first m of what it has met in a heap, the
//          last of them on top; at the end it empties the heap from the top. _merge, a work-item for each line, takes m times
//          the first that the chunks have left
// needs:   line l of x is at l / inner · xs1 + l % inner · xs2, its elements `stride` apart; keys and places [lines, chunks, m];
//          values and indices dense, line l at l / inner · m · inner + l % inner, elements `inner` apart; chunks ≤ 64
// writes:  each element of keys, places, values and indices by exactly one work-item
// order:   integers are compared; of equal keys the lower place comes first; exact, values keep their bits
// source:  J. Williams, "Algorithm 232: Heapsort", CACM 7(6), 1964; R. Floyd, "Algorithm 245: Treesort 3", CACM 7(12), 1964
//
//@variant  topk_heaps of sort
//@prefers  cpu
//@dims     lines chunks
//@specialise WIDE DESCENDING
//@grid     topk_heaps: groups chunks, lines; items 1
//@grid     topk_heaps_merge: groups lines; items 1
#include "types.clh"
#include "sort.clh"
#include "sort_key.clh"
#include "heap.clh"

#define MOST_CHUNKS 64

__kernel void topk_heaps(
        IN(x_in), OUT_AS(KEY, keys_out), OUT_AS(uint, places_out), const long inner, const long xs1, const long xs2,
        const long stride, const long n, const long m, const long per_chunk, const long chunks) {
    const long chunk = get_group_id(0);
    const long line = get_group_id(1);
    __global const real* x = AT(x_in) + line / inner * xs1 + line % inner * xs2;
    __global KEY* keys = AT(keys_out) + (line * chunks + chunk) * m;
    __global uint* places = AT(places_out) + (line * chunks + chunk) * m;
    const long begin = chunk * per_chunk;
    const long end = min(begin + per_chunk, n);
    const long count = min(m, end - begin);
    for (long i = 0; i < count; i++) {
        keys[i] = key_of(LOAD(x, (begin + i) * stride));
        places[i] = begin + i;
    }
    for (long node = count / 2 - 1; node >= 0; node--) {
        sink(keys, places, count, node, keys[node], places[node]);
    }
    KEY last = keys[0];
    for (long i = begin + count; i < end; i++) {
        const KEY key = key_of(LOAD(x, i * stride));
        // What is equal to the last comes after it.
        if (key < last) {
            sink(keys, places, count, 0, key, i);
            last = keys[0];
        }
    }
    for (long rest = count - 1; rest > 0; rest--) {
        const KEY key = keys[rest];
        const uint place = places[rest];
        keys[rest] = keys[0];
        places[rest] = places[0];
        sink(keys, places, rest, 0, key, place);
    }
}

__kernel void topk_heaps_merge(
        IN(x_in), IN_AS(KEY, keys_in), IN_AS(uint, places_in), OUT(values_out), OUT_AS(long, indices_out),
        const long inner, const long xs1, const long xs2, const long stride, const long n, const long m,
        const long per_chunk, const long chunks) {
    const long line = get_group_id(0);
    __global const real* x = AT(x_in) + line / inner * xs1 + line % inner * xs2;
    __global const KEY* keys = AT(keys_in) + line * chunks * m;
    __global const uint* places = AT(places_in) + line * chunks * m;
    __global real* values = AT(values_out) + line / inner * m * inner + line % inner;
    __global long* indices = AT(indices_out) + line / inner * m * inner + line % inner;
    int taken[MOST_CHUNKS];
    for (int chunk = 0; chunk < chunks; chunk++) {
        taken[chunk] = 0;
    }
    for (long i = 0; i < m; i++) {
        int best = -1;
        KEY first = KEY_LAST;
        for (int chunk = 0; chunk < chunks; chunk++) {
            const long left = min(m, n - chunk * per_chunk) - taken[chunk];
            // Chunks are in the order of their places, so of equal keys the earlier chunk's comes first.
            if (left > 0) {
                const KEY key = keys[chunk * m + taken[chunk]];
                if (best < 0 || key < first) {
                    best = chunk;
                    first = key;
                }
            }
        }
        const uint place = places[best * m + taken[best]++];
        MOVE(values, i * inner, x, place * stride);
        indices[i * inner] = place;
    }
}
