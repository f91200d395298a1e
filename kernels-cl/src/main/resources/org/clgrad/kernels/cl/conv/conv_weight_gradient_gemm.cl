// conv_weight_gradient_gemm: dw = dy · (x at its taps)ᵀ, a matrix product whose right operand is never stored
//
// tile:    a work-group owns TILE_M output channels × TILE_N columns (a column is one c, t, r, s) of one slice and walks the
//          slice's pixels, TILE_K of them in local memory; a work-item owns WORK_M × WORK_N in registers
//              pixels → │x at the column's tap│
//          │dy│       ▶ │dw│
// needs:   any sizes; dw overlaps no input
// writes:  each element of one slice by exactly one work-item; conv_sum_slices adds the slices
// order:   pixels ascending (n, o, p, q) in a slice, one fma each; error ≤ n·u·Σ|x·dy| for n = N·O·P·Q
// source:  [1] Chetlur et al., "cuDNN: Efficient Primitives for Deep Learning", arXiv:1410.0759, 2014, §3
//
//@variant  conv_weight_gradient_gemm of convolution_weight_gradient
//@prefers  gpu
//@dims     columns slices group_count group_channels
//@tunable  TILE_M {16,32,64} = 32     output channels of a work-group
//@tunable  TILE_N {16,32,64} = 32     columns of a work-group
//@tunable  TILE_K {16,32} = 16        pixels in local memory
//@tunable  WORK_M {1,2,4} = 2         output channels of a work-item
//@tunable  WORK_N {1,2,4} = 2         columns of a work-item
//@require  (TILE_M/WORK_M) * (TILE_N/WORK_N) <= MAX_WORK_GROUP_SIZE
//@require  (TILE_M/WORK_M) * (TILE_N/WORK_N) % TILE_K == 0
//@require  TILE_N * TILE_K % ((TILE_M/WORK_M) * (TILE_N/WORK_N)) == 0
//@local    (TILE_M + 1 + TILE_N + 1) * TILE_K * sizeof(acc)
//@grid     groups ceil(columns/TILE_N), ceil(group_channels/TILE_M), group_count*slices;
//@         items TILE_N/WORK_N, TILE_M/WORK_M
//@specialise DEEP
#include "types.clh"

#define ITEMS_M (TILE_M / WORK_M)
#define ITEMS_N (TILE_N / WORK_N)
#define ITEMS (ITEMS_M * ITEMS_N)
#define LOADS (TILE_N * TILE_K / ITEMS)

__kernel void conv_weight_gradient_gemm(
        IN(x_in), IN(dy_in), OUT_AS(TO, dw_out),
        const int columns, const int groups, const int channels, const int channels_out,
        const int layers, const int height, const int width,
        const int tap_layers, const int tap_rows, const int tap_columns,
        const int layers_out, const int height_out, const int width_out,
        const long pixels, const long pixels_of_slice,
        const int pad_d, const int stride_d, const int dilation_d, const int pad_h, const int stride_h,
        const int dilation_h, const int pad_w, const int stride_w, const int dilation_w) {
    // One more in a row than is used: items that store one column go to different banks.
    __local acc dy_tile[TILE_K][TILE_M + 1];
    __local acc x_tile[TILE_K][TILE_N + 1];
    const int group = get_group_id(2) % groups;
    const long slice = get_group_id(2) / groups;
    const int item_m = get_local_id(1);
    const int item_n = get_local_id(0);
    const int item = item_m * ITEMS_N + item_n;
    const int first_m = get_group_id(1) * TILE_M;
    const int first_n = get_group_id(0) * TILE_N;
    const long plane = (long)layers_out * height_out * width_out;

    // The columns whose taps this item loads, always at the same pixel of the tile.
    const int load_t = item % TILE_K;
    long x_plane[LOADS];
    int tap_d[LOADS];
    int tap_h[LOADS];
    int tap_w[LOADS];
    for (int l = 0; l < LOADS; l++) {
        const int column = min(first_n + item / TILE_K + l * (ITEMS / TILE_K), columns - 1);
        const int layer = column / tap_columns / tap_rows;
        x_plane[l] = (long)(DEEP ? layer / tap_layers : layer) * layers * height * width;
        tap_d[l] = DEEP ? layer % tap_layers * dilation_d - pad_d : 0;
        tap_h[l] = column / tap_columns % tap_rows * dilation_h - pad_h;
        tap_w[l] = column % tap_columns * dilation_w - pad_w;
    }

    acc sum[WORK_M][WORK_N];
    for (int m = 0; m < WORK_M; m++) {
        for (int n = 0; n < WORK_N; n++) {
            sum[m][n] = 0;
        }
    }
    const long end = min((slice + 1) * pixels_of_slice, pixels);
    for (long begin = slice * pixels_of_slice; begin < end; begin += TILE_K) {
        const long pixel = begin + load_t;
        const bool present = pixel < end;
        const long image = pixel / plane;
        const int q = pixel % width_out;
        const int p = pixel / width_out % height_out;
        const int o = DEEP ? pixel / width_out / height_out % layers_out : 0;
        __global const real* dy = AT(dy_in) + (image * groups + group) * channels_out * plane + pixel % plane;
        for (int m = item / TILE_K; m < TILE_M; m += ITEMS / TILE_K) {
            const int k = first_m + m;
            dy_tile[load_t][m] = present && k < channels_out ? LOAD(dy, k * plane) : AS_ACC(0);
        }
        __global const real* x = AT(x_in) + (image * groups + group) * channels * layers * height * width;
        for (int l = 0; l < LOADS; l++) {
            const int d = DEEP ? o * stride_d + tap_d[l] : 0;
            const int h = p * stride_h + tap_h[l];
            const int w = q * stride_w + tap_w[l];
            const bool inside = present && d >= 0 && d < layers && h >= 0 && h < height && w >= 0 && w < width;
            x_tile[load_t][item / TILE_K + l * (ITEMS / TILE_K)] =
                    inside ? LOAD(x, x_plane[l] + ((long)d * height + h) * width + w) : AS_ACC(0);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        // Pixels beyond the last are zeros on both sides; fma(0, 0, s) keeps s.
        for (int t = 0; t < TILE_K; t++) {
            acc x_values[WORK_N];
            #pragma unroll
            for (int n = 0; n < WORK_N; n++) {
                x_values[n] = x_tile[t][item_n + n * ITEMS_N];
            }
            #pragma unroll
            for (int m = 0; m < WORK_M; m++) {
                const acc d = dy_tile[t][item_m + m * ITEMS_M];
                #pragma unroll
                for (int n = 0; n < WORK_N; n++) {
                    sum[m][n] = fma(d, x_values[n], sum[m][n]);
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }

    __global ELEMENT(TO)* dw = AT(dw_out) + (slice * groups + group) * channels_out * columns;
    for (int m = 0; m < WORK_M; m++) {
        const int k = first_m + item_m + m * ITEMS_M;
        for (int n = 0; n < WORK_N; n++) {
            const int column = first_n + item_n + n * ITEMS_N;
            if (k < channels_out && column < columns) {
                STORE_AS(TO, dw, (long)k * columns + column, sum[m][n]);
            }
        }
    }
}
