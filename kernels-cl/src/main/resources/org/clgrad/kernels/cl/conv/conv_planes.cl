// conv_planes: y = Σ over channels and taps of x · w, for groups of one output channel      x[N,C,D,H,W], y[N,K,O,P,Q]
//
// tile:    a work-item owns BANDS bands of ROWS rows of one plane of y and walks each in tiles of 16 pixels; for a tile and
//          each channel and layer of taps it copies what all taps see of x into a patch, zeros where that is outside, and
//          adds ROWS vectors of the patch for each tap:
//          y[n, k, z·y_layer + …, a·y_row + …, b·y_column + …] = bias[k] + Σ x[n, c, start_d + z·step_d + d·tap_d,
//                  start_h + a·step_h + i·tap_h, start_w + b + j·tap_w] · w[k, c, d, i, j]
//          Nothing is padded or packed in memory, since a depthwise convolution costs hardly more than to read x and to
//          write y
// needs:   one output channel in a group; step_w = 1, so that a tap's vector is dense; a patch that fits, see below; y does
//          not overlap an input
// writes:  each element of y by exactly one work-item; the last vector of a row begins early so that it ends with the row,
//          and writes the same values once more
// order:   bias first, then c, d, i, j ascending, one fma each; error ≤ (C·T·R·S + 1)·u·Σ|x·w|
// source:  own
//
//@variant  conv_planes of convolution
//@prefers  cpu
//@dims     planes layers_out height_out step_h reach_h reach_w
//@tunable  ROWS {1,2,4,8} = 8      rows of a band
//@tunable  BANDS {1,2,8} = 2       bands of a work-item
//@require  ROWS == 1 || ROWS < 2 * height_out
//@require  ((ROWS-1)*step_h + reach_h + 1) * (reach_w + 16) <= 4096
//@grid     groups ceil(height_out/(ROWS*BANDS))*layers_out, planes; items 1
#include "types.clh"

#define PATCH 4096

// Copies a row of x, of the given width, from column `begin` on, to n elements of the patch: zeros where it is not in x.
static void copy_row(__global const real* x, const int width, const int begin, acc* patch, const int n) {
    const int first = min(n, max(0, -begin));
    const int last = max(first, min(n, width - begin));
    for (int i = 0; i < first; i++) {
        patch[i] = 0;
    }
    int i = first;
    for (; i + 8 <= last; i += 8) {
        vstore8(VLOAD8(x, begin + i), 0, patch + i);
    }
    for (; i < last; i++) {
        patch[i] = LOAD(x, begin + i);
    }
    for (i = last; i < n; i++) {
        patch[i] = 0;
    }
}

__kernel void conv_planes(
        IN(x_in), IN(w_in), IN(bias_in), OUT(y_out),
        const int channels, const int groups, const int has_bias,
        const int layers, const int height, const int width,
        const int tap_layers, const int tap_rows, const int tap_columns,
        const int layers_out, const int height_out, const int width_out,
        const int start_d, const int step_d, const int tap_d, const int start_h, const int step_h, const int tap_h,
        const int start_w, const int step_w, const int tap_w,
        const long w_origin, const long w_group, const long w_out, const long w_channel, const long w_layer,
        const long w_row, const long w_column,
        const long y_origin, const long y_image, const long y_plane, const long y_layer, const long y_row,
        const long y_column) {
    const int shares = (height_out + ROWS * BANDS - 1) / (ROWS * BANDS);
    const int z = get_group_id(0) / shares;
    const int begin = get_group_id(0) % shares * ROWS * BANDS;
    const int end = min(height_out, begin + ROWS * BANDS);
    const int group = get_group_id(1) % groups;
    const long image = get_group_id(1) / groups;
    const acc bias = has_bias ? LOAD(AT(bias_in), group) : AS_ACC(0);
    __global const real* x_plane = AT(x_in) + get_group_id(1) * channels * layers * height * width;
    __global const real* w_plane = AT(w_in) + w_origin + group * w_group;
    __global real* y_begin = AT(y_out) + y_origin + image * y_image + group * y_plane + z * y_layer;

    // Taps may walk backwards: the patch begins at the least row and column.
    const int least_h = min(0, (tap_rows - 1) * tap_h);
    const int least_w = min(0, (tap_columns - 1) * tap_w);
    const int patch_rows = (ROWS - 1) * step_h + max(0, tap_rows - 1) * abs(tap_h) + 1;
    const int pitch = max(0, tap_columns - 1) * abs(tap_w) + 16;
    acc patch[PATCH];

    for (int a = begin; a < end; a += ROWS) {
        for (int b = 0; b < width_out; b += 16) {
            const int first = max(0, min(b, width_out - 16));
            acc16 sum[ROWS];
            #pragma unroll
            for (int row = 0; row < ROWS; row++) {
                sum[row] = bias;
            }
            for (int c = 0; c < channels; c++) {
                for (int d = 0; d < tap_layers; d++) {
                    const int layer = start_d + z * step_d + d * tap_d;
                    if (layer < 0 || layer >= layers) {
                        continue;
                    }
                    __global const real* x = x_plane + ((long)c * layers + layer) * height * width;
                    for (int u = 0; u < patch_rows; u++) {
                        const int h = start_h + a * step_h + least_h + u;
                        const int inside = h >= 0 && h < height;
                        copy_row(x + (inside ? (long)h * width : 0), inside ? width : 0, start_w + first + least_w,
                                patch + u * pitch, pitch);
                    }
                    for (int i = 0; i < tap_rows; i++) {
                        for (int j = 0; j < tap_columns; j++) {
                            const acc16 weight = LOAD(w_plane, c * w_channel + d * w_layer + i * w_row + j * w_column);
                            const acc* at = patch + (i * tap_h - least_h) * pitch + j * tap_w - least_w;
                            #pragma unroll
                            for (int row = 0; row < ROWS; row++) {
                                sum[row] = fma(vload16(0, at + row * step_h * pitch), weight, sum[row]);
                            }
                        }
                    }
                }
            }
            __global real* y = y_begin + a * y_row + first * y_column;
            #pragma unroll
            for (int row = 0; row < ROWS; row++) {
                if (a + row >= end) {
                    continue;
                }
                if (y_column == 1 && width_out >= 16) {
                    VSTORE16(y, row * y_row, sum[row]);
                } else {
                    acc lanes[16];
                    vstore16(sum[row], 0, lanes);
                    for (int p = 0; p < min(16, width_out); p++) {
                        STORE(y, row * y_row + p * y_column, lanes[p]);
                    }
                }
            }
        }
    }
}
