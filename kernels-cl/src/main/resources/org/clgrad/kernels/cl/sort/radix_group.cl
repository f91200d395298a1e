// radix_group: one pass of a stable radix sort of keys with their places, by the digit from bit `shift` on
//
// tile:    a work-group owns one tile of one row, per_tile = GROUP·ITEMS neighbours, an item ITEMS of them. _count counts the tile's
//          digits; the plan scans the counts
//              counts[row][digit][tile]  ──▶  offsets: where the tile's first key of a digit goes in its row
//          and _move numbers the keys of each digit: each item counts its own, ranks[digit][item], and a scan of these in that
//          order says how many of the tile's keys come before
// needs:   keys, places dense: [rows, n]; n < 2³²; where `first` is set places are 0, 1, … and not read; input and output are
//          different buffers
// writes:  each count, and each key and place, by exactly one work-item; in local memory counts by atomic_inc, of integers,
//          whose sum no order changes
// order:   integers only; keys of one digit stay in order, tile after tile; exact
// source:  N. Satish, M. Harris, M. Garland, "Designing efficient sorting algorithms for manycore GPUs", IPDPS 2009;
//          changed: no sorting within the tile before it is written
//
//@variant  radix_group of sort
//@shared
//@prefers  gpu
//@dims     rows n
//@tunable  RADIX {4,16} = 16               digits there are
//@tunable  GROUP {16,64,128,256} = 128     work-items of a group
//@tunable  ITEMS {1,4,8} = 8               neighbours of a work-item
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@local    radix_group_count: RADIX * sizeof(int)
//@local    radix_group_move: (RADIX * (GROUP + 1) + GROUP) * sizeof(int)
//@specialise WIDE
//@grid     radix_group_count: groups ceil(n/(GROUP*ITEMS)), rows; items GROUP
//@grid     radix_group_move: groups ceil(n/(GROUP*ITEMS)), rows; items GROUP
#include "types.clh"
#include "sort.clh"

#define OP 0
#include "reduction.clh"
#include "group_scan.clh"

#define DIGIT(key) ((int)((key) >> shift & (RADIX - 1)))

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void radix_group_count(
        IN_AS(KEY, keys_in), OUT_AS(uint, counts_out), const long n, const long per_tile, const long tiles,
        const int shift) {
    __local uint counts[RADIX];
    const int item = get_local_id(0);
    const long tile = get_group_id(0);
    const long row = get_group_id(1);
    __global const KEY* keys = AT(keys_in) + row * n;
    for (int digit = item; digit < RADIX; digit += GROUP) {
        counts[digit] = 0;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    const long end = min((tile + 1) * per_tile, n);
    for (long i = tile * per_tile + item; i < end; i += GROUP) {
        atomic_inc(counts + DIGIT(keys[i]));
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int digit = item; digit < RADIX; digit += GROUP) {
        AT(counts_out)[(row * RADIX + digit) * tiles + tile] = counts[digit];
    }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void radix_group_move(
        IN_AS(KEY, keys_in), IN_AS(uint, places_in), IN_AS(uint, offsets_in), OUT_AS(KEY, keys_out),
        OUT_AS(uint, places_out), const long n, const long per_tile, const long tiles, const int shift, const int first) {
    // ranks[digit * GROUP + item]: at first how many keys of the digit the item has, then the rank of the next of them.
    __local uint ranks[RADIX * GROUP];
    __local uint to_digit[RADIX];
    __local acc shared[GROUP];
    const int item = get_local_id(0);
    const long tile = get_group_id(0);
    const long row = get_group_id(1);
    __global const KEY* keys = AT(keys_in) + row * n;
    __global const uint* places = AT(places_in) + row * n;
    for (int digit = 0; digit < RADIX; digit++) {
        ranks[digit * GROUP + item] = 0;
    }
    const long begin = tile * per_tile + item * ITEMS;
    KEY own[ITEMS];
    for (int k = 0; k < ITEMS; k++) {
        if (begin + k < n) {
            own[k] = keys[begin + k];
            ranks[DIGIT(own[k]) * GROUP + item]++;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    acc sum = 0;
    for (int k = 0; k < RADIX; k++) {
        sum += ranks[item * RADIX + k];
    }
    const group_part part = group_scan(shared, sum);
    uint rank = part.before;
    for (int k = 0; k < RADIX; k++) {
        const uint count = ranks[item * RADIX + k];
        ranks[item * RADIX + k] = rank;
        rank += count;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    // A rank counts from the tile's first key of the smallest digit, an offset from the row's.
    for (int digit = item; digit < RADIX; digit += GROUP) {
        to_digit[digit] = AT(offsets_in)[(row * RADIX + digit) * tiles + tile] - ranks[digit * GROUP];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int k = 0; k < ITEMS; k++) {
        if (begin + k < n) {
            const int digit = DIGIT(own[k]);
            const uint to = to_digit[digit] + ranks[digit * GROUP + item]++;
            AT(keys_out)[row * n + to] = own[k];
            AT(places_out)[row * n + to] = first ? (uint)(begin + k) : places[begin + k];
        }
    }
}
