// conv_implicit_gemm: y = Σ over channels and taps of x · w, as a matrix product whose right operand is never stored
//
// tile:    a work-group owns TILE_M output channels × TILE_N pixels (of all images) and walks the terms, channels × taps,
//          in slices of TILE_K held in local memory; a work-item owns WORK_M × WORK_N in registers
//              terms → │x at the pixel's taps│
//          │w│       ▶ │y│
//          y[n, k, z, a, b] = bias[k] + Σ x[n, c, start_d + z·step_d + d·tap_d, start_h + a·step_h + i·tap_h,
//                                           start_w + b·step_w + j·tap_w] · w[k, c, d, i, j],
//          where x is 0 outside; with other steps, the same sum is the gradient of the input. Without DEEP there is one
//          layer, and no code for more
// needs:   any sizes; y does not overlap an input
// writes:  each element of y by exactly one work-item
// order:   bias first, then c, d, i, j ascending, one fma each, then the residual; error ≤ (C·T·R·S + 2)·u·Σ|x·w|
// source:  [1] Chetlur et al., "cuDNN: Efficient Primitives for Deep Learning", arXiv:1410.0759, 2014, §3
//
//@variant  conv_implicit_gemm of convolution
//@prefers  gpu
//@dims     pixels group_count group_channels
//@tunable  TILE_M {16,32,64,128} = 64     output channels of a work-group
//@tunable  TILE_N {16,32,64,128} = 64     pixels of a work-group
//@tunable  TILE_K {8,16} = 16             terms in local memory
//@tunable  WORK_M {2,4,8} = 4             output channels of a work-item
//@tunable  WORK_N {2,4,8} = 4             pixels of a work-item
//@require  (TILE_M/WORK_M) * (TILE_N/WORK_N) <= MAX_WORK_GROUP_SIZE
//@require  (TILE_M/WORK_M) * (TILE_N/WORK_N) % TILE_N == 0
//@require  TILE_M == 16 || TILE_M < 2 * group_channels
//@local    (TILE_M + 1 + TILE_N) * TILE_K * sizeof(acc)
//@grid     groups ceil(pixels/TILE_N), ceil(group_channels/TILE_M), group_count; items TILE_N/WORK_N, TILE_M/WORK_M
//@specialise DEEP RECTIFIED RESIDUAL
#include "types.clh"
#include "residual.clh"

#define ITEMS_M (TILE_M / WORK_M)
#define ITEMS_N (TILE_N / WORK_N)
#define ITEMS (ITEMS_M * ITEMS_N)

