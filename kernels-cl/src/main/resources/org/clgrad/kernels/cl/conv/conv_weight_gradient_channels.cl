// conv_weight_gradient_channels: dw[k,c,r,s] = Σ dy[n,k,p,q] · x[n,c,p·stride + r·dilation − pad, …], vectors of input channels
//
// tile:    a work-item owns 16·VECTORS input channels and all output channels of a group, and walks a slice of all chunks of dy: a
//          chunk is some columns of some rows of some images. It packs what they see of x, channels side by side, into local memory,
//          which for a CPU is its second cache; then, for each tap and ROWS output channels, it sums the products of a chunk, a
//          vector of x and ROWS scalars of dy for each pixel, in registers
//              lines[image][line][column][channel]    u[slice][group][block of c][tap][k][channel]
// needs:   lines of x and columns of them are as far apart as taps and strides leave no other between; dw does not overlap an input;
//          u in the type that is computed in
// writes:  each element of a slice by exactly one work-item; _sum adds the slices
// order:   chunks ascending, pixels in them, one fma each; then the slices; error ≤ n·u·Σ|x·dy| for n = N·P·Q
// tuning:  sums fill three eighths of the registers to three quarters. Work-items of one slice follow one another, so that dy is in the cache
// source:  own, after [1] Georganas et al., "Anatomy of High-Performance Deep Learning Convolutions on SIMD Architectures", SC18,
//          §II-J (weight update, and partial copies of dw over the batch); changed: x and dy stay in NCHW, so x is packed by who
//          uses it and dy is broadcast from its planes
//
//@variant  conv_weight_gradient_channels of convolution_weight_gradient
//@prefers  cpu
//@dims     channels group_channels group_count slices register_bytes lines_bytes
//@tunable  ROWS {1,2,3,4,6,8,12} = 8      output channels in registers
//@tunable  VECTORS {1,2} = 2              vectors of 16 input channels
//@require  VECTORS == 1 || channels > 16
//@require  ROWS * VECTORS * 16 * sizeof(acc) * 4 <= register_bytes * 3
//@require  ROWS * VECTORS * 16 * sizeof(acc) * 8 >= register_bytes * 3
//@local    conv_weight_gradient_channels: lines_bytes
//@grid     conv_weight_gradient_channels: groups ceil(channels/(16*VECTORS))*group_count, slices; items 1
//@grid     conv_weight_gradient_channels_sum: groups ceil(channels/16), ceil(group_channels/16), group_count; items 1
#include "types.clh"
#include "channel_lanes.clh"
#include "ahead.clh"

#define LANES (16 * VECTORS)
// Output channels of a work-item of the sum.
#define SUMMED 16

// Packs `count` columns, a multiple of 4, from `column` on and `step` apart, of a row in `present` ≤ 16 planes; asks for what is
// `ahead` of them in x.
static void pack_line(
        __global const real* x, const long plane, const int present, const int height, const int width, const int row,
        const int column, const int step, const int count, const long ahead, __local acc* line) {
    const bool there = row >= 0 && row < height;
    for (int m = 0; m < count; m += 4, line += 4 * LANES) {
        __global const real* x_m = x + (long)row * width + column + m * step;
        // A line of memory has 16 columns.
        for (int j = 0; j < 4; j++) {
            ASK_LATER(x_m + (m % 16 + j) * plane + ahead);
        }
        acc16 quad[4];
        if (step == 1 && there && present == 16 && column + m >= 0 && column + m + 4 <= width) {
            load_quarters(x_m, plane, quad);
        } else if (step == 1) {
            load_quads(x, plane, present, height, width, row, column + m, 1, quad);
        } else {
            for (int j = 0; j < 4; j++) {
                const int at = column + (m + j) * step;
                quad[j] = 0;
                if (there && at >= 0 && at < width) {
                    quad[j] = some_strided_lanes(x_m + j * step, plane, present);
                }
            }
        }
        for (int j = 0; j < 4; j++) {
            vstore16(quad[j], 0, line + j * LANES);
        }
    }
}

