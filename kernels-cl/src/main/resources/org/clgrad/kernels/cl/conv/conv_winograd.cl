// conv_winograd: y = Σ over channels and 3×3 taps of x · w, by the minimal filtering F(4×4, 3×3)      x[N,C,H,W], y[N,K,P,Q]
//
// tile:    y is cut into tiles of 4×4 pixels, each of which sees 6×6 of x, and for each of the 36 places of these
//              M[k, tile] = Σ over c of U[k, c] · V[c, tile],   U = G·w·Gᵀ,   V = Bᵀ·x·B,   y = Aᵀ·M·A
//          so that 36 products stand for 144. _weights makes U and _input V, 16 channels in the lanes of a vector; a work-item
//          of the third pass owns BLOCKS·TILES tiles × up to PANELS panels of 16·VECTORS output channels: place by place it forms
//          TILES × VECTORS vectors of M in registers, and keeps the 36 of them in local memory, which for a CPU is its second cache,
//          until it turns them into pixels. While it multiplies one place it asks for the next
//              V[block of tiles][place][16 channels][tile][channel]    U[block of k][place][channel][k]
// needs:   a step of 1 along rows and columns; y does not overlap an input; U and V in the type that is computed in
// writes:  each element of y by exactly one work-item
// order:   c ascending, one fma each, from 0; then the bias, then the residual. With |·| of each element of the matrices,
//          error ≤ (C + 22)·u·(|Aᵀ|·(Σ over c of (|G|·|w|·|Gᵀ|) ∘ (|Bᵀ|·|x|·|B|))·|A| + |bias| + |r|) in each tile: a term passes C
//          roundings in the sum over channels, 2·4 on its way into U with those of the constants, 2·2 into V, 2·3 out of M and
//          one each of the bias and the residual, see transform_*. A NaN or an infinity anywhere in what a tile sees reaches all of its pixels
// tuning:  sums fill half of the registers in f32; with as many tiles as channels of a work-item U and V are read about as often,
//          and so seldom that the products take longer
// source:  [1] Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016, §4.3, for the matrices;
//          [2] Barabasz, Anderson, Soodhalter, Gregg, "Error analysis and improving the accuracy of Winograd convolution for
//          deep neural networks", ACM TOMS 46(4), 2020, §3; changed: channels are lanes in all three passes, and the products
//          of a block of tiles are turned into pixels before they leave the cache
//
//@variant  conv_winograd of convolution
//@shared
//@prefers  cpu
//@dims     tiles channels group_channels parts
//@tunable  TILES {4,6,8} = 6        tiles of a register tile
//@tunable  VECTORS {1,2} = 1        vectors of 16 output channels of a work-item
//@tunable  PANELS {1,2,4} = 2       panels of so many output channels of a work-item at most
//@tunable  BLOCKS {1,2,4,8} = 4     register tiles of a work-item
//@tunable  STREAM_KIB {0,8192} = 8192     from so many KiB on U and V go past the caches
//@require  TILES * VECTORS <= 8 + 24 * (PREFERRED_VECTOR >= 16)
//@require  PREFERRED_VECTOR < 16 || TILES * VECTORS >= 16
//@local    conv_winograd: 36 * 16 * (TILES * BLOCKS * VECTORS * PANELS + 1) * sizeof(acc)
//@grid     conv_winograd_weights: groups ceil(channels/16), ceil(group_channels/(16*VECTORS)); items 1
//@grid     conv_winograd_input: groups ceil(channels/16), ceil(tiles/(TILES*BLOCKS)); items 1
//@grid     conv_winograd: groups parts, ceil(tiles/(TILES*BLOCKS)); items 1
//@specialise RECTIFIED RESIDUAL
#include "types.clh"
#include "channel_lanes.clh"
#include "winograd.clh"
#include "stream.clh"
#include "residual.clh"
#include "ahead.clh"

#define BLOCK (TILES * BLOCKS)
#define OUTPUTS (16 * VECTORS)
// From a place to the next: U, V and M of a work-item.
#define U_PLACE PLACE_STRIDE(blocks * OUTPUTS)
#define V_PLACE PLACE_STRIDE(blocks * BLOCK)
#define M_PLACE PLACE_STRIDE(BLOCK * VECTORS * PANELS)

