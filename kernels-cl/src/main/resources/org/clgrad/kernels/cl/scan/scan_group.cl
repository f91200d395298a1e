// scan_group: y[i] = x[first] ∘ … ∘ x[i] along every line of x; with EXCLUSIVE x[first] ∘ … ∘ x[i-1]
//
// tile:    a work-group owns one block of one line, per_block neighbours, and walks it in tiles of GROUP·ITEMS: an item
//          merges ITEMS neighbours, the group scans those totals in local memory, and what is before an item's elements is
//          carried into them. With several blocks to a line _totals merges each, _offsets, a work-group for each line, scans
//          the totals, and then each block is walked from its offset
// needs:   the first element of line l is at x_first + l / inner · xs1 + l % inner · xs2, the others x_stride apart, which may be
//          negative; y likewise, and it holds each element once; with one block offsets are not read
// writes:  each element of y, and of the totals and offsets, by exactly one work-item
// order:   an item's neighbours ascending, then a tree over the group, then tiles and blocks ascending: y[i] has terms up to
//          i only, each in at most n merges; sum: error ≤ i·u·Σ|x[0…i]|
// source:  W. Hillis and G. Steele, "Data parallel algorithms", CACM 29(12), 1986; reduce-then-scan as in Y. Dotsenko et
//          al., "Fast scan algorithms on graphics processors", ICS 2008
//
//@variant  scan_group of scan
//@shared
//@prefers  gpu
//@dims     lines blocks
//@tunable  GROUP {16,64,128,256} = 128     work-items of a group
//@tunable  ITEMS {1,4,8} = 4               neighbours of a work-item in a tile
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@local    scan_group_totals: GROUP * sizeof(acc)
//@local    scan_group_offsets: GROUP * sizeof(acc)
//@local    scan_group: GROUP * sizeof(acc)
//@specialise OP EXCLUSIVE
//@grid     scan_group_totals: groups blocks, lines; items GROUP
//@grid     scan_group_offsets: groups lines; items GROUP
//@grid     scan_group: groups blocks, lines; items GROUP
#include "types.clh"
#include "reduction.clh"
#include "group_scan.clh"

#define LINE(l, inner, outer_stride, inner_stride) ((l) / (inner) * (outer_stride) + (l) % (inner) * (inner_stride))

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void scan_group_totals(
        IN(x_in), OUT_AS(ACC, totals_out), const long inner, const long xs1, const long xs2, const long x_first,
        const long x_stride, const long n, const long per_block, const long blocks) {
    __local acc shared[GROUP];
    const long block = get_group_id(0);
    const long line = get_group_id(1);
    __global const real* x = AT(x_in) + x_first + LINE(line, inner, xs1, xs2);
    const long end = min((block + 1) * per_block, n);
    acc total = IDENTITY;
    for (long i = block * per_block + get_local_id(0); i < end; i += GROUP) {
        const acc v = LOAD(x, i * x_stride);
        total = MERGE(total, v);
    }
    const group_part part = group_scan(shared, total);
    if (get_local_id(0) == 0) {
        AT(totals_out)[line * blocks + block] = part.total;
    }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void scan_group_offsets(INOUT_AS(ACC, totals_inout), const long blocks) {
    __local acc shared[GROUP];
    __global acc* totals = AT(totals_inout) + get_group_id(0) * blocks;
    acc carry = IDENTITY;
    for (long begin = 0; begin < blocks; begin += GROUP) {
        const long i = begin + get_local_id(0);
        const acc v = i < blocks ? totals[i] : IDENTITY;
        const group_part part = group_scan(shared, v);
        if (i < blocks) {
            totals[i] = MERGE(carry, part.before);
        }
        carry = MERGE(carry, part.total);
    }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void scan_group(
        IN(x_in), OUT_AS(TO, y_out), IN_AS(ACC, offsets_in), const long inner, const long xs1, const long xs2,
        const long x_first, const long x_stride, const long ys1, const long ys2, const long y_first, const long y_stride,
        const long n, const long per_block, const long blocks) {
    __local acc shared[GROUP];
    const long block = get_group_id(0);
    const long line = get_group_id(1);
    __global const real* x = AT(x_in) + x_first + LINE(line, inner, xs1, xs2);
    __global ELEMENT(TO)* y = AT(y_out) + y_first + LINE(line, inner, ys1, ys2);
    const long end = min((block + 1) * per_block, n);
    acc carry = blocks > 1 ? AT(offsets_in)[line * blocks + block] : IDENTITY;
    for (long tile = block * per_block; tile < end; tile += GROUP * ITEMS) {
        const long first = tile + get_local_id(0) * ITEMS;
        acc values[ITEMS];
        acc own = IDENTITY;
        for (int k = 0; k < ITEMS; k++) {
            values[k] = first + k < end ? LOAD(x, (first + k) * x_stride) : IDENTITY;
            own = MERGE(own, values[k]);
        }
        const group_part part = group_scan(shared, own);
        acc total = MERGE(carry, part.before);
        for (int k = 0; k < ITEMS; k++) {
            const acc with = MERGE(total, values[k]);
            if (first + k < end) {
#if EXCLUSIVE
                STORE_AS(TO, y, (first + k) * y_stride, total);
#else
                STORE_AS(TO, y, (first + k) * y_stride, with);
#endif
            }
            total = with;
        }
        carry = MERGE(carry, part.total);
    }
}