__kernel void conv_implicit_gemm(
        IN(x_in), IN(w_in), IN(bias_in), IN(r_in), OUT(y_out),
        const int channels, const int channels_out, const int group_count, const long pixels, const int has_bias,
        const int layers, const int height, const int width,
        const int tap_layers, const int tap_rows, const int tap_columns,
        const int layers_out, const int height_out, const int width_out,
        const int start_d, const int step_d, const int tap_d, const int start_h, const int step_h, const int tap_h,
        const int start_w, const int step_w, const int tap_w,
        const long w_origin, const long w_group, const long w_out, const long w_channel, const long w_layer,
        const long w_row, const long w_column,
        const long y_origin, const long y_image, const long y_plane, const long y_layer, const long y_row,
        const long y_column) {
    // One more in a row than is used: items that store one column of w go to different banks.
    __local acc w_tile[TILE_K][TILE_M + 1];
    __local acc x_tile[TILE_K][TILE_N];
    const int group = get_group_id(2);
    const int item_m = get_local_id(1);
    const int item_n = get_local_id(0);
    const int item = item_m * ITEMS_N + item_n;
    const int first_m = get_group_id(1) * TILE_M;
    const long first_n = (long)get_group_id(0) * TILE_N;
    const int taps_of_layer = tap_rows * tap_columns;
    const int taps = tap_layers * taps_of_layer;
    const long terms = (long)channels * taps;

    // The one pixel whose taps this item loads.
    const int load_n = item % TILE_N;
    const long load_pixel = first_n + load_n;
    const int load_b = load_pixel % width_out;
    const int load_a = load_pixel / width_out % height_out;
    const long load_layer = load_pixel / width_out / height_out;
    const int load_z = DEEP ? load_layer % layers_out : 0;
    const long load_image = DEEP ? load_layer / layers_out : load_layer;
    const int d0 = start_d + load_z * step_d;
    const int h0 = start_h + load_a * step_h;
    const int w0 = start_w + load_b * step_w;
    __global const real* x = AT(x_in) + (load_image * group_count + group) * channels * layers * height * width;
    __global const real* w = AT(w_in) + w_origin + group * w_group;

    acc sum[WORK_M][WORK_N];
    for (int m = 0; m < WORK_M; m++) {
        const int k = first_m + item_m + m * ITEMS_M;
        const acc bias = has_bias && k < channels_out ? LOAD(AT(bias_in), (long)group * channels_out + k) : AS_ACC(0);
        for (int n = 0; n < WORK_N; n++) {
            sum[m][n] = bias;
        }
    }

    for (long begin = 0; begin < terms; begin += TILE_K) {
        for (int e = item; e < TILE_K * TILE_M; e += ITEMS) {
            const int m = first_m + e / TILE_K;
            const long term = begin + e % TILE_K;
            acc value = 0;
            if (m < channels_out && term < terms) {
                const int tap = term % taps;
                const int d = DEEP ? tap / taps_of_layer : 0;
                value = LOAD(w, m * w_out + term / taps * w_channel + d * w_layer
                        + (tap - d * taps_of_layer) / tap_columns * w_row + tap % tap_columns * w_column);
            }
            w_tile[e % TILE_K][e / TILE_K] = value;
        }
        for (int t = item / TILE_N; t < TILE_K; t += ITEMS / TILE_N) {
            const long term = begin + t;
            acc value = 0;
            if (load_pixel < pixels && term < terms) {
                const int tap = term % taps;
                const int layer = DEEP ? tap / taps_of_layer : 0;
                const int d = d0 + layer * tap_d;
                const int h = h0 + (tap - layer * taps_of_layer) / tap_columns * tap_h;
                const int v = w0 + tap % tap_columns * tap_w;
                if ((!DEEP || (d >= 0 && d < layers)) && h >= 0 && h < height && v >= 0 && v < width) {
                    value = LOAD(x, ((DEEP ? term / taps * layers + d : term / taps) * height + h) * width + v);
                }
            }
            x_tile[t][load_n] = value;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        // Terms beyond the last are zeros on both sides; fma(0, 0, s) keeps s.
        for (int t = 0; t < TILE_K; t++) {
            acc x_values[WORK_N];
            #pragma unroll
            for (int n = 0; n < WORK_N; n++) {
                x_values[n] = x_tile[t][item_n + n * ITEMS_N];
            }
            #pragma unroll
            for (int m = 0; m < WORK_M; m++) {
                const acc weight = w_tile[t][item_m + m * ITEMS_M];
                #pragma unroll
                for (int n = 0; n < WORK_N; n++) {
                    sum[m][n] = fma(weight, x_values[n], sum[m][n]);
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }

    for (int n = 0; n < WORK_N; n++) {
        const long pixel = first_n + item_n + n * ITEMS_N;
        if (pixel >= pixels) {
            continue;
        }
        const long layer = pixel / width_out / height_out;
        const long first = y_origin + (DEEP ? layer / layers_out * y_image + layer % layers_out * y_layer : layer * y_image)
                + pixel / width_out % height_out * y_row + pixel % width_out * y_column;
        for (int m = 0; m < WORK_M; m++) {
            const int k = first_m + item_m + m * ITEMS_M;
            if (k < channels_out) {
                const long place = first + ((long)group * channels_out + k) * y_plane;
                const acc z = WITH_RESIDUAL(sum[m][n], LOAD(AT(r_in), place));
                STORE(AT(y_out), place, ENDED(acc, z));
            }
        }
    }
}
