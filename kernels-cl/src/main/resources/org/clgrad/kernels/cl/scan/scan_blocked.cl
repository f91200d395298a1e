// scan_blocked: y[i] = x[first] ∘ … ∘ x[i] along every line of x; with EXCLUSIVE x[first] ∘ … ∘ x[i-1]
//
// tile:    a work-item owns one block of one line, per_block neighbours. With several blocks to a line _totals merges each,
//          _offsets, a work-item for each line, scans the totals, and then each block is walked from its offset
//              |block 0|block 1|block 2|  ──▶  totals  ──▶  offsets, in `offsets`: [lines, blocks] of acc
// needs:   the first element of line l is at x_first + l / inner · xs1 + l % inner · xs2, the others x_stride apart, which may be
//          negative; y likewise, and it holds each element once; with one block offsets are not read
// writes:  each element of y, and of the totals and offsets, by exactly one work-item
// order:   within a block ascending, then blocks ascending: x[i] passes through at most n merges, and y[i] has terms up to i
//          only; sum: error ≤ i·u·Σ|x[0…i]|
// source:  own; reduce-then-scan as in Y. Dotsenko et al., "Fast scan algorithms on graphics processors", ICS 2008
//
//@variant  scan_blocked of scan
//@prefers  cpu
//@dims     lines blocks
//@specialise OP EXCLUSIVE
//@grid     scan_blocked_totals: groups blocks, lines; items 1
//@grid     scan_blocked_offsets: groups lines; items 1
//@grid     scan_blocked: groups blocks, lines; items 1
#include "types.clh"
#include "reduction.clh"

#define LINE(l, inner, outer_stride, inner_stride) ((l) / (inner) * (outer_stride) + (l) % (inner) * (inner_stride))

__kernel void scan_blocked_totals(
        IN(x_in), OUT_AS(ACC, totals_out), const long inner, const long xs1, const long xs2, const long x_first,
        const long x_stride, const long n, const long per_block, const long blocks) {
    const long block = get_group_id(0);
    const long line = get_group_id(1);
    __global const real* x = AT(x_in) + x_first + LINE(line, inner, xs1, xs2);
    const long end = min((block + 1) * per_block, n);
    acc total = IDENTITY;
    for (long i = block * per_block; i < end; i++) {
        const acc v = LOAD(x, i * x_stride);
        total = MERGE(total, v);
    }
    AT(totals_out)[line * blocks + block] = total;
}

__kernel void scan_blocked_offsets(INOUT_AS(ACC, totals_inout), const long blocks) {
    __global acc* totals = AT(totals_inout) + get_group_id(0) * blocks;
    acc before = IDENTITY;
    for (long block = 0; block < blocks; block++) {
        const acc v = totals[block];
        totals[block] = before;
        before = MERGE(before, v);
    }
}

__kernel void scan_blocked(
        IN(x_in), OUT_AS(TO, y_out), IN_AS(ACC, offsets_in), const long inner, const long xs1, const long xs2,
        const long x_first, const long x_stride, const long ys1, const long ys2, const long y_first, const long y_stride,
        const long n, const long per_block, const long blocks) {
    const long block = get_group_id(0);
    const long line = get_group_id(1);
    __global const real* x = AT(x_in) + x_first + LINE(line, inner, xs1, xs2);
    __global ELEMENT(TO)* y = AT(y_out) + y_first + LINE(line, inner, ys1, ys2);
    const long end = min((block + 1) * per_block, n);
    acc total = blocks > 1 ? AT(offsets_in)[line * blocks + block] : IDENTITY;
    for (long i = block * per_block; i < end; i++) {
        const acc v = LOAD(x, i * x_stride);
        const acc with = MERGE(total, v);
#if EXCLUSIVE
        STORE_AS(TO, y, i * y_stride, total);
#else
        STORE_AS(TO, y, i * y_stride, with);
#endif
        total = with;
    }
}
