// batch_norm_planes: y[n,c,·] = (x − mean_c)·weight_c/√(variance_c + epsilon) + bias_c, mean and variance over n and ·
//     RESIDUAL: + r[n,c,·]; then RECTIFIED: max(·, 0)
//
// tile:    a work-item owns a channel and a slice of its segments, SEGMENT elements of a plane at most: sums a segment in
//          16 lanes, then, while it is in cache, the squares of the distances from its mean, and merges it with those
//          before; …_merge owns a channel and merges its slices; …_apply owns CHUNK elements of a plane
// needs:   statistics: x[images,channels,size] dense; per_slice segments to a slice, in order. apply: x, y dense
// writes:  each element of y, mean, variance and of the partial results by exactly one work-item
// order:   lanes, segments, slices ascending      error of the mean ≤ d·u·max|x|, with d ≤ n/4 + 64; that of the variance: see
//          the routine
// source:  Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance", The American Statistician 37, 1983: the
//          two-pass algorithm within a segment, the pairwise one between them
//
//@variant  batch_norm_planes of batch_norm
//@prefers  cpu
//@dims     channels slices planes size
//@tunable  SEGMENT {256,1024,4096} = 1024     elements that stay in cache between two passes
//@tunable  CHUNK {256,4096,16384} = 4096      elements of a plane that a work-item normalises
//@grid     batch_norm_planes: global channels, slices
//@grid     batch_norm_planes_merge: global channels
//@grid     batch_norm_planes_apply: global ceil(size/CHUNK), planes
//@specialise RECTIFIED RESIDUAL
#include "types.clh"
#include "math.clh"
#include "batch_norm.clh"
#include "ahead.clh"

__kernel void batch_norm_planes(
        IN(x_in), OUT_AS(ACC, partial_out), const long channels, const long slices, const long images, const long size,
        const long per_slice) {
    __global acc* partial = AT(partial_out);
    const long c = get_global_id(0);
    const long slice = get_global_id(1);
    const long per_plane = (size + SEGMENT - 1) / SEGMENT;
    const long end = min((slice + 1) * per_slice, images * per_plane);
    acc count = 0;
    acc mean = 0;
    acc squares = 0;
    for (long segment = slice * per_slice; segment < end; segment++) {
        const long begin = segment % per_plane * SEGMENT;
        __global const real* x = AT(x_in) + (segment / per_plane * channels + c) * size + begin;
        const int n = (int)min((long)SEGMENT, size - begin);
        __global const real* next =
                AT(x_in) + ((segment + 1) / per_plane * channels + c) * size + (segment + 1) % per_plane * SEGMENT;
        acc16 lanes = (acc16)(0);
        int i = 0;
        for (; i + 16 <= n; i += 16) {
            ASK_FOR(next + i);
            lanes += VLOAD16(x, i);
        }
        acc total = sum_lanes16(lanes);
        for (; i < n; i++) {
            total += LOAD(x, i);
        }
        const acc m = total / (acc)n;
        lanes = (acc16)(0);
        for (i = 0; i + 16 <= n; i += 16) {
            const acc16 d = VLOAD16(x, i) - m;
            lanes = fma(d, d, lanes);
        }
        acc s = sum_lanes16(lanes);
        for (; i < n; i++) {
            const acc d = LOAD(x, i) - m;
            s = fma(d, d, s);
        }
        merge_moments(&count, &mean, &squares, (acc)n, m, s);
    }
    PARTIAL(0, slice) = count;
    PARTIAL(1, slice) = mean;
    PARTIAL(2, slice) = squares;
}

__kernel void batch_norm_planes_merge(
        IN_AS(ACC, partial_in), IN(weight_in), OUT_AS(ACC, mean_out), OUT_AS(ACC, variance_out), OUT_AS(ACC, scale_out),
        const long channels, const long slices, const acc epsilon) {
    finish_moments(
            AT(partial_in), AT(weight_in), AT(mean_out), AT(variance_out), AT(scale_out), channels, slices, epsilon,
            get_global_id(0));
}

__kernel void batch_norm_planes_apply(
        IN(x_in), IN_AS(ACC, mean_in), IN_AS(ACC, scale_in), IN(bias_in), IN(r_in), OUT(y_out), const long channels,
        const long size) {
    const long plane = get_global_id(1);
    const long c = plane % channels;
    __global const real* x = AT(x_in) + plane * size;
    __global const real* r = AT(r_in) + plane * size;
    __global real* y = AT(y_out) + plane * size;
    const acc mean = LOAD_AS(ACC, AT(mean_in), c);
    const acc scale = LOAD_AS(ACC, AT(scale_in), c);
    const acc bias = LOAD(AT(bias_in), c);
    long i = get_global_id(0) * CHUNK;
    const long end = min(i + CHUNK, size);
    for (; i + 8 <= end; i += 8) {
        ASK_AHEAD(x + i);
        const acc8 z = WITH_RESIDUAL(fma(VLOAD8(x, i) - mean, (acc8)(scale), (acc8)(bias)), VLOAD8(r, i));
        VSTORE8(y, i, ENDED(acc8, z));
    }
    for (; i < end; i++) {
        const acc z = WITH_RESIDUAL(fma(LOAD(x, i) - mean, scale, bias), LOAD(r, i));
        STORE(y, i, ENDED(acc, z));
    }
}
