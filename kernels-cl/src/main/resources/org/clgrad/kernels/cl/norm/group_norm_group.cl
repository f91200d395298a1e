// group_norm_group: y = (x − mean)/√(variance + epsilon)·weight_c + bias_c, by the moments of each row, the `depth` channels
//     of a group of one image, each of `size` neighbours; without CENTRED mean = 0, variance = mean of x²
//
// tile:    a work-group owns a row and reads it three times, its work-items neighbours: sum, squares of the distances from
//          the mean, each added up in a tree in local memory, and result
// needs:   x[images,groups,depth,size], y dense; weight[groups·depth] if AFFINE, bias if AFFINE is 2
// writes:  each element of y, mean and variance by exactly one work-item
// order:   a work-item's elements, the tree      error of the mean ≤ d·u·max|x|, d ≤ n/32 + 40; that of the variance: see the
//          routine
// source:  as group_norm_rows
//
//@variant  group_norm_group of group_norm
//@prefers  gpu
//@dims     rows
//@tunable  GROUP {32,64,128,256} = 128      work-items of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@local    GROUP * sizeof(acc)
//@grid     groups rows; items GROUP
//@specialise AFFINE CENTRED
#include "types.clh"
#include "math.clh"
#include "group_sum.clh"

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void group_norm_group(
        IN(x_in), IN(weight_in), IN(bias_in), OUT(y_out), OUT_AS(ACC, mean_out), OUT_AS(ACC, variance_out), const long groups,
        const long depth, const long size, const acc epsilon) {
    __local acc shared[GROUP];
    const long row = get_group_id(0);
    const int item = get_local_id(0);
    const long n = depth * size;
    __global const real* x = AT(x_in) + row * n;
    __global real* y = AT(y_out) + row * n;
    const long first = row % groups * depth;
#if CENTRED
    acc sum = 0;
    for (long i = item; i < n; i += GROUP) {
        sum += LOAD(x, i);
    }
    const acc mean = group_sum(shared, sum) / (acc)n;
#else
    const acc mean = 0;
#endif
    acc squares = 0;
    for (long i = item; i < n; i += GROUP) {
        const acc d = LOAD(x, i) - mean;
        squares = fma(d, d, squares);
    }
    const acc variance = group_sum(shared, squares) / (acc)n;
    const acc rate = AS_ACC(1) / m_sqrt(variance + epsilon);
    if (item == 0) {
        STORE_AS(ACC, AT(mean_out), row, mean);
        STORE_AS(ACC, AT(variance_out), row, variance);
    }
    for (long i = item; i < n; i += GROUP) {
        acc v = (LOAD(x, i) - mean) * rate;
#if AFFINE
        const long c = first + (size == 1 ? i : i / size);
        v *= LOAD(AT(weight_in), c);
#endif
#if AFFINE == 2
        v += LOAD(AT(bias_in), c);
#endif
        STORE(y, i, v);
    }
}
