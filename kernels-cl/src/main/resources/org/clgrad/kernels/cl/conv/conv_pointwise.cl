// conv_pointwise: y = W·x for each image: a convolution of one tap      x[N,C,pixels], y[N,K,pixels]
//
// tile:    an image is a matrix whose rows, the channels, are dense. A work-item owns 16·VECTORS neighbouring pixels: it copies
//          these columns of x to local memory, for a CPU its cache, where they are a stream, and multiplies them with
//          register tiles of CHANNELS rows of W, one after the other: for each input channel VECTORS loads and CHANNELS
//          scalar weights are CHANNELS·VECTORS fmas. So x is read once, and not a vector here and there of each plane.
//          With a stride, GATHERED copies every so manieth column of every so manieth row; for the gradient of the input they are
//          stored SPREAD columns apart, with the bias up to the next
// needs:   v packed by conv_pack_weights with BLOCK = CHANNELS; pixels ≥ 16·VECTORS; y does not overlap an input
// writes:  each element of y; the last pixels of a plane begin early so that they end with it, and those that the work-item
//          before them has too are written by both, with the same values
// order:   bias first, then c ascending, one fma each, then the residual; error ≤ (C + 2)·u·Σ|x·w|
// tuning:  sums fill most of the registers in f32, 16 of 8 floats (AVX2), or half of the 32 of 16 (AVX-512), with two vectors that share
//          each weight (256 channels of 56×56 to 64, 16 images: 18 ms with one vector and 14 channels, 11 with two and 8)
// source:  [1] Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008, §4, for a
//          block of one operand that stays in the second cache
//
//@variant  conv_pointwise of convolution
//@prefers  cpu
//@dims     pixels matrices channels parts
//@tunable  CHANNELS {4,6,8,14} = 6     output channels of a register tile
//@tunable  VECTORS {1,2} = 1           vectors of 16 pixels of a work-item
//@tunable  STREAM_KIB {0,8192} = 8192  from so many KiB on y goes past the caches, where its planes are whole vectors
//@require  16 * VECTORS <= max(pixels, 16)
//@require  CHANNELS * VECTORS <= 8 + 24 * (PREFERRED_VECTOR >= 16)
//@require  PREFERRED_VECTOR < 16 || CHANNELS * VECTORS >= 16 || pixels < 32
//@local    channels * 16 * VECTORS * sizeof(acc)
//@grid     groups ceil(pixels/(16*VECTORS)), parts, matrices; items 1
//@specialise RECTIFIED RESIDUAL GATHERED SPREAD
#include "types.clh"
#include "residual.clh"
#include "stream.clh"

#define PIXELS (16 * VECTORS)

// Stores `count` elements, or one value in all of them.
static void store_run(__global real* y, const acc* run, const int count) {
    int j = 0;
    for (; j + 16 <= count; j += 16) {
        VSTORE16(y, j, vload16(0, run + j));
    }
    for (; j + 4 <= count; j += 4) {
        VSTORE4(y, j, vload4(0, run + j));
    }
    for (; j < count; j++) {
        STORE(y, j, run[j]);
    }
}

static void fill_run(__global real* y, const acc value, const int count) {
    int j = 0;
    for (; j + 16 <= count; j += 16) {
        VSTORE16(y, j, (acc16)(value));
    }
    for (; j < count; j++) {
        STORE(y, j, value);
    }
}

#if SPREAD
// Stores pixels from a row and a column on, SPREAD columns apart; what is between them is there already, and fills the rows up to
// the next.
static void store_spread(
        __global real* y, const acc* pixels, const acc between, int row, int column, const int width, const int large_height, const int large_width,
        const int step_h) {
    for (int i = 0; i < PIXELS; column = 0, row++) {
        const int run = min(width - column, PIXELS - i);
        const int columns = min(run * SPREAD, large_width - column * SPREAD);
        const int rows = min(step_h, large_height - row * step_h);
        __global real* y_row = y + (long)row * step_h * large_width + column * SPREAD;
        store_run(y_row, pixels + i * SPREAD, columns);
        for (int a = 1; a < rows; a++) {
            fill_run(y_row + (long)a * large_width, between, columns);
        }
        i += run;
    }
}
#endif