// u = G·w along one axis.
static void transform_weights(const acc16 w0, const acc16 w1, const acc16 w2, acc16* u, const int step) {
    const acc16 even = fma(w0, (acc16)(AS_ACC(1) / 24), w2 * (AS_ACC(1) / 6));
    const acc16 odd = w1 * (AS_ACC(1) / 12);
    const acc16 sum = -(w0 + w2) * (AS_ACC(1) / 6);
    const acc16 middle = w1 * (AS_ACC(1) / 6);
    u[0] = w0 * AS_ACC(0.25);
    u[step] = sum - middle;
    u[2 * step] = sum + middle;
    u[3 * step] = even + odd;
    u[4 * step] = even - odd;
    u[5 * step] = w2;
}

// y = Aᵀ·m along one axis.
static void transform_output(const acc16* m, acc16* y, const int step_y) {
    const acc16 sum_1 = m[1] + m[2];
    const acc16 difference_1 = m[1] - m[2];
    const acc16 sum_2 = m[3] + m[4];
    const acc16 difference_2 = m[3] - m[4];
    y[0] = m[0] + (sum_1 + sum_2);
    y[step_y] = fma((acc16)(2), difference_2, difference_1);
    y[2 * step_y] = fma((acc16)(4), sum_2, sum_1);
    y[3 * step_y] = fma((acc16)(8), difference_2, difference_1) + m[5];
}

// Not .s4567, which Oclgrind 21.10 takes for something not written.
#define QUARTER(v, i, j, k, l) ((acc4)((v).s##i, (v).s##j, (v).s##k, (v).s##l))

// Stores four neighbouring pixels.
static void store_quarter(__global real* y, __global const real* r, const long place, const acc4 pixels) {
    const acc4 z = WITH_RESIDUAL(pixels, VLOAD4(r, place));
    VSTORE4(y, place, ENDED(acc4, z));
}

// Strides of w by output channel, input channel, row and column of taps.
__kernel void conv_winograd_weights(
        IN(w_in), OUT_AS(ACC, u_out), const int channels, const int channels_out,
        const long stride_out, const long stride_in, const long stride_row, const long stride_column, const long origin) {
    const int blocks = (channels + 15) / 16;
    const int first_k = get_group_id(1) * OUTPUTS;
    const bool streams = STREAMS(ACC, (long)PLACES * blocks * 16 * channels_out)
            && LANES_TO_ALIGNED(ACC, 16, AT(u_out)) == 0;
    for (int lane = 0; lane < 16; lane++) {
        const int c = get_group_id(0) * 16 + lane;
        __global acc* u = AT(u_out) + get_group_id(1) * PLACES * U_PLACE + c * OUTPUTS;
        for (int v = 0; v < VECTORS; v++, u += 16) {
            acc16 taps[9];
            const int present = c < channels ? clamp(channels_out - first_k - 16 * v, 0, 16) : 0;
            __global const real* w = AT(w_in) + origin + (first_k + 16 * v) * stride_out + c * stride_in;
            for (int t = 0; t < 9; t++) {
                taps[t] = some_strided_lanes(w + t / 3 * stride_row + t % 3 * stride_column, stride_out, present);
            }
            #pragma unroll
            for (int k = 0; k < 16; k++) {
                ASK_FOR(w + k * stride_out + 16 * stride_in);
            }
            acc16 half_way[18];
            #pragma unroll
            for (int j = 0; j < 3; j++) {
                transform_weights(taps[j], taps[3 + j], taps[6 + j], half_way + j, 3);
            }
            #pragma unroll
            for (int i = 0; i < 6; i++) {
                acc16 row[6];
                transform_weights(half_way[3 * i], half_way[3 * i + 1], half_way[3 * i + 2], row, 1);
                #pragma unroll
                for (int j = 0; j < 6; j++) {
                    __global acc* place = u + (6 * i + j) * U_PLACE;
                    if (streams) {
                        VSTREAM_AS(ACC, 16, place, 0, row[j]);
                    } else {
                        vstore16(row[j], 0, place);
                    }
                }
            }
        }
    }
}

