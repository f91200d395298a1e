// group_norm_rows: y = (x − mean)/√(variance + epsilon)·weight_c + bias_c, by the moments of each row, the `depth` channels
//     of a group of one image, each of `size` neighbours; without CENTRED mean = 0, variance = mean of x²
//
// tile:    a work-item owns per_item rows and walks each three times: sum, squares of the distances from the mean, result; a
//          row stays in cache if it is not too long for that
// needs:   x[images,groups,depth,size], y dense; weight[groups·depth] if AFFINE, bias if AFFINE is 2
// writes:  each element of y, mean and variance by exactly one work-item
// order:   32 lanes, folded by halves, then the n % 32 last terms      error of the mean ≤ d·u·max|x|, d ≤ n/32 + 40; that of
//          the variance: see the routine
// source:  Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance", The American Statistician 37, 1983: the
//          two-pass algorithm
//
//@variant  group_norm_rows of group_norm
//@prefers  cpu
//@dims     items
//@grid     global items
//@specialise AFFINE CENTRED
#include "types.clh"
#include "math.clh"
#include "group_norm.clh"

#if AFFINE
#define WEIGHT(c) LOAD(weight, c)
#else
#define WEIGHT(c) AS_ACC(1)
#endif
#if AFFINE == 2
#define BIAS(c) LOAD(bias, c)
#else
#define BIAS(c) AS_ACC(0)
#endif

// The last pass where every element has a channel of its own.
static void scale_elements(
        __global const real* x, __global const real* weight, __global const real* bias, __global real* y, const long n,
        const acc mean, const acc rate) {
    long j = 0;
    for (; j + 8 <= n; j += 8) {
        acc8 v = (VLOAD8(x, j) - mean) * rate;
#if AFFINE == 1
        v *= VLOAD8(weight, j);
#elif AFFINE == 2
        v = fma(v, VLOAD8(weight, j), VLOAD8(bias, j));
#endif
        VSTORE8(y, j, v);
    }
    for (; j < n; j++) {
        STORE(y, j, fma((LOAD(x, j) - mean) * rate, WEIGHT(j), BIAS(j)));
    }
}

// The last pass of a channel.
static void scale_channel(
        __global const real* x, __global real* y, const long size, const acc mean, const acc scale, const acc shift) {
    long i = 0;
    for (; i + 8 <= size; i += 8) {
        VSTORE8(y, i, fma(VLOAD8(x, i) - mean, (acc8)(scale), (acc8)(shift)));
    }
    for (; i < size; i++) {
        STORE(y, i, fma(LOAD(x, i) - mean, scale, shift));
    }
}

__kernel void group_norm_rows(
        IN(x_in), IN(weight_in), IN(bias_in), OUT(y_out), OUT_AS(ACC, mean_out), OUT_AS(ACC, variance_out), const long rows,
        const long per_item, const long groups, const long depth, const long size, const acc epsilon) {
    const long n = depth * size;
    const long begin = get_global_id(0) * per_item;
    const long end = min(begin + per_item, rows);
    for (long row = begin; row < end; row++) {
        __global const real* x = AT(x_in) + row * n;
        __global real* y = AT(y_out) + row * n;
        __global const real* weight = AT(weight_in) + row % groups * depth;
        __global const real* bias = AT(bias_in) + row % groups * depth;
#if CENTRED
        const acc mean = sum_of(x, n) / (acc)n;
#else
        const acc mean = 0;
#endif
        const acc variance = squares_of(x, n, mean) / (acc)n;
        const acc rate = AS_ACC(1) / m_sqrt(variance + epsilon);
        STORE_AS(ACC, AT(mean_out), row, mean);
        STORE_AS(ACC, AT(variance_out), row, variance);
        if (size == 1) {
            scale_elements(x, weight, bias, y, n, mean, rate);
        } else {
            for (long c = 0; c < depth; c++) {
                scale_channel(x + c * size, y + c * size, size, mean, rate * WEIGHT(c), BIAS(c));
            }
        }
    }
}