// matrices: groups of channels of all images; tiles: register tiles that hold the output channels of one; outputs: of all matrices.
__kernel void conv_pointwise(
        IN(x_in), IN(v_in), IN(bias_in), IN(r_in), OUT(y_out), __local acc* columns,
        const int groups, const int channels, const int channels_out, const int tiles, const int tiles_of_part,
        const int pixels, const long outputs, const int has_bias, const int width, const int large_height, const int large_width, const int step_h,
        const int step_w) {
    const int first = min((int)get_group_id(0) * PIXELS, pixels - PIXELS);
    const int group = get_group_id(2) % groups;
    const long x_plane = GATHERED ? (long)large_height * large_width : pixels;
    __global const real* x = AT(x_in) + get_group_id(2) * channels * x_plane;
#if GATHERED
    int at[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
        at[i] = (first + i) / width * step_h * large_width + (first + i) % width * step_w;
    }
#endif
    for (int c = 0; c < channels; c++, x += x_plane) {
#if GATHERED
        for (int i = 0; i < PIXELS; i++) {
            columns[c * PIXELS + i] = LOAD(x, at[i]);
        }
#else
        #pragma unroll
        for (int l = 0; l < VECTORS; l++) {
            vstore16(VLOAD16(x, first + 16 * l), c * VECTORS + l, columns);
        }
#endif
    }

    const bool streams = STREAMS(REAL, outputs) && pixels % 16 == 0 && LANES_TO_ALIGNED(REAL, 16, AT(y_out)) == 0;
    const int first_tile = get_group_id(1) * tiles_of_part;
    const int last_tile = min(first_tile + tiles_of_part, tiles);
    __global const real* w = AT(v_in) + ((long)group * tiles + first_tile) * channels * CHANNELS;
    for (int tile = first_tile; tile < last_tile; tile++) {
        const int channel = tile * CHANNELS;
        const int present = min(CHANNELS, channels_out - channel);
        acc16 sum[CHANNELS][VECTORS];
        acc bias[CHANNELS];
        #pragma unroll
        for (int k = 0; k < CHANNELS; k++) {
            bias[k] = has_bias && k < present ? LOAD(AT(bias_in), (long)group * channels_out + channel + k) : AS_ACC(0);
            #pragma unroll
            for (int l = 0; l < VECTORS; l++) {
                sum[k][l] = bias[k];
            }
        }
        for (int c = 0; c < channels; c++, w += CHANNELS) {
            acc16 column[VECTORS];
            #pragma unroll
            for (int l = 0; l < VECTORS; l++) {
                column[l] = vload16(c * VECTORS + l, columns);
            }
            #pragma unroll
            for (int k = 0; k < CHANNELS; k++) {
                const acc16 weight = LOAD(w, k);
                #pragma unroll
                for (int l = 0; l < VECTORS; l++) {
                    sum[k][l] = fma(column[l], weight, sum[k][l]);
                }
            }
        }
        #pragma unroll
        for (int k = 0; k < CHANNELS; k++) {
            if (k < present) {
#if SPREAD
                acc pixel[PIXELS];
                #pragma unroll
                for (int l = 0; l < VECTORS; l++) {
                    vstore16(sum[k][l], l, pixel);
                }
                acc spread[PIXELS * SPREAD];
                for (int i = 0; i < PIXELS * SPREAD; i++) {
                    spread[i] = i % SPREAD == 0 ? pixel[i / SPREAD] : bias[k];
                }
                __global real* y = AT(y_out) + (get_group_id(2) * channels_out + channel + k) * ((long)large_height * large_width);
                store_spread(y, spread, bias[k], first / width, first % width, width, large_height, large_width, step_h);
#else
                const long place = (get_group_id(2) * channels_out + channel + k) * (long)pixels + first;
                #pragma unroll
                for (int l = 0; l < VECTORS; l++) {
                    const acc16 z = WITH_RESIDUAL(sum[k][l], VLOAD16(AT(r_in), place + 16 * l));
                    if (streams) {
                        VSTREAM_AS(REAL, 16, AT(y_out), place + 16 * l, ENDED(acc16, z));
                    } else {
                        VSTORE16(AT(y_out), place + 16 * l, ENDED(acc16, z));
                    }
                }
#endif
            }
        }
    }
}
