// conv_pixels: y = Σ over channels and taps of x · w, vectors of pixels      x[N,C,D,H,W], y[N,K,O,P,Q]
//
// tile:    a work-item owns TILES tiles of y, one beside the other and then below: ROWS × VECTORS vectors of 16 pixels in CHANNELS
//          output channels; for each input channel and tap it loads these of x and multiplies each with CHANNELS scalar weights, at
//          y[n, k, z·out_depth + …, a·out_row + …, b·out_column + …] =
//          bias[k] + Σ x[n, c, z·depth + d·tap_depth, a·row + i·tap_row, b·STRIDE + j·tap_column] · v[k, c, d, i, j];
//          with other steps, the same sum is the gradient of the input. Without DEEP there is one layer, and no code for
//          more
// needs:   v packed by conv_pack_weights with BLOCK = CHANNELS; x padded (or unpadded where no tap leaves it), so that
//          16 pixels from the first of a vector may be read, and one element more where STRIDE is not 1; y does not
//          overlap an input; ROWS ≤ height
// writes:  each element of y by one work-item; the last vectors of a row and the last rows of a layer begin early so that they
//          end with it, and write the bits of those before them once more, which may be another work-item's
// order:   bias first, then c, d, i, j ascending, one fma each, then the residual; error ≤ (C·T·R·S + 2)·u·Σ|x·w|
// tuning:  sums fill half of the registers in f32, 16 of 8 floats (AVX2) or 32 of 16 (AVX-512); vectors of pixels and a
//          weight take others. A tile is rather wide than high, since lines of memory that follow one another are fetched ahead
//          (3 channels of 224×224 from 64, 7×7: 11.9 ms for 4 vectors in a row, 17.8 one below the other). To load a vector across
//          lines is taken to cost as much as three products with it, and channels are so many that all cost at most a tenth more
//          than they could
// source:  [1] Georganas et al., "Anatomy of High-Performance Deep Learning Convolutions on SIMD Architectures", SC18,
//          §II; changed: lanes are pixels, for few output channels in a group, or few terms in a sum, where
//          transposing y on storing would cost more than the sum
//
//@variant  conv_pixels of convolution
//@prefers  cpu
//@dims     width height layers images group_count group_channels least_cost register_bytes wanted_items
//@tunable  CHANNELS {1,2,3,4,5,6,8,12,16} = 4     output channels of a tile
//@tunable  VECTORS {1,2,4} = 4                    vectors in a row of a tile
//@tunable  ROWS {1,2,4} = 1                       rows of a tile
//@tunable  TILES {1,4,16} = 16                    tiles of a work-item
//@require  ceil(group_channels/CHANNELS) * (CHANNELS + 3) * 10 <= least_cost * 11
//@require  VECTORS <= max(ceil(width/16), 1)
//@require  ROWS <= max(height, 1)
//@require  CHANNELS * VECTORS * ROWS * 128 <= register_bytes
//@require  TILES == 1 || layers * ceil(height/ROWS) * ceil(width/(16*VECTORS)) * group_count * ceil(group_channels/CHANNELS) * images >= TILES * wanted_items
//@require  VECTORS == 4 || 2 * VECTORS > ceil(width/16) || CHANNELS * VECTORS * 256 > register_bytes
//@require  VECTORS * ROWS == 4 || 2 * ROWS > height || CHANNELS * VECTORS * ROWS * 256 > register_bytes
//@grid     groups ceil(layers*ceil(height/ROWS)*ceil(width/(16*VECTORS))/TILES), group_count*ceil(group_channels/CHANNELS), images; items 1
//@specialise STRIDE DEEP RECTIFIED RESIDUAL
#include "types.clh"
#include "residual.clh"

// Declares 16 neighbouring outputs' elements of one tap. Lane by lane, since Oclgrind 21.10 ends the process where a vector of 16 is
// put together from two of 8; compilers make the same shuffles of it.
#if STRIDE == 1
#define LOAD_PIXELS(pixels, x) const acc16 pixels = VLOAD16(x, 0)
#elif STRIDE == 2
#define LOAD_PIXELS(pixels, x)                                                                                         \
    const acc16 low = VLOAD16(x, 0);                                                                                   \
    const acc16 high = VLOAD16(x, 16);                                                                                 \
    const acc16 pixels = (acc16)(                                                                                      \
            low.s0, low.s2, low.s4, low.s6, low.s8, low.sa, low.sc, low.se,                                            \
            high.s0, high.s2, high.s4, high.s6, high.s8, high.sa, high.sc, high.se)
#else
#define LOAD_PIXELS(pixels, x)                                                                                         \
    const acc16 pixels = (acc16)(                                                                                      \
            LOAD(x, 0), LOAD(x, STRIDE), LOAD(x, 2 * STRIDE), LOAD(x, 3 * STRIDE), LOAD(x, 4 * STRIDE),                \
            LOAD(x, 5 * STRIDE), LOAD(x, 6 * STRIDE), LOAD(x, 7 * STRIDE), LOAD(x, 8 * STRIDE), LOAD(x, 9 * STRIDE),   \
            LOAD(x, 10 * STRIDE), LOAD(x, 11 * STRIDE), LOAD(x, 12 * STRIDE), LOAD(x, 13 * STRIDE),                    \
            LOAD(x, 14 * STRIDE), LOAD(x, 15 * STRIDE))
