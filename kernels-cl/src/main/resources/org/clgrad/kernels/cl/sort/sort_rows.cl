// sort_rows: each line of x in the order of its keys, and where its elements were; for lines that are short
//
// tile:    a work-item owns a line: it sorts runs of RUN keys by inserting them one after another, and merges neighbouring runs
//          from one buffer to the other until there is one
// needs:   line l of x is at l / inner · xs1 + l % inner · xs2, its elements `stride` apart; both pairs of keys and places dense,
//          [lines, n]; values and indices dense, line l at l / inner · m · inner + l % inner, elements `inner` apart; m ≤ n
// writes:  each element of keys, places, values and indices by exactly one work-item
// order:   integers are compared; of equal keys the first stays first; exact, values keep their bits
// source:  D. Knuth, "The Art of Computer Programming", vol. 3, 2nd ed., §5.2.1 and §5.2.4
//
//@variant  sort_rows of sort
//@prefers  cpu
//@dims     lines
//@tunable  RUN {1,4,16,64} = 64     keys of a run that is sorted by insertion
//@specialise WIDE DESCENDING
//@grid     groups lines; items 1
#include "types.clh"
#include "sort.clh"
#include "sort_key.clh"

// Merges the runs [begin, middle) and [middle, end).
static void merge_runs(
        __global const KEY* keys, __global const uint* places, __global KEY* to_keys, __global uint* to_places,
        const long begin, const long middle, const long end) {
    long left = begin;
    long right = middle;
    for (long i = begin; i < end; i++) {
        const int takes_left = left < middle && (right >= end || keys[left] <= keys[right]);
        const long from = takes_left ? left++ : right++;
        to_keys[i] = keys[from];
        to_places[i] = places[from];
    }
}

__kernel void sort_rows(
        IN(x_in), OUT(values_out), OUT_AS(long, indices_out), INOUT_AS(KEY, keys_a), INOUT_AS(uint, places_a),
        INOUT_AS(KEY, keys_b), INOUT_AS(uint, places_b), const long inner, const long xs1, const long xs2,
        const long stride, const long n, const long m) {
    const long line = get_group_id(0);
    __global const real* x = AT(x_in) + line / inner * xs1 + line % inner * xs2;
    __global KEY* keys = AT(keys_a) + line * n;
    __global uint* places = AT(places_a) + line * n;
    __global KEY* other_keys = AT(keys_b) + line * n;
    __global uint* other_places = AT(places_b) + line * n;
    for (long i = 0; i < n; i++) {
        const KEY key = key_of(LOAD(x, i * stride));
        const long run = i / RUN * RUN;
        long at = i;
        for (; at > run && keys[at - 1] > key; at--) {
            keys[at] = keys[at - 1];
            places[at] = places[at - 1];
        }
        keys[at] = key;
        places[at] = i;
    }
    for (long width = RUN; width < n; width *= 2) {
        for (long begin = 0; begin < n; begin += 2 * width) {
            merge_runs(
                    keys, places, other_keys, other_places, begin, min(begin + width, n), min(begin + 2 * width, n));
        }
        __global KEY* swapped_keys = keys;
        __global uint* swapped_places = places;
        keys = other_keys;
        places = other_places;
        other_keys = swapped_keys;
        other_places = swapped_places;
    }
    __global real* values = AT(values_out) + line / inner * m * inner + line % inner;
    __global long* indices = AT(indices_out) + line / inner * m * inner + line % inner;
    for (long i = 0; i < m; i++) {
        MOVE(values, i * inner, x, places[i] * stride);
        indices[i * inner] = places[i];
    }
}
