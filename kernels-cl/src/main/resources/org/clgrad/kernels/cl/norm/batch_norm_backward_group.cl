// batch_norm_backward_group: the gradients of a batch normalisation by its own statistics
//     dbias_c = Σdy   dweight_c = Σdy·(x − mean_c)/deviation_c   n elements to a channel
//     dx = weight_c/deviation_c·(dy − Σdy/n − (x − mean_c)/deviation_c²·Σdy·(x − mean_c)/n)
//     RECTIFIED: with 0 in the place of dy where y ≤ 0; RESIDUAL: and that is dr
//
// tile:    a work-group owns a channel and a slice of its elements and sums them in a tree in local memory; …_merge: a
//          work-item adds a channel's slices; …_apply: a work-item owns an element
// needs:   dy, x[images,channels,size] dense; per_slice elements to a slice, in order; dx dense
// writes:  each element of dx, dweight, dbias and of the partial results by exactly one work-item
// order:   a work-item's elements, the tree, slices ascending      error of the sums ≤ n·u·Σ|terms|
// source:  as batch_norm_backward_planes
//
//@variant  batch_norm_backward_group of batch_norm_backward
//@prefers  gpu
//@dims     channels slices planes size
//@tunable  GROUP {32,64,128,256} = 256      work-items of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@local    batch_norm_backward_group: GROUP * sizeof(acc)
//@grid     batch_norm_backward_group: groups channels, slices; items GROUP
//@grid     batch_norm_backward_group_merge: global channels
//@grid     batch_norm_backward_group_apply: global size, planes
//@specialise RECTIFIED RESIDUAL
#include "types.clh"
#include "math.clh"
#include "group_sum.clh"
#include "batch_norm.clh"

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void batch_norm_backward_group(
        IN(dy_in), IN(x_in), IN_AS(ACC, mean_in), IN(y_in), OUT_AS(ACC, partial_out), const long channels, const long slices,
        const long images, const long size, const long per_slice) {
    __local acc shared[GROUP];
    __global acc* partial = AT(partial_out);
    const long c = get_group_id(0);
    const long slice = get_group_id(1);
    const acc mean = LOAD_AS(ACC, AT(mean_in), c);
    const long end = min((slice + 1) * per_slice, images * size);
    acc sum = 0;
    acc product = 0;
    for (long i = slice * per_slice + get_local_id(0); i < end; i += GROUP) {
        const long place = (i / size * channels + c) * size + i % size;
        const acc g = BEHIND_RELU(acc, LOAD(AT(dy_in), place), LOAD(AT(y_in), place));
        sum += g;
        product = fma(g, LOAD(AT(x_in), place) - mean, product);
    }
    sum = group_sum(shared, sum);
    product = group_sum(shared, product);
    if (get_local_id(0) == 0) {
        PARTIAL(0, slice) = sum;
        PARTIAL(1, slice) = product;
    }
}

__kernel void batch_norm_backward_group_merge(
        IN_AS(ACC, partial_in), IN(weight_in), IN_AS(ACC, variance_in), OUT(dweight_out), OUT(dbias_out),
        OUT_AS(ACC, coefficients_out), const long channels, const long slices, const acc epsilon, const long n) {
    finish_sums(
            AT(partial_in), AT(weight_in), AT(variance_in), AT(dweight_out), AT(dbias_out), AT(coefficients_out),
            channels, slices, epsilon, n, get_global_id(0));
}

__kernel void batch_norm_backward_group_apply(
        IN(dy_in), IN(x_in), IN_AS(ACC, mean_in), IN_AS(ACC, coefficients_in), IN(y_in), OUT(dx_out), OUT(dr_out),
        const long channels, const long size) {
    const long c = get_global_id(1) % channels;
    const long i = get_global_id(1) * size + get_global_id(0);
    __global const acc* coefficients = AT(coefficients_in);
    const acc distance = LOAD(AT(x_in), i) - LOAD_AS(ACC, AT(mean_in), c);
    const acc part = fma(distance, coefficients[2 * channels + c], coefficients[channels + c]);
    const acc g = BEHIND_RELU(acc, LOAD(AT(dy_in), i), LOAD(AT(y_in), i));
    STORE(AT(dx_out), i, coefficients[c] * (g - part));
    if (RESIDUAL) {
        STORE(AT(dr_out), i, g);
    }
}
