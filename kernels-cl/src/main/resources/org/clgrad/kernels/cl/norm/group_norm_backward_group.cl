// group_norm_backward_group: the gradients of a group normalisation, with d = x − mean, rate = 1/√(variance + epsilon), n
//     elements to a row, g = dy·weight_c, and sums over the row, without CENTRED the first left out:
//     dx = rate·(g − Σg/n − d·rate²·Σg·d/n)      if AFFINE: dweight_c = Σ dy·d·rate   dbias_c = Σ dy, over images too
//
// tile:    a work-group owns a group of a slice of the images; sums are added up in trees in local memory, of a row if every
//          element has a channel of its own, else of each channel; a channel's share of dweight and dbias is kept by one
//          work-item, always the same; …_merge: a work-item adds a channel's slices
// needs:   dy, x, dx[images,groups,depth,size] dense; mean and variance[images,groups]; weight[groups·depth] if AFFINE
// writes:  each element of dx, dweight, dbias and of the partial results by exactly one work-item
// order:   a work-item's elements, the tree, channels, images, slices ascending      error of a sum of m terms ≤ m·u·Σ|terms|
// source:  as group_norm_backward_rows
//
//@variant  group_norm_backward_group of group_norm_backward
//@prefers  gpu
//@dims     groups slices channels
//@tunable  GROUP {32,64,128,256} = 128      work-items of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@local    group_norm_backward_group: GROUP * sizeof(acc)
//@grid     group_norm_backward_group: groups groups, slices; items GROUP
//@grid     group_norm_backward_group_merge: global channels
//@specialise AFFINE CENTRED
#include "types.clh"
#include "math.clh"
#include "group_sum.clh"
#include "group_norm.clh"

#if AFFINE
#define WEIGHT(c) LOAD(weight, c)
#else
#define WEIGHT(c) AS_ACC(1)
#endif

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void group_norm_backward_group(
        IN(dy_in), IN(x_in), IN_AS(ACC, mean_in), IN_AS(ACC, variance_in), IN(weight_in), OUT(dx_out), OUT_AS(ACC, partial_out),
        const long images, const long per_slice, const long groups, const long slices, const long depth,
        const long size, const acc epsilon) {
    __local acc shared[GROUP];
    const long group = get_group_id(0);
    const long slice = get_group_id(1);
    const int item = get_local_id(0);
    const long n = depth * size;
    const long channels = groups * depth;
    __global const real* weight = AT(weight_in) + group * depth;
    __global acc* dweight = AT(partial_out) + slice * channels + group * depth;
    __global acc* dbias = dweight + slices * channels;
#if AFFINE
    // Channel c belongs to work-item c % GROUP from here to the end.
    for (long c = item; c < depth; c += GROUP) {
        dweight[c] = 0;
        dbias[c] = 0;
    }
#endif
    const long end = min((slice + 1) * per_slice, images);
    for (long image = slice * per_slice; image < end; image++) {
        const long row = image * groups + group;
        __global const real* dy = AT(dy_in) + row * n;
        __global const real* x = AT(x_in) + row * n;
        __global real* dx = AT(dx_out) + row * n;
        const acc mean = LOAD_AS(ACC, AT(mean_in), row);
        const acc rate = AS_ACC(1) / m_sqrt(LOAD_AS(ACC, AT(variance_in), row) + epsilon);
        acc sum = 0;
        acc product = 0;
        if (size == 1) {
            for (long j = item; j < n; j += GROUP) {
                const acc g = LOAD(dy, j) * WEIGHT(j);
                sum += g;
                product = fma(g, LOAD(x, j) - mean, product);
            }
            sum = group_sum(shared, sum);
            product = group_sum(shared, product);
        } else {
            for (long c = 0; c < depth; c++) {
                acc own = 0;
                acc own_product = 0;
                for (long i = item; i < size; i += GROUP) {
                    const acc g = LOAD(dy, c * size + i);
                    own += g;
                    own_product = fma(g, LOAD(x, c * size + i) - mean, own_product);
                }
                own = group_sum(shared, own);
                own_product = group_sum(shared, own_product);
                sum = fma(WEIGHT(c), own, sum);
                product = fma(WEIGHT(c), own_product, product);
#if AFFINE
                if (item == c % GROUP) {
                    dweight[c] = fma(own_product, rate, dweight[c]);
                    dbias[c] += own;
                }
#endif
            }
        }
#if CENTRED
        const acc shift = sum / (acc)n;
#else
        const acc shift = 0;
#endif
        const acc slope = rate * rate * (product / (acc)n);
        for (long i = item; i < n; i += GROUP) {
            const acc g = LOAD(dy, i);
            const acc d = LOAD(x, i) - mean;
            STORE(dx, i, rate * fma(g, WEIGHT(size == 1 ? i : i / size), -fma(d, slope, shift)));
#if AFFINE
            if (size == 1) {
                dweight[i] = fma(g, d * rate, dweight[i]);
                dbias[i] += g;
            }
#endif
        }
    }
}

__kernel void group_norm_backward_group_merge(
        IN_AS(ACC, partial_in), OUT(dweight_out), OUT(dbias_out), const long channels, const long slices) {
    merge_slices(AT(partial_in), AT(dweight_out), AT(dbias_out), channels, slices, get_global_id(0));
}
