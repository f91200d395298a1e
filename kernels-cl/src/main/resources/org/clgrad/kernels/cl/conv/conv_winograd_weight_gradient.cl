// conv_winograd_weight_gradient: dw = Σ dy · x for 3×3 taps, by the minimal filtering F(4×4, 3×3) turned round
//
// tile:    dy is cut into tiles of 4×4 pixels, each of which meets 6×6 of x, and for each of the 36 places of these
//              U[k, c] = Σ over tiles of D[k, tile] · V[c, tile],   D = A·dy·Aᵀ,   V = Bᵀ·x·B,   dw = Gᵀ·U·G
//          which is the transposed map of conv_winograd: 36 products stand for 144. _tiles makes D, conv_winograd_input V; a
//          work-item of the second pass owns one place of some output channels and walks all blocks of tiles, ROWS channels of
//          dy × VECTORS vectors of channels of x in registers, U in its cache; _taps turns U into dw
//              D[block of tiles][place][16 channels][tile][channel]    U[place][k][c]
// needs:   V as conv_winograd_input packs it, with the same BLOCK; a step of 1 along rows and columns; dw does not overlap an
//          input; D, U and V in the type that is computed in
// writes:  each element of dw by exactly one work-item
// order:   tiles ascending, one fma each, from 0. With |·| of each element of the matrices,
//          error ≤ (T + 18)·u·|Gᵀ|·(Σ over tiles of (|A|·|dy|·|Aᵀ|) ∘ (|Bᵀ|·|x|·|B|))·|G| for T tiles: a term passes T roundings in
//          the sum, 2·2 on its way into D, 2·2 into V, and 2·4 out of U with those of the constants. A NaN or an infinity in
//          x or dy reaches all taps of its channels
// tuning:  sums fill half of the registers in f32
// source:  [1] Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016, §4, for the matrices;
//          [2] Winograd, "Arithmetic Complexity of Computations", SIAM 1980, theorem 6, for the transposed map
//
//@variant  conv_winograd_weight_gradient of convolution_weight_gradient
//@prefers  cpu
//@dims     tiles channels group_channels parts
//@tunable  ROWS {4,8} = 8          output channels of a register tile
//@tunable  VECTORS {1,2} = 1       vectors of 16 input channels of a register tile
//@tunable  STREAM_KIB {0,8192} = 8192     from so many KiB on D and U go past the caches
//@require  ROWS * VECTORS <= 8 + 24 * (PREFERRED_VECTOR >= 16)
//@require  PREFERRED_VECTOR < 16 || ROWS * VECTORS >= 16
//@specialise BLOCK
//@grid     conv_winograd_weight_gradient_tiles: groups ceil(group_channels/16), ceil(tiles/BLOCK); items 1
//@grid     conv_winograd_weight_gradient: groups 36, parts; items 1
//@grid     conv_winograd_weight_gradient_taps: groups ceil(channels/16), group_channels; items 1
#include "types.clh"
#include "channel_lanes.clh"
#include "winograd.clh"
#include "stream.clh"
#include "ahead.clh"

// From a place to the next: D, V and U.
#define D_PLACE PLACE_STRIDE(blocks_k * BLOCK)
#define V_PLACE PLACE_STRIDE(blocks_c * BLOCK)
#define U_PLACE PLACE_STRIDE(blocks_k * 16 * blocks_c)

// d = A·y along one axis.
static void transform_gradient(const acc16* y, const int step_y, acc16* d) {
    const acc16 even = y[0] + y[2 * step_y];
    const acc16 odd = y[step_y] + y[3 * step_y];
    const acc16 even_2 = fma((acc16)(4), y[2 * step_y], y[0]);
    const acc16 odd_2 = fma((acc16)(4), y[3 * step_y], y[step_y]);
    d[0] = y[0];
    d[1] = even + odd;
    d[2] = even - odd;
    d[3] = fma((acc16)(2), odd_2, even_2);
    d[4] = fma((acc16)(-2), odd_2, even_2);
    d[5] = y[3 * step_y];
}

