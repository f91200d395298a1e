// batch_norm_group: y[n,c,·] = (x − mean_c)·weight_c/√(variance_c + epsilon) + bias_c, mean and variance over n and ·
//     RESIDUAL: + r[n,c,·]; then RECTIFIED: max(·, 0)
//
// tile:    a work-group owns a channel and a slice of its elements and reads it twice: for the mean, then for the squares of
//          the distances from it, each summed in a tree in local memory; …_merge: a work-item merges a channel's slices;
//          …_apply: a work-item owns an element
// needs:   x[images,channels,size] dense; per_slice elements to a slice, in order; y dense
// writes:  each element of y, mean, variance and of the partial results by exactly one work-item
// order:   a work-item's elements, the tree, slices ascending      error of the mean ≤ d·u·max|x|, with d ≤ n/4 + 64; that of
//          the variance: see the routine
// source:  as batch_norm_planes
//
//@variant  batch_norm_group of batch_norm
//@prefers  gpu
//@dims     channels slices planes size
//@tunable  GROUP {32,64,128,256} = 256      work-items of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@local    batch_norm_group: GROUP * sizeof(acc)
//@grid     batch_norm_group: groups channels, slices; items GROUP
//@grid     batch_norm_group_merge: global channels
//@grid     batch_norm_group_apply: global size, planes
//@specialise RECTIFIED RESIDUAL
#include "types.clh"
#include "math.clh"
#include "group_sum.clh"
#include "batch_norm.clh"

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void batch_norm_group(
        IN(x_in), OUT_AS(ACC, partial_out), const long channels, const long slices, const long images, const long size,
        const long per_slice) {
    __local acc shared[GROUP];
    __global const real* x = AT(x_in);
    __global acc* partial = AT(partial_out);
    const long c = get_group_id(0);
    const long slice = get_group_id(1);
    const int item = get_local_id(0);
    const long begin = min(slice * per_slice, images * size);
    const long end = min(begin + per_slice, images * size);
    acc sum = 0;
    for (long i = begin + item; i < end; i += GROUP) {
        sum += LOAD(x, (i / size * channels + c) * size + i % size);
    }
    const acc count = (acc)(end - begin);
    const acc mean = group_sum(shared, sum) / max(count, AS_ACC(1));
    acc squares = 0;
    for (long i = begin + item; i < end; i += GROUP) {
        const acc d = LOAD(x, (i / size * channels + c) * size + i % size) - mean;
        squares = fma(d, d, squares);
    }
    squares = group_sum(shared, squares);
    if (item == 0) {
        PARTIAL(0, slice) = count;
        PARTIAL(1, slice) = mean;
        PARTIAL(2, slice) = squares;
    }
}

__kernel void batch_norm_group_merge(
        IN_AS(ACC, partial_in), IN(weight_in), OUT_AS(ACC, mean_out), OUT_AS(ACC, variance_out), OUT_AS(ACC, scale_out),
        const long channels, const long slices, const acc epsilon) {
    finish_moments(
            AT(partial_in), AT(weight_in), AT(mean_out), AT(variance_out), AT(scale_out), channels, slices, epsilon,
            get_global_id(0));
}

__kernel void batch_norm_group_apply(
        IN(x_in), IN_AS(ACC, mean_in), IN_AS(ACC, scale_in), IN(bias_in), IN(r_in), OUT(y_out), const long channels,
        const long size) {
    const long c = get_global_id(1) % channels;
    const long i = get_global_id(1) * size + get_global_id(0);
    const acc distance = LOAD(AT(x_in), i) - LOAD_AS(ACC, AT(mean_in), c);
    const acc z = WITH_RESIDUAL(
            fma(distance, LOAD_AS(ACC, AT(scale_in), c), LOAD(AT(bias_in), c)), LOAD(AT(r_in), i));
    STORE(AT(y_out), i, ENDED(acc, z));
}