#endif

// As many as there are, each `step` elements behind the one before.
static void store_pixels(
        __global real* y, __global const real* r, const long step, const acc16 pixels, const int present) {
    if (step == 1 && present == 16) {
        const acc16 z = WITH_RESIDUAL(pixels, VLOAD16(r, 0));
        VSTORE16(y, 0, ENDED(acc16, z));
    } else {
        acc lanes[16];
        vstore16(pixels, 0, lanes);
        for (int p = 0; p < present; p++) {
            const acc z = WITH_RESIDUAL(lanes[p], LOAD(r, p * step));
            STORE(y, p * step, ENDED(acc, z));
        }
    }
}

__kernel void conv_pixels(
        IN(x_in), IN(v_in), IN(bias_in), IN(r_in), OUT(y_out),
        const int channels, const int channels_out, const int tiles, const int tap_layers, const int tap_rows,
        const int tap_columns, const int layers, const int height, const int width, const int has_bias,
        const long x_origin, const long x_image, const long x_plane, const long x_layer, const long x_row,
        const long x_tap_layer, const long x_tap_row, const long x_tap_column,
        const long y_origin, const long y_image, const long y_plane, const long y_layer, const long y_row,
        const long y_column) {
    const int group = get_group_id(1) / tiles;
    const int channel = get_group_id(1) % tiles * CHANNELS;
    const int present = min(CHANNELS, channels_out - channel);
    __global const real* v = AT(v_in) + (long)get_group_id(1) * channels * tap_layers * tap_rows * tap_columns * CHANNELS;
    __global const real* x_begin = AT(x_in) + x_origin + get_group_id(2) * x_image + (long)group * channels * x_plane;
    const long y_begin = y_origin + get_group_id(2) * y_image + ((long)group * channels_out + channel) * y_plane;
    acc bias[CHANNELS];
    for (int k = 0; k < CHANNELS; k++) {
        bias[k] = has_bias && k < present ? LOAD(AT(bias_in), (long)group * channels_out + channel + k) : AS_ACC(0);
    }

    const int across = (width + 16 * VECTORS - 1) / (16 * VECTORS);
    const int bands = (height + ROWS - 1) / ROWS;
    const int tile_begin = get_group_id(0) * TILES;
    const int tile_end = min(tile_begin + TILES, layers * bands * across);
    for (int tile = tile_begin; tile < tile_end; tile++) {
        const int layer = DEEP ? tile / (across * bands) : 0;
        const int row = min((tile / across - layer * bands) * ROWS, height - ROWS);
        int column[VECTORS];
        acc16 sum[ROWS][VECTORS][CHANNELS];
        #pragma unroll
        for (int l = 0; l < VECTORS; l++) {
            column[l] = max(0, min((tile % across * VECTORS + l) * 16, width - 16));
            #pragma unroll
            for (int r = 0; r < ROWS; r++) {
                #pragma unroll
                for (int k = 0; k < CHANNELS; k++) {
                    sum[r][l][k] = bias[k];
                }
            }
        }
        __global const real* w = v;
        __global const real* x_c = x_begin + layer * x_layer + row * x_row;
        for (int c = 0; c < channels; c++, x_c += x_plane) {
            __global const real* x_d = x_c;
            for (int d = 0; d < (DEEP ? tap_layers : 1); d++, x_d += x_tap_layer) {
                __global const real* x_i = x_d;
                for (int i = 0; i < tap_rows; i++, x_i += x_tap_row) {
                    __global const real* x = x_i;
                    for (int j = 0; j < tap_columns; j++, x += x_tap_column, w += CHANNELS) {
                        #pragma unroll
                        for (int r = 0; r < ROWS; r++) {
                            #pragma unroll
                            for (int l = 0; l < VECTORS; l++) {
                                __global const real* x_l = x + r * x_row + column[l] * STRIDE;
                                LOAD_PIXELS(pixels, x_l);
                                #pragma unroll
                                for (int k = 0; k < CHANNELS; k++) {
                                    sum[r][l][k] = fma(pixels, (acc16)LOAD(w, k), sum[r][l][k]);
                                }
                            }
                        }
                    }
                }
            }
        }
        #pragma unroll
        for (int r = 0; r < ROWS; r++) {
            #pragma unroll
            for (int l = 0; l < VECTORS; l++) {
                const long first = y_begin + layer * y_layer + (row + r) * y_row + column[l] * y_column;
                #pragma unroll
                for (int k = 0; k < CHANNELS; k++) {
                    if (k < present) {
                        const long place = first + k * y_plane;
                        store_pixels(AT(y_out) + place, AT(r_in) + place, y_column, sum[r][l][k], min(16, width));
                    }
                }
            }
        }
    }
}
