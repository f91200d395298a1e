// group_norm_backward_rows: the gradients of a group normalisation, with d = x − mean, rate = 1/√(variance + epsilon), n
//     elements to a row, g = dy·weight_c, and sums over the row, without CENTRED the first left out:
//     dx = rate·(g − Σg/n − d·rate²·Σg·d/n)      if AFFINE: dweight_c = Σ dy·d·rate   dbias_c = Σ dy, over images too
//
// tile:    a work-item owns a group of a slice of the images and walks each of its rows twice: sums, then dx; it adds dweight
//          and dbias of its slice up as it goes; …_merge owns a channel and adds its slices
// needs:   dy, x, dx[images,groups,depth,size] dense; mean and variance[images,groups]; weight[groups·depth] if AFFINE
// writes:  each element of dx, dweight, dbias and of the partial results by exactly one work-item
// order:   of sums over a row: 8 lanes, folded by halves, then what is left; of dweight and dbias: a plane as a row, images,
//          slices ascending      error of a sum of m terms ≤ m·u·Σ|terms|
// source:  Ba, Kiros, Hinton, "Layer Normalization", 2016; Wu, He, "Group Normalization", ECCV 2018; derived in the function
//
//@variant  group_norm_backward_rows of group_norm_backward
//@prefers  cpu
//@dims     groups slices channels
//@grid     group_norm_backward_rows: global groups, slices
//@grid     group_norm_backward_rows_merge: global channels
//@specialise AFFINE CENTRED
#include "types.clh"
#include "math.clh"
#include "group_norm.clh"

#if AFFINE
#define WEIGHT(c) LOAD(weight, c)
#else
#define WEIGHT(c) AS_ACC(1)
#endif

// Σ dy·weight and Σ dy·weight·(x − mean) of a row whose every element has a channel of its own.
static acc2 sums_of_elements(
        __global const real* dy, __global const real* x, __global const real* weight, const long n, const acc mean) {
    acc8 sums = (acc8)(0);
    acc8 products = (acc8)(0);
    long j = 0;
    for (; j + 8 <= n; j += 8) {
#if AFFINE
        const acc8 g = VLOAD8(dy, j) * VLOAD8(weight, j);
#else
        const acc8 g = VLOAD8(dy, j);
#endif
        sums += g;
        products = fma(g, VLOAD8(x, j) - mean, products);
    }
    acc sum = sum_lanes8(sums);
    acc product = sum_lanes8(products);
    for (; j < n; j++) {
        const acc g = LOAD(dy, j) * WEIGHT(j);
        sum += g;
        product = fma(g, LOAD(x, j) - mean, product);
    }
    return (acc2)(sum, product);
}

// Σ dy and Σ dy·(x − mean) of a channel.
static acc2 sums_of_channel(__global const real* dy, __global const real* x, const long size, const acc mean) {
    acc8 sums = (acc8)(0);
    acc8 products = (acc8)(0);
    long i = 0;
    for (; i + 8 <= size; i += 8) {
        const acc8 g = VLOAD8(dy, i);
        sums += g;
        products = fma(g, VLOAD8(x, i) - mean, products);
    }
    acc sum = sum_lanes8(sums);
    acc product = sum_lanes8(products);
    for (; i < size; i++) {
        const acc g = LOAD(dy, i);
        sum += g;
        product = fma(g, LOAD(x, i) - mean, product);
    }
    return (acc2)(sum, product);
}

// dx of a row whose every element has a channel of its own, and what it adds to the gradients of the channels.
static void finish_elements(
        __global const real* dy, __global const real* x, __global const real* weight, __global real* dx,
        __global acc* dweight, __global acc* dbias, const long n, const acc mean, const acc rate, const acc shift,
        const acc slope) {
    long j = 0;
    for (; j + 8 <= n; j += 8) {
        const acc8 g = VLOAD8(dy, j);
        const acc8 d = VLOAD8(x, j) - mean;
        const acc8 part = fma(d, (acc8)(slope), (acc8)(shift));
#if AFFINE
        VSTORE8(dx, j, rate * fma(g, VLOAD8(weight, j), -part));
        vstore8(fma(g, d * rate, vload8(0, dweight + j)), 0, dweight + j);
        vstore8(vload8(0, dbias + j) + g, 0, dbias + j);
#else
        VSTORE8(dx, j, rate * (g - part));
#endif
    }
    for (; j < n; j++) {
        const acc g = LOAD(dy, j);
        const acc d = LOAD(x, j) - mean;
        STORE(dx, j, rate * fma(g, WEIGHT(j), -fma(d, slope, shift)));
#if AFFINE
        dweight[j] = fma(g, d * rate, dweight[j]);
        dbias[j] += g;
#endif
    }
}

// dx of a channel.
static void finish_channel(
        __global const real* dy, __global const real* x, __global real* dx, const long size, const acc w,
        const acc mean, const acc rate, const acc shift, const acc slope) {
    long i = 0;
    for (; i + 8 <= size; i += 8) {
        const acc8 part = fma(VLOAD8(x, i) - mean, (acc8)(slope), (acc8)(shift));
        VSTORE8(dx, i, rate * fma(VLOAD8(dy, i), (acc8)(w), -part));
    }
    for (; i < size; i++) {
        STORE(dx, i, rate * fma(LOAD(dy, i), w, -fma(LOAD(x, i) - mean, slope, shift)));
    }
}

__kernel void group_norm_backward_rows(
        IN(dy_in), IN(x_in), IN_AS(ACC, mean_in), IN_AS(ACC, variance_in), IN(weight_in), OUT(dx_out), OUT_AS(ACC, partial_out),
        const long images, const long per_slice, const long groups, const long slices, const long depth,
        const long size, const acc epsilon) {
    const long group = get_global_id(0);
    const long slice = get_global_id(1);
    const long n = depth * size;
    const long channels = groups * depth;
    __global const real* weight = AT(weight_in) + group * depth;
    __global acc* dweight = AT(partial_out) + slice * channels + group * depth;
    __global acc* dbias = dweight + slices * channels;
#if AFFINE
    for (long c = 0; c < depth; c++) {
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
        acc2 sums = (acc2)(0);
        if (size == 1) {
            sums = sums_of_elements(dy, x, weight, n, mean);
        } else {
            for (long c = 0; c < depth; c++) {
                const acc2 own = sums_of_channel(dy + c * size, x + c * size, size, mean);
                sums = fma((acc2)(WEIGHT(c)), own, sums);
#if AFFINE
                dweight[c] = fma(own.y, rate, dweight[c]);
                dbias[c] += own.x;
#endif
            }
        }
#if CENTRED
        const acc shift = sums.x / (acc)n;
#else
        const acc shift = 0;
#endif
        const acc slope = rate * rate * (sums.y / (acc)n);
        if (size == 1) {
            finish_elements(dy, x, weight, dx, dweight, dbias, n, mean, rate, shift, slope);
        } else {
            for (long c = 0; c < depth; c++) {
                const long at = c * size;
                finish_channel(dy + at, x + at, dx + at, size, WEIGHT(c), mean, rate, shift, slope);
            }
        }
    }
}

__kernel void group_norm_backward_rows_merge(
        IN_AS(ACC, partial_in), OUT(dweight_out), OUT(dbias_out), const long channels, const long slices) {
    merge_slices(AT(partial_in), AT(dweight_out), AT(dbias_out), channels, slices, get_global_id(0));
}
