// conv_weight_gradient_dots: dw[k,c,…,s] = Σ dy[n,k,…,q] · x[n,c,…,q·stride + s·dilation − pad], long dot products
//
// tile:    a work-item owns CHANNELS output channels × COLUMNS columns (a column is one c, t, r, s) of dw in registers, 16
//          partial sums of each, and walks a slice of all segments: a segment is `length` neighbours of dy that meet as
//          many neighbours of x at every tap - a row, or a whole padded image or volume. Neighbouring work-items share x, and after
//          BAND of them the same dy comes again, from the cache
// needs:   length ≥ 16 or a multiple of it; x padded, where a tap leaves it, and split by the stride's remainders
//          (conv_pack_input), so that neighbours in dy meet neighbours in x
// writes:  each element of one slice by exactly one work-item; conv_sum_slices adds the slices
// order:   lane l sums every 16th product, segments ascending, one fma each; then the lanes by halves; error ≤ n·u·Σ|x·dy|
//          for n = N·O·P·Q; lanes of a segment's last, shorter vector that were already summed add 0 · x
// tuning:  sums fill most of the registers in f32, 16 of 8 floats (AVX2) or 32 of 16 (AVX-512); vectors of x are
//          mostly not aligned, and each costs two accesses to the cache for CHANNELS products
// source:  own, after [1] Georganas et al., "Anatomy of High-Performance Deep Learning Convolutions on SIMD
//          Architectures", SC18, §II-J (weight update, and partial copies of dw over the batch); changed: lanes run along
//          pixels and not along channels, so that one input channel is enough and nothing is transposed
//
//@variant  conv_weight_gradient_dots of convolution_weight_gradient
//@prefers  cpu
//@dims     columns slices group_count group_channels
//@tunable  CHANNELS {1,2,3,4} = 2     output channels of a work-item
//@tunable  COLUMNS {3,6,9} = 3      columns of a work-item
//@tunable  BAND {4,16} = 16             tiles of output channels whose dy stays in the cache
//@require  CHANNELS == 1 || CHANNELS <= group_channels
//@require  CHANNELS * COLUMNS * 16 <= 128 + 384 * (PREFERRED_VECTOR >= 16)
//@require  PREFERRED_VECTOR < 16 || COLUMNS == 9 && CHANNELS == min(group_channels, 3)
//@specialise DEEP
//@grid     groups min(BAND, ceil(group_channels/CHANNELS)), ceil(columns/COLUMNS),
//@         ceil(ceil(group_channels/CHANNELS)/BAND)*group_count*slices; items 1
#include "types.clh"
#include "lanes.clh"

__kernel void conv_weight_gradient_dots(
        IN(x_in), IN(dy_in), OUT_AS(TO, dw_out),
        const int columns, const int groups, const int channels, const int channels_out, const int tap_layers,
        const int tap_rows, const int tap_columns, const long images, const int segments_of_image, const int length, const long segments_of_slice,
        const long x_image, const long x_plane, const long x_segment,
        const int step_d, const int step_h, const int step_w, const int dilation_d, const int dilation_h,
        const int dilation_w, const long x_remainder, const long x_layer, const long x_row,
        const long dy_image, const long dy_plane, const long dy_segment) {
    const int tiles = (channels_out + CHANNELS - 1) / CHANNELS;
    const int bands = (tiles + BAND - 1) / BAND;
    const int band = get_group_id(2) % bands;
    const int group = get_group_id(2) / bands % groups;
    const long slice = get_group_id(2) / bands / groups;
    const int first_k = (band * BAND + (int)get_group_id(0)) * CHANNELS;
    const int first_column = get_group_id(1) * COLUMNS;
    if (first_k >= channels_out) {
        return;
    }

    // Columns and channels beyond the last repeat it and are not stored. Divisions are slow, so there is one of each for
    // all columns, and for the remainders none where there is no stride.
    __global const real* x[COLUMNS];
    int s = first_column % tap_columns;
    int r = first_column / tap_columns % tap_rows;
    const int first_layer = first_column / tap_columns / tap_rows;
    int t = DEEP ? first_layer % tap_layers : 0;
    __global const real* x_c = AT(x_in)
            + ((long)group * channels + (DEEP ? first_layer / tap_layers : first_layer)) * x_plane;
    #pragma unroll
    for (int j = 0; j < COLUMNS; j++) {
        const int d = t * dilation_d;
        const int h = r * dilation_h;
        const int w = s * dilation_w;
        x[j] = x_c + h * x_row + w;
        if (step_h != 1 || step_w != 1) {
            x[j] = x_c + (h % step_h * step_w + w % step_w) * x_remainder + h / step_h * x_row + w / step_w;
        }
        if (DEEP) {
            x[j] += d % step_d * step_h * step_w * x_remainder + d / step_d * x_layer;
        }
        if (first_column + j + 1 < columns && ++s == tap_columns) {
            s = 0;
            if (++r == tap_rows) {
                r = 0;
                if (!DEEP || ++t == tap_layers) {
                    t = 0;
                    x_c += x_plane;
                }
            }
        }
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
    const long begin = slice * segments_of_slice;
    const long end = min(begin + segments_of_slice, images * segments_of_image);
    const long first_image = begin / segments_of_image;
    int segment = begin % segments_of_image;
    long x_at = first_image * x_image + segment * x_segment;
    long dy_at = first_image * dy_image + segment * dy_segment;
    for (long i = begin; i < end; i++) {
        for (int f = 0; f < length; f += 16) {
            const int at = min(f, length - 16);
            acc16 d[CHANNELS];
            #pragma unroll
            for (int m = 0; m < CHANNELS; m++) {
                d[m] = VLOAD16(dy[m], dy_at + at);
            }
            if (at < f) {
                // The last 16 elements, without those that are in the sum already.
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
        x_at += x_segment;
        dy_at += dy_segment;
        segment++;
        if (segment == segments_of_image) {
            segment = 0;
            x_at += x_image - segments_of_image * x_segment;
            dy_at += dy_image - segments_of_image * dy_segment;
        }
    }

    __global ELEMENT(TO)* dw = AT(dw_out)
            + ((slice * groups + group) * channels_out + first_k) * columns + first_column;
    #pragma unroll
    for (int m = 0; m < CHANNELS; m++) {
        #pragma unroll
        for (int j = 0; j < COLUMNS; j++) {
            if (first_k + m < channels_out && first_column + j < columns) {
                STORE_AS(TO, dw, m * (long)columns + j, sum_lanes16(sum[m][j]));
            }
        }
    }
}
