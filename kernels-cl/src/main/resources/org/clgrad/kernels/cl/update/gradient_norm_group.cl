// gradient_norm_group: norm = Σ|x|, √Σx² or max |x| over all elements of any number of tensors
//
// tile:    updates.clh: a work-group merges a chunk of one of up to 8 tensors, side by side, then in a tree in local memory;
//          then one group merges the partial results of all launches
// needs:   dense tensors; partial has an element of acc for each chunk, those of this launch from base on
// writes:  each partial result, and the norm, by exactly one work-item
// order:   a work-item's elements ascending, then the tree; chunks likewise: sum of n terms: error ≤ (n + 2)u·Σ|x| or
//          (n + 2)u·Σx²; the largest is exact, and NaN where an element is
// source:  own
//
//@variant  gradient_norm_group of gradient_norm
//@prefers  gpu
//@dims     n0 n1 n2 n3 n4 n5 n6 n7
//@tunable  GROUP {32,64,128,256} = 256      work-items of a group
//@tunable  CHUNK {256,4096,16384} = 4096     elements of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@local    gradient_norm_group: GROUP * sizeof(acc)
//@local    gradient_norm_group_total: GROUP * sizeof(acc)
//@grid     gradient_norm_group: groups ceil(n0/CHUNK) + ceil(n1/CHUNK) + ceil(n2/CHUNK) + ceil(n3/CHUNK) + ceil(n4/CHUNK) + ceil(n5/CHUNK) + ceil(n6/CHUNK) + ceil(n7/CHUNK); items GROUP
//@grid     gradient_norm_group_total: groups 1; items GROUP
//@specialise OP SQUARED
#include "types.clh"
#include "math.clh"
#include "norms.clh"

#define TENSORS 1
#define CHUNK_ID get_group_id(0)
#include "updates.clh"

static acc group_merge(__local acc* shared, const acc value) {
    const int item = get_local_id(0);
    shared[item] = value;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int half_group = GROUP / 2; half_group > 0; half_group /= 2) {
        if (item < half_group) {
            const acc a = shared[item];
            const acc b = shared[item + half_group];
            shared[item] = MERGE(a, b);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    return shared[0];
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void gradient_norm_group(TENSOR_SETS, OUT_AS(ACC, partial_out), const long base) {
    __local acc shared[GROUP];
    SEEK_CHUNK
    acc own = 0;
    for (i += get_local_id(0); i < end; i += GROUP) {
        const acc term = TERM(LOAD(x0, i));
        own = MERGE(term, own);
    }
    const acc all = group_merge(shared, own);
    if (get_local_id(0) == 0) {
        AT(partial_out)[base + get_group_id(0)] = all;
    }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void gradient_norm_group_total(IN_AS(ACC, partial_in), OUT_AS(ACC, norm_out), const long n) {
    __local acc shared[GROUP];
    __global const acc* partial = AT(partial_in);
    acc own = 0;
    for (long i = get_local_id(0); i < n; i += GROUP) {
        const acc term = partial[i];
        own = MERGE(term, own);
    }
    const acc all = group_merge(shared, own);
    if (get_local_id(0) == 0) {
        STORE_AS(ACC, AT(norm_out), 0, NORM(all));
    }
}
