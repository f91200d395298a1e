// conv_pointwise: y = W·x for each image: a convolution of one tap and stride 1      x[N,C,pixels], y[N,K,pixels]
//
// tile:    an image is a matrix whose rows, the channels, are dense. A work-item owns 16·VECTORS neighbouring pixels: it copies
//          these columns of x to local memory, for a CPU its cache, where they are a stream, and multiplies them with
//          TILES register tiles of CHANNELS rows of W, one after the other: for each input channel VECTORS loads and CHANNELS
//          scalar weights are CHANNELS·VECTORS fmas. So x is read once, and not a vector here and there of each plane
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
//@require  16 * VECTORS <= max(pixels, 16)
//@require  CHANNELS * VECTORS <= 8 + 24 * (PREFERRED_VECTOR >= 16)
//@require  PREFERRED_VECTOR < 16 || CHANNELS * VECTORS >= 16
//@local    channels * 16 * VECTORS * sizeof(acc)
//@grid     groups ceil(pixels/(16*VECTORS)), parts, matrices; items 1
//@specialise RECTIFIED RESIDUAL
#include "types.clh"
#include "residual.clh"

#define PIXELS (16 * VECTORS)

// matrices: groups of channels of all images; tiles: register tiles that hold the output channels of one.
__kernel void conv_pointwise(
        IN(x_in), IN(v_in), IN(bias_in), IN(r_in), OUT(y_out), __local acc* columns,
        const int groups, const int channels, const int channels_out, const int tiles, const int tiles_of_part,
        const int pixels, const int has_bias) {
    const int first = min((int)get_group_id(0) * PIXELS, pixels - PIXELS);
    const int group = get_group_id(2) % groups;
    __global const real* x = AT(x_in) + get_group_id(2) * channels * (long)pixels + first;
    for (int c = 0; c < channels; c++, x += pixels) {
        #pragma unroll
        for (int l = 0; l < VECTORS; l++) {
            vstore16(VLOAD16(x, 16 * l), c * VECTORS + l, columns);
        }
    }

    const int first_tile = get_group_id(1) * tiles_of_part;
    const int last_tile = min(first_tile + tiles_of_part, tiles);
    __global const real* w = AT(v_in) + ((long)group * tiles + first_tile) * channels * CHANNELS;
    for (int tile = first_tile; tile < last_tile; tile++) {
        const int channel = tile * CHANNELS;
        const int present = min(CHANNELS, channels_out - channel);
        acc16 sum[CHANNELS][VECTORS];
        #pragma unroll
        for (int k = 0; k < CHANNELS; k++) {
            const acc bias = has_bias && k < present
                    ? LOAD(AT(bias_in), (long)group * channels_out + channel + k) : AS_ACC(0);
            #pragma unroll
            for (int l = 0; l < VECTORS; l++) {
                sum[k][l] = bias;
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
        const long y_begin = (get_group_id(2) * channels_out + channel) * (long)pixels + first;
        #pragma unroll
        for (int k = 0; k < CHANNELS; k++) {
            #pragma unroll
            for (int l = 0; l < VECTORS; l++) {
                if (k < present) {
                    const long place = y_begin + k * (long)pixels + 16 * l;
                    const acc16 z = WITH_RESIDUAL(sum[k][l], VLOAD16(AT(r_in), place));
                    VSTORE16(AT(y_out), place, ENDED(acc16, z));
                }
            }
        }
    }
}
