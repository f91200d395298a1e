// recurrence_group: y[i] = h[i-1], where h[i] = a[i]·h[i-1] + b[i], along every line; h before the line is 0
//
// tile:    a work-group owns one block of one line, per_block neighbours, and walks it in tiles of GROUP elements, which are
//          joined up to each item in local memory; h is carried from tile to tile. A block takes h to A·h + B; with several to
//          a line _totals finds A and B of each, _offsets, a work-group for each line, goes through them likewise, and puts the
//          h before a block in B's place: `offsets`, A and B in turn, [lines, blocks, 2] of acc
// needs:   the first element of line l is at a_first + l / inner · as1 + l % inner · as2, the others a_stride apart, which may be
//          negative; b and y likewise, and y holds each element once; with one block offsets are not read
// writes:  each element of y, and of the totals and offsets, by exactly one work-item
// order:   a tree over the group, then tiles and blocks ascending, by fma: each term b[j]·a[j+1]···a[i-1] in at most 2i
//          roundings, error ≤ 2i·u·Σ|term|
// source:  G. Blelloch, "Prefix sums and their applications", CMU-CS-90-190, 1990, §1.4 (recurrences as scans); the tree is
//          that of W. Hillis and G. Steele, "Data parallel algorithms", CACM 29(12), 1986
//
//@variant  recurrence_group of recurrence
//@prefers  gpu
//@dims     lines blocks
//@tunable  GROUP {16,64,128,256} = 128     work-items of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@local    recurrence_group_totals: 2 * GROUP * sizeof(acc)
//@local    recurrence_group_offsets: 2 * GROUP * sizeof(acc)
//@local    recurrence_group: 2 * GROUP * sizeof(acc)
//@grid     recurrence_group_totals: groups blocks, lines; items GROUP
//@grid     recurrence_group_offsets: groups lines; items GROUP
//@grid     recurrence_group: groups blocks, lines; items GROUP
#include "types.clh"
#include "recurrence.clh"

typedef struct {
    affine before;  // the steps of the items before this one
    affine all;     // those of all items
} tile_part;

// All work-items call it. `factors` and `summands` have room for GROUP numbers and may be used again afterwards.
static tile_part join_tile(__local acc* factors, __local acc* summands, const affine own) {
    const int item = get_local_id(0);
    affine joined = own;
    factors[item] = joined.factor;
    summands[item] = joined.summand;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int distance = 1; distance < GROUP; distance *= 2) {
        if (item >= distance) {
            const affine earlier = {factors[item - distance], summands[item - distance]};
            joined = then(earlier, joined);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        factors[item] = joined.factor;
        summands[item] = joined.summand;
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    const int last = max(item - 1, 0);
    tile_part part;
    part.before.factor = item > 0 ? factors[last] : AS_ACC(1);
    part.before.summand = item > 0 ? summands[last] : AS_ACC(0);
    part.all.factor = factors[GROUP - 1];
    part.all.summand = summands[GROUP - 1];
    barrier(CLK_LOCAL_MEM_FENCE);
    return part;
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void recurrence_group_totals(
        IN(a_in), IN(b_in), OUT_AS(ACC, totals_out), const long inner, const long as1, const long as2,
        const long a_first, const long a_stride, const long bs1, const long bs2, const long b_first, const long b_stride,
        const long n, const long per_block, const long blocks) {
    __local acc factors[GROUP];
    __local acc summands[GROUP];
    const long block = get_group_id(0);
    const long line = get_group_id(1);
    __global const real* a = AT(a_in) + a_first + LINE(line, inner, as1, as2);
    __global const real* b = AT(b_in) + b_first + LINE(line, inner, bs1, bs2);
    const long end = min((block + 1) * per_block, n);
    affine all = {AS_ACC(1), AS_ACC(0)};
    for (long tile = block * per_block; tile < end; tile += GROUP) {
        const long i = tile + get_local_id(0);
        affine own = {AS_ACC(1), AS_ACC(0)};
        if (i < end) {
            own.factor = LOAD(a, i * a_stride);
            own.summand = LOAD(b, i * b_stride);
        }
        const tile_part part = join_tile(factors, summands, own);
        all = then(all, part.all);
    }
    if (get_local_id(0) == 0) {
        __global acc* totals = AT(totals_out) + (line * blocks + block) * 2;
        totals[0] = all.factor;
        totals[1] = all.summand;
    }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void recurrence_group_offsets(INOUT_AS(ACC, totals_inout), const long blocks) {
    __local acc factors[GROUP];
    __local acc summands[GROUP];
    __global acc* totals = AT(totals_inout) + get_group_id(0) * blocks * 2;
    acc h = 0;
    for (long tile = 0; tile < blocks; tile += GROUP) {
        const long block = tile + get_local_id(0);
        affine own = {AS_ACC(1), AS_ACC(0)};
        if (block < blocks) {
            own.factor = totals[2 * block];
            own.summand = totals[2 * block + 1];
        }
        const tile_part part = join_tile(factors, summands, own);
        if (block < blocks) {
            totals[2 * block + 1] = fma(part.before.factor, h, part.before.summand);
        }
        h = fma(part.all.factor, h, part.all.summand);
    }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void recurrence_group(
        IN(a_in), IN(b_in), OUT(y_out), IN_AS(ACC, offsets_in), const long inner, const long as1, const long as2,
        const long a_first, const long a_stride, const long bs1, const long bs2, const long b_first, const long b_stride,
        const long ys1, const long ys2, const long y_first, const long y_stride, const long n, const long per_block,
        const long blocks) {
    __local acc factors[GROUP];
    __local acc summands[GROUP];
    const long block = get_group_id(0);
    const long line = get_group_id(1);
    __global const real* a = AT(a_in) + a_first + LINE(line, inner, as1, as2);
    __global const real* b = AT(b_in) + b_first + LINE(line, inner, bs1, bs2);
    __global real* y = AT(y_out) + y_first + LINE(line, inner, ys1, ys2);
    const long end = min((block + 1) * per_block, n);
    acc h = blocks > 1 ? AT(offsets_in)[(line * blocks + block) * 2 + 1] : AS_ACC(0);
    for (long tile = block * per_block; tile < end; tile += GROUP) {
        const long i = tile + get_local_id(0);
        affine own = {AS_ACC(1), AS_ACC(0)};
        if (i < end) {
            own.factor = LOAD(a, i * a_stride);
            own.summand = LOAD(b, i * b_stride);
        }
        const tile_part part = join_tile(factors, summands, own);
        if (i < end) {
            STORE(y, i * y_stride, fma(part.before.factor, h, part.before.summand));
        }
        h = fma(part.all.factor, h, part.all.summand);
    }
}
