// conv2d_weight_gradient_dots: dw[k,c,r,s] = Σ dy[n,k,p,q] · x[n,c,p·stride + r·dilation − pad, …], long dot products
//
// tile:    a work-item owns CHANNELS output channels × COLUMNS columns (a column is one c, r, s) of dw in registers, 16
//          partial sums of each, and walks a slice of all segments: a segment is `length` neighbours of dy that meet as
//          many neighbours of x at every tap - a row, or a whole padded image
// needs:   length ≥ 16 or a multiple of it; x padded, where a tap leaves it, and split by the stride's remainders
//          (conv2d_pack_input), so that neighbours in dy meet neighbours in x
// writes:  each element of one slice by exactly one work-item; conv2d_sum_slices adds the slices
// order:   lane l sums every 16th product, segments ascending, one fma each; then the lanes by halves; error ≤ n·u·Σ|x·dy|
//          for n = N·P·Q; lanes of a segment's last, shorter vector that were already summed add 0 · x
// tuning:  sums fill most of the registers in f32, 16 of 8 floats (AVX2) or 32 of 16 (AVX-512)
// source:  own, after [1] Georganas et al., "Anatomy of High-Performance Deep Learning Convolutions on SIMD
//          Architectures", SC18, §II-J (weight update, and partial copies of dw over the batch); changed: lanes run along
//          pixels and not along channels, so that one input channel is enough and nothing is transposed
//
//@variant  conv2d_weight_gradient_dots of conv2d_weight_gradient
//@prefers  cpu
//@dims     columns slices group_count group_channels
//@tunable  CHANNELS {1,2,3,4} = 2     output channels of a work-item
//@tunable  COLUMNS {3,6,9} = 3      columns of a work-item
//@require  CHANNELS == 1 || CHANNELS <= group_channels
//@require  CHANNELS * COLUMNS * 16 <= 128 + 384 * (PREFERRED_VECTOR >= 16)
//@require  PREFERRED_VECTOR < 16 || COLUMNS == 9
//@grid     groups ceil(columns/COLUMNS), group_count*ceil(group_channels/CHANNELS), slices; items 1
#include "types.clh"

static acc sum_of_lanes(const acc16 v) {
    const acc8 a = v.lo + v.hi;
    const acc4 b = a.lo + a.hi;
    const acc2 c = b.lo + b.hi;
    return c.lo + c.hi;
}

__kernel void conv2d_weight_gradient_dots(
        IN(x_in), IN(dy_in), OUT(dw_out),
        const int columns, const int channels, const int channels_out, const int tiles, const int tap_rows,
        const int tap_columns, const long images, const int segments_of_image, const int length, const long segments_of_slice,
        const long x_image, const long x_plane, const long x_segment,
        const int step_h, const int step_w, const int dilation_h, const int dilation_w, const long x_remainder,
        const long x_row,
        const long dy_image, const long dy_plane, const long dy_segment) {
    const int first_column = get_group_id(0) * COLUMNS;
    const int group = get_group_id(1) / tiles;
    const int first_k = get_group_id(1) % tiles * CHANNELS;

    // Columns and channels beyond the last repeat it and are not stored.
    __global const real* x[COLUMNS];
    #pragma unroll
    for (int j = 0; j < COLUMNS; j++) {
        const int column = min(first_column + j, columns - 1);
        const int h = column / tap_columns % tap_rows * dilation_h;
        const int w = column % tap_columns * dilation_w;
        const long c = (long)group * channels + column / tap_columns / tap_rows;
        x[j] = AT(x_in) + c * x_plane + (h % step_h * step_w + w % step_w) * x_remainder + h / step_h * x_row
                + w / step_w;
    }
    __global const real* dy[CHANNELS];
    #pragma unroll
    for (int m = 0; m < CHANNELS; m++) {
        dy[m] = AT(dy_in) + ((long)group * channels_out + min(first_k + m, channels_out - 1)) * dy_plane;
    }

    acc16 sum[CHANNELS][COLUMNS];
    #pragma unroll
    for (int m = 0; m < CHANNELS; m++) {
        #pragma unroll
        for (int j = 0; j < COLUMNS; j++) {
            sum[m][j] = 0;
        }
    }
    const acc16 lane = (acc16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const long begin = get_group_id(2) * segments_of_slice;
    const long end = min(begin + segments_of_slice, images * segments_of_image);
    long image = begin / segments_of_image;
    int segment = begin % segments_of_image;
    for (long i = begin; i < end; i++) {
        const long x_at = image * x_image + segment * x_segment;
        const long dy_at = image * dy_image + segment * dy_segment;
        for (int f = 0; f < length; f += 16) {
            const int at = min(f, length - 16);
            acc16 d[CHANNELS];
            #pragma unroll
            for (int m = 0; m < CHANNELS; m++) {
                d[m] = VLOAD16(dy[m], dy_at + at);
            }
            if (at < f) {
                #pragma unroll
                for (int m = 0; m < CHANNELS; m++) {
                    d[m] = lane < (acc16)(f - at) ? (acc16)0 : d[m];
                }
            }
            #pragma unroll
            for (int j = 0; j < COLUMNS; j++) {
                const acc16 pixels = VLOAD16(x[j], x_at + at);
                #pragma unroll
                for (int m = 0; m < CHANNELS; m++) {
                    sum[m][j] = fma(d[m], pixels, sum[m][j]);
                }
            }
        }
        segment++;
        if (segment == segments_of_image) {
            segment = 0;
            image++;
        }
    }

    const long slice = get_group_id(2) * (get_num_groups(1) / tiles * channels_out * (long)columns);
    __global real* dw = AT(dw_out) + slice + ((long)group * channels_out + first_k) * columns + first_column;
    #pragma unroll
    for (int m = 0; m < CHANNELS; m++) {
        #pragma unroll
        for (int j = 0; j < COLUMNS; j++) {
            if (first_k + m < channels_out && first_column + j < columns) {
                STORE(dw, m * (long)columns + j, sum_of_lanes(sum[m][j]));
            }
        }
    }
}