// line_h, line_w: rows and columns of x from one that is packed to the next; steps and dilations count those that are packed.
__kernel void conv_weight_gradient_channels(
        IN(x_in), IN(dy_in), OUT_AS(ACC, u_out), __local acc* lines,
        const int channels, const int channels_out, const int groups, const int images, const int height_in,
        const int width_in, const int height, const int width, const int tap_rows, const int tap_columns,
        const int line_h, const int line_w, const int step_h, const int step_w, const int dilation_h, const int dilation_w,
        const int pad_h, const int pad_w, const int chunk_images, const int chunk_rows, const int chunk_columns,
        const int chunks_of_slice) {
    const int blocks = (channels + LANES - 1) / LANES;
    const int group = get_group_id(0) / blocks;
    const int first_channel = get_group_id(0) % blocks * LANES;
    const int rows_k = (channels_out + ROWS - 1) / ROWS * ROWS;
    const long plane_in = (long)height_in * width_in;
    const long plane = (long)height * width;
    const int across = (width + chunk_columns - 1) / chunk_columns;
    const int down = (height + chunk_rows - 1) / chunk_rows;
    const int chunks = (images + chunk_images - 1) / chunk_images * down * across;
    const int first_chunk = get_group_id(1) * chunks_of_slice;
    const int last_chunk = min(first_chunk + chunks_of_slice, chunks);
    __global acc* u = AT(u_out)
            + ((long)get_group_id(1) * get_num_groups(0) + get_group_id(0)) * tap_rows * tap_columns * rows_k * LANES;
    for (int chunk = first_chunk; chunk < last_chunk; chunk++) {
        const int image = chunk / (across * down) * chunk_images;
        const int p = chunk / across % down * chunk_rows;
        const int q = chunk % across * chunk_columns;
        const int count = min(chunk_images, images - image);
        const int rows = min(chunk_rows, height - p);
        const int columns = min(chunk_columns, width - q);
        const int height_l = (rows - 1) * step_h + (tap_rows - 1) * dilation_h + 1;
        const int width_l = ((columns - 1) * step_w + (tap_columns - 1) * dilation_w + 4) / 4 * 4;
        // From here to the next chunk.
        const int images_ahead = (chunk + 1) / (across * down) * chunk_images - image;
        const int rows_ahead = (chunk + 1) / across % down * chunk_rows - p;
        const int columns_ahead = (chunk + 1) % across * chunk_columns - q;
        const long x_ahead = (long)images_ahead * groups * channels * plane_in
                + ((long)rows_ahead * width_in * step_h * line_h + columns_ahead * step_w * line_w);
        const long dy_ahead = (long)images_ahead * groups * channels_out * plane + ((long)rows_ahead * width + columns_ahead);
        for (int n = 0; n < count; n++) {
            for (int i = 0; i < height_l; i++) {
                for (int v = 0; v < VECTORS; v++) {
                    const int channel = first_channel + 16 * v;
                    pack_line(AT(x_in) + ((long)(image + n) * groups * channels + group * channels + channel) * plane_in,
                              plane_in, clamp(channels - channel, 0, 16), height_in, width_in,
                              (p * step_h + i) * line_h - pad_h, q * step_w * line_w - pad_w, line_w, width_l, x_ahead,
                              lines + (n * height_l + i) * width_l * LANES + 16 * v);
                }
            }
        }

        __global const real* dy = AT(dy_in) + ((long)image * groups + group) * channels_out * plane + (long)p * width + q;
        __global acc* u_k = u;
        for (int tap = 0; tap < tap_rows * tap_columns; tap++) {
            const __local acc* x_tap =
                    lines + (tap / tap_columns * dilation_h * width_l + tap % tap_columns * dilation_w) * LANES;
            for (int k = 0; k < channels_out; k += ROWS, u_k += ROWS * LANES) {
                // Channels beyond the last repeat it.
                __global const real* dy_k[ROWS];
                acc16 sum[ROWS][VECTORS];
                #pragma unroll
                for (int r = 0; r < ROWS; r++) {
                    dy_k[r] = dy + min(k + r, channels_out - 1) * plane;
                    #pragma unroll
                    for (int v = 0; v < VECTORS; v++) {
                        sum[r][v] = 0;
                        if (chunk > first_chunk) {
                            sum[r][v] = vload16(r * VECTORS + v, u_k);
                        }
                    }
                }
                for (int n = 0; n < count; n++) {
                    for (int i = 0; i < rows; i++) {
                        const __local acc* x = x_tap + (n * height_l + i * step_h) * width_l * LANES;
                        const long at = (long)n * groups * channels_out * plane + (long)i * width;
                        for (int j = 0; j < columns;) {
                            if (tap == 0) {
                                #pragma unroll
                                for (int r = 0; r < ROWS; r++) {
                                    ASK_LATER(dy_k[r] + at + j + dy_ahead);
                                }
                            }
                            const int end = min(j + 16, columns);
                            #pragma unroll 4
                            for (; j < end; j++, x += step_w * LANES) {
                                acc16 pixel[VECTORS];
                                #pragma unroll
                                for (int v = 0; v < VECTORS; v++) {
                                    pixel[v] = vload16(v, x);
                                }
                                #pragma unroll
                                for (int r = 0; r < ROWS; r++) {
                                    const acc16 gradient = LOAD(dy_k[r], at + j);
                                    #pragma unroll
                                    for (int v = 0; v < VECTORS; v++) {
                                        sum[r][v] = fma(pixel[v], gradient, sum[r][v]);
                                    }
                                }
                            }
                        }
                    }
                }
                #pragma unroll
                for (int r = 0; r < ROWS; r++) {
                    #pragma unroll
                    for (int v = 0; v < VECTORS; v++) {
                        vstore16(sum[r][v], r * VECTORS + v, u_k);
                    }
                }
            }
        }
    }
}

__kernel void conv_weight_gradient_channels_sum(
        IN_AS(ACC, u_in), OUT(dw_out), const int channels, const int channels_out, const int groups, const int taps,
        const int slices) {
    const int blocks = (channels + LANES - 1) / LANES;
    const int rows_k = (channels_out + ROWS - 1) / ROWS * ROWS;
    const long slice = (long)groups * blocks * taps * rows_k * LANES;
    const int c = get_group_id(0) * 16;
    const int present = min(16, channels - c);
    const int first_k = get_group_id(1) * SUMMED;
    __global const acc* u = AT(u_in) + (((long)get_group_id(2) * blocks + c / LANES) * taps * rows_k + first_k) * LANES + c % LANES;
    __global real* dw = AT(dw_out) + ((get_group_id(2) * (long)channels_out + first_k) * channels + c) * taps;
    for (int tap = 0; tap < taps; tap++, u += (long)rows_k * LANES) {
        for (int k = 0; k < min(SUMMED, channels_out - first_k); k++) {
            acc16 sum = 0;
            for (int i = 0; i < slices; i++) {
                sum += vload16(0, u + i * slice + k * LANES);
            }
            __global real* dw_k = dw + (long)k * channels * taps;
            if (taps == 1 && present == 16) {
                VSTORE16(dw_k, 0, sum);
            } else {
                acc lanes[16];
                vstore16(sum, 0, lanes);
                for (int lane = 0; lane < present; lane++) {
                    STORE(dw_k, lane * taps + tap, lanes[lane]);
                }
            }
        }
    }
}