// The first tile's first pixel sees row −above and column −left.
__kernel void conv_winograd_input(
        IN(x_in), OUT_AS(ACC, v_out), const int channels, const int height, const int width, const int above, const int left,
        const int tiles, const int tile_rows, const int tile_columns) {
    const int blocks = (channels + 15) / 16;
    const int present = min(16, channels - (int)get_group_id(0) * 16);
    const long plane = (long)height * width;
    __global acc* v = AT(v_out) + get_group_id(1) * PLACES * V_PLACE + get_group_id(0) * BLOCK * 16;
    const int first = get_group_id(1) * BLOCK;
    const int last = min(first + BLOCK, (tiles + TILES - 1) / TILES * TILES);
    const bool streams = STREAMS(ACC, (long)PLACES * blocks * 16 * tiles)
            && LANES_TO_ALIGNED(ACC, 16, AT(v_out)) == 0;
    // Columns are read four at a time: of the six that a tile sees its right neighbour sees two.
    acc16 quads[2][6 * 4];
    for (int tile = first; tile < last; tile++, v += 16) {
        const int image = tile / (tile_rows * tile_columns);
        const int row = tile / tile_columns % tile_rows * 4 - above;
        const int column = tile % tile_columns * 4 - left;
        __global const real* x = AT(x_in) + ((long)image * channels + get_group_id(0) * 16) * plane;
        const bool continues = tile > first && column > -left;
        for (int i = 0; i < 6 * 4 && continues; i++) {
            quads[0][i] = quads[1][i];
        }
        for (int quad = continues; quad < 2; quad++) {
            load_quads(x, plane, tile < tiles ? present : 0, height, width, row, column + 4 * quad, 6, quads[quad]);
        }
        acc16 whole[PLACES];
        #pragma unroll
        for (int i = 0; i < 6; i++) {
            #pragma unroll
            for (int j = 0; j < 6; j++) {
                whole[6 * i + j] = quads[j / 4][4 * i + j % 4];
            }
        }
        acc16 half_way[PLACES];
        #pragma unroll
        for (int j = 0; j < 6; j++) {
            transform_input(whole + j, 6, half_way + 6 * j);
        }
        #pragma unroll
        for (int i = 0; i < 6; i++) {
            acc16 column_i[6];
            transform_input(half_way + i, 6, column_i);
            #pragma unroll
            for (int j = 0; j < 6; j++) {
                __global acc* place = v + (6 * i + j) * V_PLACE;
                if (streams) {
                    VSTREAM_AS(ACC, 16, place, 0, column_i[j]);
                } else {
                    vstore16(column_i[j], 0, place);
                }
            }
        }
    }
}

