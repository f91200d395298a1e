// reduce_tree: y[o1,o2] = merge over r1, r2 of x[o1,o2,r1,r2], each axis with a stride of its own
//
// tile:    a work-group owns WIDE neighbouring outputs and one slice of the reduced elements; its
//          rows of work-items walk the slice side by side and are merged in a tree in local memory
// needs:   n = n1·n2 elements dealt to slices in order, per_slice each; y dense; with SLICED it is
//          [slices, outputs] of acc, which reduce_tree_combine merges
// writes:  each element of y, or of the partial results, by exactly one work-item
// order:   a work-item's elements ascending, then the tree, then slices ascending; sum: error ≤
//          (n/ROWS + log2 ROWS + slices)·u·Σ|x|, which is below n·u·Σ|x|
// source:  M. Harris, "Optimizing Parallel Reduction in CUDA", NVIDIA 2007; changed: no unrolled last
//          warp, whose lock step OpenCL does not promise
//
//@variant  reduce_tree of reduce
//@prefers  gpu
//@dims     outputs items slices
//@tunable  GROUP {32,64,128,256} = 256      work-items of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@require  GROUP >= WIDE
//@local    reduce_tree: GROUP * sizeof(acc)
//@grid     reduce_tree: groups items, slices; items GROUP
//@grid     reduce_tree_combine: global outputs
//@specialise OP WIDE SLICED
#include "types.clh"
#include "reduction.clh"

#define ROWS (GROUP / WIDE)

#if SLICED
#define Y ACC
#define KEEP(y, slice, o, v) y[(slice) * outputs + (o)] = (v)
#else
#define Y TO
#define KEEP(y, slice, o, v) STORE_AS(TO, y, o, RESULT(v, n1 * n2))
#endif

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void reduce_tree(
        IN(x_in), OUT_AS(Y, y_out), const long outputs, const long o2, const long os1, const long os2,
        const long n1, const long n2, const long rs1, const long rs2, const long per_slice) {
    __local acc shared[GROUP];
    __global const real* x = AT(x_in);
    __global ELEMENT(Y)* y = AT(y_out);
    const long slice = get_group_id(1);
    const long blocks = (o2 + WIDE - 1) / WIDE;
    const long o1 = get_group_id(0) / blocks;
    const int item = get_local_id(0);
    const int row = item / WIDE;
    const long column = get_group_id(0) % blocks * WIDE + item % WIDE;
    x += o1 * os1 + min(column, o2 - 1) * os2;

    const long end = min((slice + 1) * per_slice, n1 * n2);
    acc total = IDENTITY;
    for (long r = slice * per_slice + row; r < end; r += ROWS) {
        const acc v = LOAD(x, r / n2 * rs1 + r % n2 * rs2);
        total = MERGE(v, total);
    }
    shared[item] = total;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int half_rows = ROWS / 2; half_rows > 0; half_rows /= 2) {
        if (row < half_rows) {
            const acc a = shared[item];
            const acc b = shared[item + half_rows * WIDE];
            shared[item] = MERGE(a, b);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (row == 0 && column < o2) {
        KEEP(y, slice, o1 * o2 + column, shared[item]);
    }
}

__kernel void reduce_tree_combine(
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
