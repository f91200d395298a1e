// group_norm_rows: y = (x − mean)/√(variance + epsilon)·weight_c + bias_c, by the moments of each row, the `depth` channels
//     of a group of one image, each of `size` neighbours; without CENTRED mean = 0, variance = mean of x²
//
// tile:    a work-item owns per_item rows and walks each three times: sum, squares of the distances from the mean, result; a
//          row stays in cache if it is not too long for that. A large y goes past the caches
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
//@tunable  STREAM_KIB {0,8192} = 8192     from so many KiB on y goes past the caches
//@grid     groups items; items 1
//@specialise AFFINE CENTRED
#include "types.clh"
#include "math.clh"
#include "group_norm.clh"
#include "stream.clh"

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

#define STORE_LANES(y, i, v)                                                                                           \
    if (streams) {                                                                                                     \
        VSTREAM_AS(REAL, 8, y, i, v);                                                                                  \
    } else {                                                                                                           \
        VSTORE8(y, i, v);                                                                                              \
    }

// The last pass where every element has a channel of its own.
static void scale_elements(
        __global const real* x, __global const real* weight, __global const real* bias, __global real* y, const long n,
        const acc mean, const acc rate, const bool streams) {
    long j = 0;
    const long head = streams ? min(n, (long)LANES_TO_ALIGNED(REAL, 8, y)) : 0;
    for (; j < head; j++) {
        STORE(y, j, fma((LOAD(x, j) - mean) * rate, WEIGHT(j), BIAS(j)));
    }
    for (; j + 8 <= n; j += 8) {
        acc8 v = (VLOAD8(x, j) - mean) * rate;
#if AFFINE == 1
        v *= VLOAD8(weight, j);
#elif AFFINE == 2
        v = fma(v, VLOAD8(weight, j), VLOAD8(bias, j));
#endif
        STORE_LANES(y, j, v)
    }
    for (; j < n; j++) {
        STORE(y, j, fma((LOAD(x, j) - mean) * rate, WEIGHT(j), BIAS(j)));
    }
}

// The last pass of a channel.
static void scale_channel(
        __global const real* x, __global real* y, const long size, const acc mean, const acc scale, const acc shift,
        const bool streams) {
    long i = 0;
    const long head = streams ? min(size, (long)LANES_TO_ALIGNED(REAL, 8, y)) : 0;
    for (; i < head; i++) {
        STORE(y, i, fma(LOAD(x, i) - mean, scale, shift));
    }
    for (; i + 8 <= size; i += 8) {
        STORE_LANES(y, i, fma(VLOAD8(x, i) - mean, (acc8)(scale), (acc8)(shift)))
    }
    for (; i < size; i++) {
        STORE(y, i, fma(LOAD(x, i) - mean, scale, shift));
    }
}

__kernel void group_norm_rows(
        IN(x_in), IN(weight_in), IN(bias_in), OUT(y_out), OUT_AS(ACC, mean_out), OUT_AS(ACC, variance_out), const long rows,
        const long per_item, const long groups, const long depth, const long size, const acc epsilon) {
    const long n = depth * size;
    const bool streams = STREAMS(REAL, rows * n);
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
            scale_elements(x, weight, bias, y, n, mean, rate, streams);
        } else {
            for (long c = 0; c < depth; c++) {
                scale_channel(x + c * size, y + c * size, size, mean, rate * WEIGHT(c), BIAS(c), streams);
            }
        }
    }
}
