// gradient_norm_chunks: norm = Σ|x|, √Σx² or max |x| over all elements of any number of tensors
//
// tile:    updates.clh: a work-item merges a chunk of one of up to 8 tensors in vectors of 8; then one work-item merges the
//          partial results of all launches, which are few since chunks are long
// needs:   dense tensors; partial has an element of acc for each chunk, those of this launch from base on
// writes:  each partial result by exactly one work-item; the norm by the only one of the second kernel
// order:   lanes ascending, then the rest of the chunk, then halves of lanes; chunks likewise: sum of n terms: error ≤
//          (n + 2)u·Σ|x| or (n + 2)u·Σx²; the largest is exact, and NaN where an element is
// source:  own
//
//@variant  gradient_norm_chunks of gradient_norm
//@prefers  cpu
//@dims     n0 n1 n2 n3 n4 n5 n6 n7
//@tunable  CHUNK {256,4096,16384} = 4096     elements of a work-item
//@grid     gradient_norm_chunks: global ceil(n0/CHUNK) + ceil(n1/CHUNK) + ceil(n2/CHUNK) + ceil(n3/CHUNK) + ceil(n4/CHUNK) + ceil(n5/CHUNK) + ceil(n6/CHUNK) + ceil(n7/CHUNK)
//@grid     gradient_norm_chunks_total: global 1
//@specialise OP SQUARED
#include "types.clh"
#include "math.clh"
#include "norms.clh"

#define TENSORS 1
#include "updates.clh"

// All terms are at least 0, so that is what a merge of nothing gives.
static acc merged_lanes(const acc8 lanes, const acc rest) {
    const acc4 four = MERGE(lanes.lo, lanes.hi);
    const acc2 two = MERGE(four.lo, four.hi);
    const acc one = MERGE(two.x, two.y);
    return MERGE(one, rest);
}

__kernel void gradient_norm_chunks(TENSOR_SETS, OUT_AS(ACC, partial_out), const long base) {
    SEEK_CHUNK
    acc8 lanes = (acc8)(0);
    acc rest = 0;
    for (; i + 8 <= end; i += 8) {
        const acc8 terms = TERM(VLOAD8(x0, i));
        lanes = MERGE(terms, lanes);
    }
    for (; i < end; i++) {
        const acc term = TERM(LOAD(x0, i));
        rest = MERGE(term, rest);
    }
    AT(partial_out)[base + get_global_id(0)] = merged_lanes(lanes, rest);
}

__kernel void gradient_norm_chunks_total(IN_AS(ACC, partial_in), OUT_AS(ACC, norm_out), const long n) {
    __global const acc* partial = AT(partial_in);
    acc8 lanes = (acc8)(0);
    acc rest = 0;
    long i = 0;
    for (; i + 8 <= n; i += 8) {
        const acc8 terms = vload8(0, partial + i);
        lanes = MERGE(terms, lanes);
    }
    for (; i < n; i++) {
        const acc term = partial[i];
        rest = MERGE(term, rest);
    }
    STORE_AS(ACC, AT(norm_out), 0, NORM(merged_lanes(lanes, rest)));
}