__kernel void conv_winograd(
        IN_AS(ACC, v_in), IN_AS(ACC, u_in), IN(bias_in), IN(r_in), OUT(y_out),
        const int channels, const int channels_out, const int height, const int width, const int has_bias,
        const int tiles, const int tile_rows, const int tile_columns, const int panels) {
    __local acc m[PLACES * M_PLACE];
    const int blocks = (channels + 15) / 16;
    const int first = get_group_id(1) * BLOCK;
    const int last = min(first + BLOCK, tiles);
    const int first_panel = get_group_id(0) * panels;
    const int last_panel = min(first_panel + panels, (channels_out + OUTPUTS - 1) / OUTPUTS);
    __global const acc* v = AT(v_in) + get_group_id(1) * PLACES * V_PLACE;
    __global const acc* u = AT(u_in) + first_panel * PLACES * U_PLACE;
    for (int place = 0; place < PLACES; place++, v += V_PLACE, u += U_PLACE) {
        __global const acc* v_next = v + V_PLACE;
        for (int panel = first_panel; panel < last_panel; panel++) {
            __global const acc* u_panel = u + (panel - first_panel) * PLACES * U_PLACE;
            __global const acc* u_next = u_panel + U_PLACE;
            for (int tile = 0; tile < last - first; tile += TILES) {
                acc16 sum[TILES][VECTORS];
                #pragma unroll
                for (int i = 0; i < TILES; i++) {
                    #pragma unroll
                    for (int l = 0; l < VECTORS; l++) {
                        sum[i][l] = 0;
                    }
                }
                __global const acc* v_c = v + tile * 16;
                __global const acc* u_c = u_panel;
                for (int block = 0; block < blocks; block++, v_c += BLOCK * 16) {
                    #pragma unroll
                    for (int i = 0; i < TILES / PANELS; i++, v_next += 16) {
                        ASK_LATER(v_next);
                    }
                    #pragma unroll
                    for (int i = 0; i < 16 * VECTORS / BLOCKS; i++, u_next += 16) {
                        ASK_LATER(u_next);
                    }
                    #pragma unroll 4
                    for (int c = 0; c < 16; c++, u_c += OUTPUTS) {
                        acc16 weights[VECTORS];
                        #pragma unroll
                        for (int l = 0; l < VECTORS; l++) {
                            weights[l] = vload16(l, u_c);
                        }
                        #pragma unroll
                        for (int i = 0; i < TILES; i++) {
                            const acc16 value = v_c[i * 16 + c];
                            #pragma unroll
                            for (int l = 0; l < VECTORS; l++) {
                                sum[i][l] = fma(weights[l], value, sum[i][l]);
                            }
                        }
                    }
                }
                #pragma unroll
                for (int i = 0; i < TILES; i++) {
                    #pragma unroll
                    for (int l = 0; l < VECTORS; l++) {
                        vstore16(sum[i][l], l, m + place * M_PLACE + ((panel - first_panel) * BLOCK + tile + i) * OUTPUTS);
                    }
                }
            }
        }
    }

    const long plane = (long)height * width;
    for (int l = 0; l < (last_panel - first_panel) * VECTORS; l++) {
        const int first_k = first_panel * OUTPUTS + 16 * l;
        const int present = clamp(channels_out - first_k, 0, 16);
        acc biases[16];
        for (int k = 0; k < 16; k++) {
            biases[k] = has_bias && k < present ? LOAD(AT(bias_in), first_k + k) : AS_ACC(0);
        }
        const acc16 bias = vload16(0, biases);
        for (int tile = first; tile < last; tile++) {
            const __local acc* m_tile = m + (l / VECTORS * BLOCK + tile - first) * OUTPUTS + 16 * (l % VECTORS);
            acc16 half_way[6 * 4];
            #pragma unroll
            for (int i = 0; i < 6; i++) {
                acc16 row[6];
                #pragma unroll
                for (int j = 0; j < 6; j++) {
                    row[j] = vload16(0, m_tile + (6 * i + j) * M_PLACE);
                }
                transform_output(row, half_way + i, 6);
            }
            acc16 pixels[16];
            #pragma unroll
            for (int j = 0; j < 4; j++) {
                transform_output(half_way + 6 * j, pixels + j, 4);
            }
            const int row = tile / tile_columns % tile_rows * 4;
            const int column = tile % tile_columns * 4;
            const long place = ((long)(tile / (tile_rows * tile_columns)) * channels_out + first_k) * plane
                    + (long)row * width + column;
            __global const real* r = AT(r_in) + place;
            __global real* y = AT(y_out) + place;
            const int rows = min(4, height - row);
            const int columns = min(4, width - column);
            if (present == 16 && columns == 4) {
                #pragma unroll
                for (int i = 0; i < 4; i++) {
                    if (i < rows) {
                        acc16 t[4];
                        transpose_quarters(
                                pixels[4 * i] + bias, pixels[4 * i + 1] + bias, pixels[4 * i + 2] + bias,
                                pixels[4 * i + 3] + bias, t);
                        #pragma unroll
                        for (int q = 0; q < 4; q++) {
                            store_quarter(y, r, i * width + q * plane, QUARTER(t[q], 0, 1, 2, 3));
                            store_quarter(y, r, i * width + (4 + q) * plane, QUARTER(t[q], 4, 5, 6, 7));
                            store_quarter(y, r, i * width + (8 + q) * plane, QUARTER(t[q], 8, 9, a, b));
                            store_quarter(y, r, i * width + (12 + q) * plane, QUARTER(t[q], c, d, e, f));
                        }
                    }
                }
            } else {
                acc lanes[16 * 16];
                #pragma unroll
                for (int p = 0; p < 16; p++) {
                    vstore16(pixels[p] + bias, p, lanes);
                }
                for (int k = 0; k < present; k++, r += plane, y += plane) {
                    for (int i = 0; i < rows; i++) {
                        for (int j = 0; j < columns; j++) {
                            const acc z = WITH_RESIDUAL(lanes[(4 * i + j) * 16 + k], LOAD(r, i * width + j));
                            STORE(y, i * width + j, ENDED(acc, z));
                        }
                    }
                }
            }
        }
    }
}