// w = Gᵀ·u along one axis.
static void transform_taps(const acc16* u, acc16* w, const int step_w) {
    const acc16 sum_1 = u[1] + u[2];
    const acc16 sum_2 = u[3] + u[4];
    const acc16 sixth = AS_ACC(1) / 6;
    w[0] = fma((acc16)(AS_ACC(1) / 24), sum_2, fma(-sixth, sum_1, u[0] * AS_ACC(0.25)));
    w[step_w] = fma(sixth, u[2] - u[1], (u[3] - u[4]) * (AS_ACC(1) / 12));
    w[2 * step_w] = fma(sixth, sum_2 - sum_1, u[5]);
}

__kernel void conv_winograd_weight_gradient_tiles(
        IN(dy_in), OUT_AS(ACC, d_out), const int channels_out, const int height, const int width, const int tiles,
        const int tile_rows, const int tile_columns) {
    const int blocks_k = (channels_out + 15) / 16;
    const int present = min(16, channels_out - (int)get_group_id(0) * 16);
    const long plane = (long)height * width;
    __global acc* d = AT(d_out) + get_group_id(1) * PLACES * D_PLACE + get_group_id(0) * BLOCK * 16;
    const int first = get_group_id(1) * BLOCK;
    const int last = min(first + BLOCK, tiles);
    const bool streams = STREAMS(ACC, (long)PLACES * blocks_k * 16 * tiles) && LANES_TO_ALIGNED(ACC, 16, AT(d_out)) == 0;
    for (int tile = first; tile < last; tile++, d += 16) {
        const int image = tile / (tile_rows * tile_columns);
        const int row = tile / tile_columns % tile_rows * 4;
        const int column = tile % tile_columns * 4;
        __global const real* dy = AT(dy_in) + ((long)image * channels_out + get_group_id(0) * 16) * plane;
        acc16 whole[16];
        load_quads(dy, plane, present, height, width, row, column, 4, whole);
        acc16 half_way[6 * 4];
        #pragma unroll
        for (int j = 0; j < 4; j++) {
            transform_gradient(whole + j, 4, half_way + 6 * j);
        }
        #pragma unroll
        for (int i = 0; i < 6; i++) {
            acc16 row_i[6];
            transform_gradient(half_way + i, 6, row_i);
            #pragma unroll
            for (int j = 0; j < 6; j++) {
                __global acc* place = d + (6 * i + j) * D_PLACE;
                if (streams) {
                    VSTREAM_AS(ACC, 16, place, 0, row_i[j]);
                } else {
                    vstore16(row_i[j], 0, place);
                }
            }
        }
    }
}

