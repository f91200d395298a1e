// recurrence_blocked: y[i] = h[i-1], where h[i] = a[i]·h[i-1] + b[i], along every line; h before the line is 0
//
// tile:    a work-item owns one block of one line, per_block neighbours. A block takes h to A·h + B; with several to a line
//          _totals finds A and B of each, _offsets, a work-item for each line, goes through them, and then each block is walked
//          from the h before it, in `offsets`: A and B in turn, [lines, blocks, 2] of acc, where _offsets puts h in B's place
// needs:   the first element of line l is at a_first + l / inner · as1 + l % inner · as2, the others a_stride apart, which may be
//          negative; b and y likewise, and y holds each element once; with one block offsets are not read
// writes:  each element of y, and of the totals and offsets, by exactly one work-item
// order:   within a block ascending, then blocks ascending, by fma: each term b[j]·a[j+1]···a[i-1] in at most 2i roundings,
//          error ≤ 2i·u·Σ|term|
// source:  G. Blelloch, "Prefix sums and their applications", CMU-CS-90-190, 1990, §1.4 (recurrences as scans)
//
//@variant  recurrence_blocked of recurrence
//@prefers  cpu
//@dims     lines blocks
//@grid     recurrence_blocked_totals: groups blocks, lines; items 1
//@grid     recurrence_blocked_offsets: groups lines; items 1
//@grid     recurrence_blocked: groups blocks, lines; items 1
#include "types.clh"
#include "recurrence.clh"

__kernel void recurrence_blocked_totals(
        IN(a_in), IN(b_in), OUT_AS(ACC, totals_out), const long inner, const long as1, const long as2,
        const long a_first, const long a_stride, const long bs1, const long bs2, const long b_first, const long b_stride,
        const long n, const long per_block, const long blocks) {
    const long block = get_group_id(0);
    const long line = get_group_id(1);
    __global const real* a = AT(a_in) + a_first + LINE(line, inner, as1, as2);
    __global const real* b = AT(b_in) + b_first + LINE(line, inner, bs1, bs2);
    const long end = min((block + 1) * per_block, n);
    affine all = {AS_ACC(1), AS_ACC(0)};
    for (long i = block * per_block; i < end; i++) {
        const affine own = {LOAD(a, i * a_stride), LOAD(b, i * b_stride)};
        all = then(all, own);
    }
    __global acc* totals = AT(totals_out) + (line * blocks + block) * 2;
    totals[0] = all.factor;
    totals[1] = all.summand;
}

__kernel void recurrence_blocked_offsets(INOUT_AS(ACC, totals_inout), const long blocks) {
    __global acc* totals = AT(totals_inout) + get_group_id(0) * blocks * 2;
    acc h = 0;
    for (long block = 0; block < blocks; block++) {
        const acc next = fma(totals[2 * block], h, totals[2 * block + 1]);
        totals[2 * block + 1] = h;
        h = next;
    }
}

__kernel void recurrence_blocked(
        IN(a_in), IN(b_in), OUT(y_out), IN_AS(ACC, offsets_in), const long inner, const long as1, const long as2,
        const long a_first, const long a_stride, const long bs1, const long bs2, const long b_first, const long b_stride,
        const long ys1, const long ys2, const long y_first, const long y_stride, const long n, const long per_block,
        const long blocks) {
    const long block = get_group_id(0);
    const long line = get_group_id(1);
    __global const real* a = AT(a_in) + a_first + LINE(line, inner, as1, as2);
    __global const real* b = AT(b_in) + b_first + LINE(line, inner, bs1, bs2);
    __global real* y = AT(y_out) + y_first + LINE(line, inner, ys1, ys2);
    const long end = min((block + 1) * per_block, n);
    acc h = blocks > 1 ? AT(offsets_in)[(line * blocks + block) * 2 + 1] : AS_ACC(0);
    for (long i = block * per_block; i < end; i++) {
        STORE(y, i * y_stride, h);
        h = fma(LOAD(a, i * a_stride), h, LOAD(b, i * b_stride));
    }
}
