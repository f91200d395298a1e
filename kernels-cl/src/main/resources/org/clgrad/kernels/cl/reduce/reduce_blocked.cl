// reduce_blocked: y[o1,o2] = merge over r1, r2 of x[o1,o2,r1,r2], each axis with a stride of its own
//
// tile:    a work-item owns one output, or with ALONG 1 LANES neighbouring ones, and one slice of the
//          reduced elements; it walks the slice in segments of SEGMENT along r2
//              ALONG 0: r2 has stride 1, LANES elements of it are merged lane by lane
//              ALONG 1: o2 has stride 1, a vector holds LANES outputs
//              ALONG 2: neither, element by element
// needs:   segments = n1·ceil(n2/SEGMENT), dealt to slices in order, per_slice each; y dense; with
//          SLICED it is [slices, outputs] of acc, which reduce_blocked_combine merges
// writes:  each element of y, or of the partial results, by exactly one work-item
// order:   lanes, then segments ascending, then slices ascending: no element passes through more than
//          SEGMENT/LANES + LANES + segments merges; sum: error ≤ n·u·Σ|x|
// source:  own; segments as in blocked summation, N. Higham, "Accuracy and Stability of Numerical
//          Algorithms", 2nd ed., 2002, §4.1
//
//@variant  reduce_blocked of reduce
//@prefers  cpu
//@dims     outputs items slices
//@tunable  SEGMENT {64,1024,4096} = 1024    elements merged before they are added to the rest
//@grid     reduce_blocked: global items, slices
//@grid     reduce_blocked_combine: global outputs
//@specialise OP ALONG SLICED
#include "types.clh"
#include "reduction.clh"
#include "ahead.clh"

#define LANES 16

#if SLICED
#define Y ACC
#define KEEP(y, slice, o, v) y[(slice) * outputs + (o)] = (v)
#else
#define Y TO
#define KEEP(y, slice, o, v) STORE_AS(TO, y, o, RESULT(v, n1 * n2))
#endif

static acc merge_lanes(acc16 v) {
    const acc8 a = MERGE(v.lo, v.hi);
    const acc4 b = MERGE(a.lo, a.hi);
    const acc2 c = MERGE(b.lo, b.hi);
    return MERGE(c.lo, c.hi);
}

// One output's share of a slice.
static acc merge_one(
        __global const real* x, const long begin, const long end, const long per_row, const long n2,
        const long rs1, const long rs2) {
    acc total = IDENTITY;
    for (long segment = begin; segment < end; segment++) {
        __global const real* row = x + segment / per_row * rs1;
        long r = segment % per_row * SEGMENT;
        const long last = min(r + SEGMENT, n2);
        acc part = IDENTITY;
#if ALONG == 0
        if (last - r >= LANES) {
            acc16 lanes = (acc16)(IDENTITY);
            for (; r + LANES <= last; r += LANES) {
                ASK_AHEAD(row + r);
                const acc16 v = VLOAD16(row, r);
                lanes = MERGE(v, lanes);
            }
            part = merge_lanes(lanes);
        }
        for (; r < last; r++) {
            const acc v = LOAD(row, r);
            part = MERGE(v, part);
        }
#else
        for (; r < last; r++) {
            const acc v = LOAD(row, r * rs2);
            part = MERGE(v, part);
        }
#endif
        total = MERGE(part, total);
    }
    return total;
}

__kernel void reduce_blocked(
        IN(x_in), OUT_AS(Y, y_out), const long outputs, const long o2, const long os1, const long os2,
        const long n1, const long n2, const long rs1, const long rs2, const long per_slice) {
    __global const real* x = AT(x_in);
    __global ELEMENT(Y)* y = AT(y_out);
    const long slice = get_global_id(1);
    const long per_row = (n2 + SEGMENT - 1) / SEGMENT;
    const long begin = slice * per_slice;
    const long end = min(begin + per_slice, n1 * per_row);
#if ALONG == 1
    const long blocks = (o2 + LANES - 1) / LANES;
    const long row = get_global_id(0) / blocks;
    const long column = get_global_id(0) % blocks * LANES;
    x += row * os1 + column;
    const long o = row * o2 + column;
    if (column + LANES <= o2) {
        acc16 total = (acc16)(IDENTITY);
        for (long segment = begin; segment < end; segment++) {
            __global const real* from = x + segment / per_row * rs1;
            long r = segment % per_row * SEGMENT;
            const long last = min(r + SEGMENT, n2);
            acc16 part = (acc16)(IDENTITY);
            for (; r < last; r++) {
                ASK_FOR(from + (r + 8) * rs2);
                const acc16 v = VLOAD16(from, r * rs2);
                part = MERGE(v, part);
            }
            total = MERGE(part, total);
        }
        acc lane[LANES];
        vstore16(total, 0, lane);
        for (int i = 0; i < LANES; i++) {
            KEEP(y, slice, o + i, lane[i]);
        }
    } else {
        for (long i = 0; column + i < o2; i++) {
            KEEP(y, slice, o + i, merge_one(x + i, begin, end, per_row, n2, rs1, rs2));
        }
    }
#else
    const long o = get_global_id(0);
    x += o / o2 * os1 + o % o2 * os2;
    KEEP(y, slice, o, merge_one(x, begin, end, per_row, n2, rs1, rs2));
#endif
}

__kernel void reduce_blocked_combine(
        IN_AS(ACC, partial_in), OUT_AS(TO, y_out), const long outputs, const long slices, const long n) {
    __global const acc* partial = AT(partial_in);
    __global ELEMENT(TO)* y = AT(y_out);
    const long o = get_global_id(0);
    acc total = IDENTITY;
    for (long slice = 0; slice < slices; slice++) {
        const acc v = partial[slice * outputs + o];
        total = MERGE(v, total);
    }
    STORE_AS(TO, y, o, RESULT(total, n));
}
