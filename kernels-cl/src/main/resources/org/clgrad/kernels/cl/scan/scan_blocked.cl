// scan_blocked: y[i] = x[first] ∘ … ∘ x[i] along every line of x; with EXCLUSIVE x[first] ∘ … ∘ x[i-1]
//
// tile:    a work-item owns one block of one line, per_block neighbours; with BESIDE of 16 lines that lie beside one another, so
//          that a vector holds an element of each. With several blocks to a line _totals merges each, _offsets, a work-item for
//          each line, scans the totals, and then each block is walked from its offset
//              |block 0|block 1|block 2|  ──▶  totals  ──▶  offsets, in `offsets`: [lines, blocks] of acc
// needs:   the first element of line l is at x_first + l / inner · xs1 + l % inner · xs2, the others x_stride apart, which may be
//          negative; y likewise, and it holds each element once; with one block offsets are not read; with
//          BESIDE xs2 and ys2 are 1, and a bundle is 16 lines of `inner`, or what is left of them
// writes:  each element of y, and of the totals and offsets, by exactly one work-item
// order:   within a block ascending, then blocks ascending: x[i] passes through at most n merges, and y[i] has terms up to i
//          only; sum: error ≤ i·u·Σ|x[0…i]|
// source:  own; reduce-then-scan as in Y. Dotsenko et al., "Fast scan algorithms on graphics processors", ICS 2008
//
//@variant  scan_blocked of scan
//@shared
//@prefers  cpu
//@dims     lines bundles blocks
//@specialise OP EXCLUSIVE BESIDE
//@grid     scan_blocked_totals: groups blocks, bundles; items 1
//@grid     scan_blocked_offsets: groups lines; items 1
//@grid     scan_blocked: groups blocks, bundles; items 1
#include "types.clh"
#include "reduction.clh"

#define LINE(l, inner, outer_stride, inner_stride) ((l) / (inner) * (outer_stride) + (l) % (inner) * (inner_stride))
#define LANES 16

static acc total_of(__global const real* x, const long stride, const long begin, const long end) {
    acc total = IDENTITY;
    for (long i = begin; i < end; i++) {
        const acc v = LOAD(x, i * stride);
        total = MERGE(total, v);
    }
    return total;
}

static void walk(
        __global const real* x, const long x_stride, __global ELEMENT(TO)* y, const long y_stride, const long begin,
        const long end, const acc before) {
    acc total = before;
    for (long i = begin; i < end; i++) {
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

#if BESIDE
static acc16 totals_of(__global const real* x, const long stride, const long begin, const long end) {
    acc16 total = (acc16)(IDENTITY);
    for (long i = begin; i < end; i++) {
        const acc16 v = VLOAD16(x, i * stride);
        total = MERGE(total, v);
    }
    return total;
}

static void walk_beside(
        __global const real* x, const long x_stride, __global ELEMENT(TO)* y, const long y_stride, const long begin,
        const long end, const acc16 before) {
    acc16 total = before;
    for (long i = begin; i < end; i++) {
        const acc16 v = VLOAD16(x, i * x_stride);
        const acc16 with = MERGE(total, v);
#if EXCLUSIVE
        VSTORE_AS(TO, 16, y, i * y_stride, total);
#else
        VSTORE_AS(TO, 16, y, i * y_stride, with);
#endif
        total = with;
    }
}
#endif

// The first line of a bundle, and how many it has.
static long first_line(const long bundle, const long inner) {
#if BESIDE
    const long bundles = (inner + LANES - 1) / LANES;
    return bundle / bundles * inner + bundle % bundles * LANES;
#else
    return bundle;
#endif
}

static int lines_of(const long first, const long inner) {
#if BESIDE
    return min(inner - first % inner, (long)LANES);
#else
    return 1;
#endif
}

__kernel void scan_blocked_totals(
        IN(x_in), OUT_AS(ACC, totals_out), const long inner, const long xs1, const long xs2, const long x_first,
        const long x_stride, const long n, const long per_block, const long blocks) {
    const long block = get_group_id(0);
    const long line = first_line(get_group_id(1), inner);
    const int lines = lines_of(line, inner);
    __global const real* x = AT(x_in) + x_first + LINE(line, inner, xs1, xs2);
    __global acc* totals = AT(totals_out) + line * blocks + block;
    const long begin = block * per_block;
    const long end = min(begin + per_block, n);
#if BESIDE
    if (lines == LANES) {
        acc own[LANES];
        vstore16(totals_of(x, x_stride, begin, end), 0, own);
        for (int lane = 0; lane < LANES; lane++) {
            totals[lane * blocks] = own[lane];
        }
        return;
    }
#endif
    for (int lane = 0; lane < lines; lane++) {
        totals[lane * blocks] = total_of(x + lane * xs2, x_stride, begin, end);
    }
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
    const long line = first_line(get_group_id(1), inner);
    const int lines = lines_of(line, inner);
    __global const real* x = AT(x_in) + x_first + LINE(line, inner, xs1, xs2);
    __global ELEMENT(TO)* y = AT(y_out) + y_first + LINE(line, inner, ys1, ys2);
    __global const acc* offsets = AT(offsets_in) + line * blocks + block;
    const long begin = block * per_block;
    const long end = min(begin + per_block, n);
#if BESIDE
    if (lines == LANES) {
        acc before[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            before[lane] = blocks > 1 ? offsets[lane * blocks] : IDENTITY;
        }
        walk_beside(x, x_stride, y, y_stride, begin, end, vload16(0, before));
        return;
    }
#endif
    for (int lane = 0; lane < lines; lane++) {
        const acc before = blocks > 1 ? offsets[lane * blocks] : IDENTITY;
        walk(x + lane * xs2, x_stride, y + lane * ys2, y_stride, begin, end, before);
    }
}
