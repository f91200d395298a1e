// arg_reduce_tree: y[o1,o2] = the first k at which x[o1,o2,k] is largest (or smallest)
//
// tile:    a work-group owns one output and one slice of the axis; its work-items walk the slice side
//          by side, each keeping its best, and the best are merged in a tree in local memory
// needs:   elements dealt to slices in order, per_slice each; y dense; with several slices it is
//          [slices, outputs] of long, which arg_reduce_tree_combine merges, reading x again there
// writes:  each element of y, or of the partial results, by exactly one work-item
// order:   no arithmetic; of equals the lower k wins, NaN beats all, so no order matters
// source:  own
//
//@variant  arg_reduce_tree of arg_reduce
//@dims     outputs slices
//@tunable  GROUP {1,16,64,256} = 64         work-items of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@local    arg_reduce_tree: GROUP * sizeof(long)
//@grid     arg_reduce_tree: groups outputs, slices; items GROUP
//@grid     arg_reduce_tree_combine: global outputs
//@specialise SMALLEST
#include "types.clh"

#if SMALLEST
#define BEYOND(a, b) ((a) < (b))
#else
#define BEYOND(a, b) ((a) > (b))
#endif

// Which of two places holds the better element; i or j may be -1, no place.
static long better(__global const real* x, const long stride, const long i, const long j) {
    if (i < 0 || j < 0) {
        return max(i, j);
    }
    const acc a = LOAD(x, i * stride);
    const acc b = LOAD(x, j * stride);
    const int a_is_nan = a != a;
    const int b_is_nan = b != b;
    if (a_is_nan != b_is_nan) {
        return a_is_nan ? i : j;
    }
    if (!a_is_nan && a != b) {
        return BEYOND(a, b) ? i : j;
    }
    return min(i, j);
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void arg_reduce_tree(
        IN(x_in), OUT_AS(long, y_out), const long outputs, const long o2, const long os1, const long os2,
        const long n, const long stride, const long per_slice) {
    __local long shared[GROUP];
    const long o = get_group_id(0);
    const long slice = get_group_id(1);
    __global const real* x = AT(x_in) + o / o2 * os1 + o % o2 * os2;
    const int item = get_local_id(0);
    const long end = min((slice + 1) * per_slice, n);
    long best = -1;
    for (long k = slice * per_slice + item; k < end; k += GROUP) {
        best = better(x, stride, best, k);
    }
    shared[item] = best;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int half_items = GROUP / 2; half_items > 0; half_items /= 2) {
        if (item < half_items) {
            shared[item] = better(x, stride, shared[item], shared[item + half_items]);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (item == 0) {
        __global long* y = AT(y_out);
        y[slice * outputs + o] = shared[0];
    }
}

__kernel void arg_reduce_tree_combine(
        IN(x_in), IN_AS(long, partial_in), OUT_AS(long, y_out), const long outputs, const long o2, const long os1,
        const long os2, const long stride, const long slices) {
    const long o = get_global_id(0);
    __global const real* x = AT(x_in) + o / o2 * os1 + o % o2 * os2;
    __global const long* partial = AT(partial_in);
    long best = -1;
    for (long slice = 0; slice < slices; slice++) {
        best = better(x, stride, best, partial[slice * outputs + o]);
    }
    __global long* y = AT(y_out);
    y[o] = best;
}
