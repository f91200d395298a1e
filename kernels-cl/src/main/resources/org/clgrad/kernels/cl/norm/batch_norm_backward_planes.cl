// batch_norm_backward_planes: the gradients of a batch normalisation by its own statistics
//     dbias_c = Σdy   dweight_c = Σdy·(x − mean_c)/deviation_c   n elements to a channel
//     dx = weight_c/deviation_c·(dy − Σdy/n − (x − mean_c)/deviation_c²·Σdy·(x − mean_c)/n)
//     RECTIFIED: with 0 in the place of dy where y ≤ 0; RESIDUAL: and that is dr
//
// tile:    a work-item owns a channel and a slice of its planes' segments and sums them in 16 lanes; …_merge owns a channel
//          and adds its slices; …_apply owns CHUNK elements of a plane
// needs:   sums: dy, x[images,channels,size] dense; per_slice segments to a slice, in order. apply: dy, x, dx dense
// writes:  each element of dx, dweight, dbias and of the partial results by exactly one work-item
// order:   lanes, segments, slices ascending      error of the sums ≤ n·u·Σ|terms|
// source:  Ioffe, Szegedy, "Batch Normalization", ICML 2015, §3; changed: sums and last pass as written above
//
//@variant  batch_norm_backward_planes of batch_norm_backward
//@prefers  cpu
//@dims     channels slices planes size
//@tunable  SEGMENT {256,1024,4096} = 1024     elements that are summed before they are added to the others
//@tunable  CHUNK {256,4096,16384} = 4096      elements of a plane in the last pass
//@grid     batch_norm_backward_planes: global channels, slices
//@grid     batch_norm_backward_planes_merge: global channels
//@grid     batch_norm_backward_planes_apply: global ceil(size/CHUNK), planes
//@specialise RECTIFIED RESIDUAL
#include "types.clh"
#include "math.clh"
#include "batch_norm.clh"
#include "ahead.clh"

// y is read only where it is asked whether a gradient came through.
#if RECTIFIED
#define ASK_FOR_Y(ask, y) ask(y);
#else
#define ASK_FOR_Y(ask, y)
#endif

__kernel void batch_norm_backward_planes(
        IN(dy_in), IN(x_in), IN_AS(ACC, mean_in), IN(y_in), OUT_AS(ACC, partial_out), const long channels, const long slices,
        const long images, const long size, const long per_slice) {
    __global acc* partial = AT(partial_out);
    const long c = get_global_id(0);
    const long slice = get_global_id(1);
    const acc mean = LOAD_AS(ACC, AT(mean_in), c);
    const long per_plane = (size + SEGMENT - 1) / SEGMENT;
    const long end = min((slice + 1) * per_slice, images * per_plane);
    acc sum = 0;
    acc product = 0;
    for (long segment = slice * per_slice; segment < end; segment++) {
        const long begin = segment % per_plane * SEGMENT;
        const long place = (segment / per_plane * channels + c) * size + begin;
        __global const real* dy = AT(dy_in) + place;
        __global const real* x = AT(x_in) + place;
        __global const real* y = AT(y_in) + place;
        const int n = (int)min((long)SEGMENT, size - begin);
        const long next = ((segment + 1) / per_plane * channels + c) * size + (segment + 1) % per_plane * SEGMENT - place;
        acc16 sums = (acc16)(0);
        acc16 products = (acc16)(0);
        int i = 0;
        for (; i + 16 <= n; i += 16) {
            ASK_FOR(dy + next + i);
            ASK_FOR(x + next + i);
            ASK_FOR_Y(ASK_FOR, y + next + i)
            const acc16 g = BEHIND_RELU(acc16, VLOAD16(dy, i), VLOAD16(y, i));
            sums += g;
            products = fma(g, VLOAD16(x, i) - mean, products);
        }
        acc some = sum_lanes16(sums);
        acc more = sum_lanes16(products);
        for (; i < n; i++) {
            const acc g = BEHIND_RELU(acc, LOAD(dy, i), LOAD(y, i));
            some += g;
            more = fma(g, LOAD(x, i) - mean, more);
        }
        sum += some;
        product += more;
    }
    PARTIAL(0, slice) = sum;
    PARTIAL(1, slice) = product;
}

__kernel void batch_norm_backward_planes_merge(
        IN_AS(ACC, partial_in), IN(weight_in), IN_AS(ACC, variance_in), OUT(dweight_out), OUT(dbias_out),
        OUT_AS(ACC, coefficients_out), const long channels, const long slices, const acc epsilon, const long n) {
    finish_sums(
            AT(partial_in), AT(weight_in), AT(variance_in), AT(dweight_out), AT(dbias_out), AT(coefficients_out),
            channels, slices, epsilon, n, get_global_id(0));
}

__kernel void batch_norm_backward_planes_apply(
        IN(dy_in), IN(x_in), IN_AS(ACC, mean_in), IN_AS(ACC, coefficients_in), IN(y_in), OUT(dx_out), OUT(dr_out),
        const long channels, const long size) {
    const long plane = get_global_id(1);
    const long c = plane % channels;
    __global const real* dy = AT(dy_in) + plane * size;
    __global const real* x = AT(x_in) + plane * size;
    __global const real* y = AT(y_in) + plane * size;
    __global real* dx = AT(dx_out) + plane * size;
    __global real* dr = AT(dr_out) + plane * size;
    __global const acc* coefficients = AT(coefficients_in);
    const acc mean = LOAD_AS(ACC, AT(mean_in), c);
    const acc scale = coefficients[c];
    const acc shift = coefficients[channels + c];
    const acc slope = coefficients[2 * channels + c];
    long i = get_global_id(0) * CHUNK;
    const long end = min(i + CHUNK, size);
    for (; i + 8 <= end; i += 8) {
        ASK_AHEAD(dy + i);
        ASK_AHEAD(x + i);
        ASK_FOR_Y(ASK_AHEAD, y + i)
        const acc8 g = BEHIND_RELU(acc8, VLOAD8(dy, i), VLOAD8(y, i));
        VSTORE8(dx, i, scale * (g - fma(VLOAD8(x, i) - mean, (acc8)(slope), (acc8)(shift))));
        if (RESIDUAL) {
            VSTORE8(dr, i, g);
        }
    }
    for (; i < end; i++) {
        const acc g = BEHIND_RELU(acc, LOAD(dy, i), LOAD(y, i));
        STORE(dx, i, scale * (g - fma(LOAD(x, i) - mean, slope, shift)));
        if (RESIDUAL) {
            STORE(dr, i, g);
        }
    }
}