// rows_of_part: output channels of a work-item, whole register tiles.
__kernel void conv_winograd_weight_gradient(
        IN_AS(ACC, d_in), IN_AS(ACC, v_in), OUT_AS(ACC, u_out),
        const int channels, const int channels_out, const int tiles, const int rows_of_part) {
    const int blocks_k = (channels_out + 15) / 16;
    const int blocks_c = (channels + 15) / 16;
    const int place = get_group_id(0);
    const int first_k = get_group_id(1) * rows_of_part;
    const int last_k = min(first_k + rows_of_part, blocks_k * 16);
    __global acc* u = AT(u_out) + place * U_PLACE;
    __global const acc* d_block = AT(d_in) + place * D_PLACE;
    __global const acc* v_block = AT(v_in) + place * V_PLACE;
    for (int first = 0; first < tiles; first += BLOCK, d_block += PLACES * D_PLACE, v_block += PLACES * V_PLACE) {
        const int count = min(BLOCK, tiles - first);
        const bool streams = first + BLOCK >= tiles && STREAMS(ACC, PLACES * U_PLACE) && LANES_TO_ALIGNED(ACC, 16, u) == 0;
        // What the next block has in this place, 16 channels with each register tile.
        __global const acc* d_next = d_block + PLACES * D_PLACE + first_k * BLOCK;
        __global const acc* v_next = v_block + PLACES * V_PLACE;
        __global const acc* d_end = d_next + (last_k - first_k) * BLOCK;
        __global const acc* v_end = v_next + blocks_c * BLOCK * 16;
        for (int c = 0; c < blocks_c; c += VECTORS) {
            for (int k = first_k; k < last_k; k += ROWS) {
                acc16 sum[ROWS][VECTORS];
                #pragma unroll
                for (int r = 0; r < ROWS; r++) {
                    #pragma unroll
                    for (int l = 0; l < VECTORS; l++) {
                        sum[r][l] = 0;
                        if (first > 0) {
                            sum[r][l] = vload16(min(c + l, blocks_c - 1), u + (long)(k + r) * blocks_c * 16);
                        }
                    }
                }
                __global const acc* d = d_block + k / 16 * BLOCK * 16 + k % 16;
                __global const acc* v = v_block + c * BLOCK * 16;
                // A vector beyond the last channel repeats it and is not stored.
                const int next = c + 1 < blocks_c ? BLOCK : 0;
                __global const acc* ask = d_next < d_end ? d_next : v_next;
                for (int tile = 0; tile < count; tile++) {
                    ASK_LATER(ask + tile * 16);
                    acc16 columns[VECTORS];
                    #pragma unroll
                    for (int l = 0; l < VECTORS; l++) {
                        columns[l] = vload16(tile + l * next, v);
                    }
                    #pragma unroll
                    for (int r = 0; r < ROWS; r++) {
                        const acc16 value = d[tile * 16 + r];
                        #pragma unroll
                        for (int l = 0; l < VECTORS; l++) {
                            sum[r][l] = fma(columns[l], value, sum[r][l]);
                        }
                    }
                }
                if (d_next < d_end) {
                    d_next += BLOCK * 16;
                } else if (v_next < v_end) {
                    v_next += BLOCK * 16;
                }
                #pragma unroll
                for (int r = 0; r < ROWS; r++) {
                    #pragma unroll
                    for (int l = 0; l < VECTORS; l++) {
                        __global acc* u_k = u + ((long)(k + r) * blocks_c + c + l) * 16;
                        if (c + l < blocks_c && streams) {
                            VSTREAM_AS(ACC, 16, u_k, 0, sum[r][l]);
                        } else if (c + l < blocks_c) {
                            vstore16(sum[r][l], 0, u_k);
                        }
                    }
                }
            }
        }
    }
}

__kernel void conv_winograd_weight_gradient_taps(
        IN_AS(ACC, u_in), OUT(dw_out), const int channels, const int channels_out) {
    const int blocks_k = (channels_out + 15) / 16;
    const int blocks_c = (channels + 15) / 16;
    const int c = get_group_id(0) * 16;
    __global const acc* u = AT(u_in) + (long)get_group_id(1) * blocks_c * 16 + c;
    acc16 half_way[6 * 3];
    #pragma unroll
    for (int i = 0; i < 6; i++) {
        acc16 row[6];
        #pragma unroll
        for (int j = 0; j < 6; j++) {
            row[j] = vload16(0, u + (6 * i + j) * U_PLACE);
            ASK_FOR(u + (6 * i + j) * U_PLACE + 8 * 16);
        }
        transform_taps(row, half_way + i, 6);
    }
    acc lanes[9 * 16];
    #pragma unroll
    for (int j = 0; j < 3; j++) {
        acc16 column[3];
        transform_taps(half_way + 6 * j, column, 1);
        #pragma unroll
        for (int i = 0; i < 3; i++) {
            vstore16(column[i], 3 * i + j, lanes);
        }
    }
    __global real* dw = AT(dw_out) + ((long)get_group_id(1) * channels + c) * 9;
    const int present = min(16, channels - c);
    for (int lane = 0; lane < present; lane++) {
        #pragma unroll
        for (int t = 0; t < 9; t++) {
            STORE(dw, lane * 9 + t, lanes[t * 16 + lane]);
        }
    }
}
