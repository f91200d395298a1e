// conv_channels: y = Σ over channels and taps of x · w, vectors of output channels       x[N,C,D,H,W], y[N,K,O,P,Q]
//
// tile:    a work-item owns PIXELS neighbours of one row of y × 16·VECTORS output channels in registers; for each input
//          channel and tap it loads 16·VECTORS weights once and multiplies them with PIXELS scalars of x, at
//          y[n, k, z·out_depth + …, a·out_row + …, b·out_column + …] =
//          bias[k] + Σ x[n, c, z·depth + d·tap_depth, a·row + i·tap_row, b·STRIDE + j·tap_column] · v[k, c, d, i, j];
//          with other steps, the same sum is the gradient of the input. Without DEEP there is one layer, and no code for
//          more
// needs:   v packed by conv_pack_weights with BLOCK = 16·VECTORS; x padded (or unpadded where no tap leaves it), so
//          that PIXELS pixels from the first of a tile may be read; y does not overlap an input
// writes:  each element of y by exactly one work-item: the last tile of a row begins early so that it ends with the row,
//          and stores what the one before it has not
// order:   bias first, then c, d, i, j ascending, one fma each, then the residual; error ≤ (C·T·R·S + 2)·u·Σ|x·w|
// tuning:  sums are eight vectors at least, where there are channels for two, so that few multiply-adds wait for the one before
//          them, and leave registers for weights; tiles are of a width that wastes fewest pixels (one image of 512 channels of
//          4×4: 577 µs in tiles of 7, 346 in tiles of 4)
// source:  [1] Georganas et al., "Anatomy of High-Performance Deep Learning Convolutions on SIMD Architectures", SC18,
//          §II, Algorithm 3; changed: x and y stay in NCHW, so x is broadcast and y is transposed when it is stored
//
//@variant  conv_channels of convolution
//@prefers  cpu
//@dims     width height layers images group_count group_channels least_pixels
//@tunable  PIXELS {4,6,7,8,14} = 6    pixels of a work-item
//@tunable  VECTORS {1,2} = 1          vectors of 16 output channels of a work-item
//@require  ceil(width/PIXELS) * PIXELS == least_pixels
//@require  PIXELS * VECTORS <= 7 + 24 * (PREFERRED_VECTOR >= 16)
//@require  PREFERRED_VECTOR < 16 || PIXELS * VECTORS >= 8 || group_channels <= 16
//@grid     groups ceil(width/PIXELS)*height*layers, images, group_count*ceil(group_channels/(16*VECTORS)); items 1
//@specialise STRIDE DEEP RECTIFIED RESIDUAL
#include "types.clh"
#include "residual.clh"

#define LANES (16 * VECTORS)

__kernel void conv_channels(
        IN(x_in), IN(v_in), IN(bias_in), IN(r_in), OUT(y_out),
        const int channels, const int channels_out, const int tiles, const int tap_layers, const int tap_rows,
        const int tap_columns, const int layers, const int height, const int width, const int has_bias,
        const long x_origin, const long x_image, const long x_plane, const long x_layer, const long x_row,
        const long x_tap_layer, const long x_tap_row, const long x_tap_column,
        const long y_origin, const long y_image, const long y_plane, const long y_layer, const long y_row,
        const long y_column) {
    const int tiles_of_row = (width + PIXELS - 1) / PIXELS;
    const int layer = DEEP ? get_group_id(0) / (tiles_of_row * height) : 0;
    const int row = get_group_id(0) / tiles_of_row - layer * height;
    const int begin = get_group_id(0) % tiles_of_row * PIXELS;
    const int first = max(0, min(begin, width - PIXELS));
    const int group = get_group_id(2) / tiles;
    const int channel = get_group_id(2) % tiles * LANES;
    const int present = min(LANES, channels_out - channel);

    acc lanes[PIXELS * LANES];
    for (int lane = 0; lane < LANES; lane++) {
        lanes[lane] = has_bias && lane < present
                ? LOAD(AT(bias_in), (long)group * channels_out + channel + lane) : AS_ACC(0);
    }
    acc16 sum[PIXELS][VECTORS];
    #pragma unroll
    for (int p = 0; p < PIXELS; p++) {
        #pragma unroll
        for (int v = 0; v < VECTORS; v++) {
            sum[p][v] = vload16(v, lanes);
        }
    }

    __global const real* w = AT(v_in) + (long)get_group_id(2) * channels * tap_layers * tap_rows * tap_columns * LANES;
    __global const real* x_c = AT(x_in) + x_origin + get_group_id(1) * x_image + (long)group * channels * x_plane
            + layer * x_layer + row * x_row + (long)first * STRIDE;
    for (int c = 0; c < channels; c++, x_c += x_plane) {
        __global const real* x_d = x_c;
        for (int d = 0; d < (DEEP ? tap_layers : 1); d++, x_d += x_tap_layer) {
            __global const real* x_i = x_d;
            for (int i = 0; i < tap_rows; i++, x_i += x_tap_row) {
                __global const real* x = x_i;
                for (int j = 0; j < tap_columns; j++, x += x_tap_column, w += LANES) {
                    acc16 weight[VECTORS];
                    #pragma unroll
                    for (int v = 0; v < VECTORS; v++) {
                        weight[v] = VLOAD16(w, 16 * v);
                    }
                    #pragma unroll
                    for (int p = 0; p < PIXELS; p++) {
                        const acc16 pixel = LOAD(x, p * STRIDE);
                        #pragma unroll
                        for (int v = 0; v < VECTORS; v++) {
                            sum[p][v] = fma(weight[v], pixel, sum[p][v]);
                        }
                    }
                }
            }
        }
    }

    #pragma unroll
    for (int p = 0; p < PIXELS; p++) {
        #pragma unroll
        for (int v = 0; v < VECTORS; v++) {
            vstore16(sum[p][v], p * VECTORS + v, lanes);
        }
    }
    const long place = y_origin + get_group_id(1) * y_image + ((long)group * channels_out + channel) * y_plane + layer * y_layer
            + row * y_row + first * y_column;
    __global const real* r = AT(r_in) + place;
    __global real* y = AT(y_out) + place;
    const int end = min(PIXELS, width - first);
    for (int lane = 0; lane < present; lane++, r += y_plane, y += y_plane) {
        for (int p = begin - first; p < end; p++) {
            const acc z = WITH_RESIDUAL(lanes[p * LANES + lane], LOAD(r, p * y_column));
            STORE(y, p * y_column, ENDED(acc, z));
        }
    }
}
