// conv_weight_gradient_group: dw[k,c,…,s] = Σ dy[n,k,…,q] · x[n,c,…,q·stride + s·dilation − pad], a group for each element
//
// tile:    a work-group of GROUP items owns one element of one slice: each item sums every GROUP-th pixel of the slice, and
//          the items' sums are added as a tree. For groups of few output channels, where a tile of a matrix product would
//          be mostly empty
// needs:   any sizes; dw overlaps no input
// writes:  each element of one slice by exactly one work-item; conv_sum_slices adds the slices
// order:   an item's pixels ascending (n, o, p, q), one fma each; then by halves; error ≤ n·u·Σ|x·dy| for n = N·O·P·Q
// source:  own
//
//@variant  conv_weight_gradient_group of convolution_weight_gradient
//@prefers  gpu
//@dims     columns slices group_count group_channels
//@tunable  GROUP {32,64,128,256} = 64     items of a work-group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@local    GROUP * sizeof(acc)
//@grid     groups columns, group_count*group_channels, slices; items GROUP
#include "types.clh"
#include "group_sum.clh"

__kernel void conv_weight_gradient_group(
        IN(x_in), IN(dy_in), OUT_AS(TO, dw_out),
        const int columns, const int groups, const int channels, const int channels_out,
        const int layers, const int height, const int width,
        const int tap_layers, const int tap_rows, const int tap_columns,
        const int layers_out, const int height_out, const int width_out,
        const long pixels, const long pixels_of_slice,
        const int pad_d, const int stride_d, const int dilation_d, const int pad_h, const int stride_h,
        const int dilation_h, const int pad_w, const int stride_w, const int dilation_w) {
    __local acc shared[GROUP];
    const int column = get_group_id(0);
    const int channel = get_group_id(1);
    const long slice = get_group_id(2);
    const int group = channel / channels_out;
    const long plane = (long)layers_out * height_out * width_out;
    const int c = column / tap_columns / tap_rows / tap_layers;
    const int tap_d = column / tap_columns / tap_rows % tap_layers * dilation_d - pad_d;
    const int tap_h = column / tap_columns % tap_rows * dilation_h - pad_h;
    const int tap_w = column % tap_columns * dilation_w - pad_w;

    acc sum = 0;
    const long end = min((slice + 1) * pixels_of_slice, pixels);
    for (long pixel = slice * pixels_of_slice + get_local_id(0); pixel < end; pixel += GROUP) {
        const long image = pixel / plane;
        const int d = (int)(pixel / width_out / height_out % layers_out) * stride_d + tap_d;
        const int h = (int)(pixel / width_out % height_out) * stride_h + tap_h;
        const int v = (int)(pixel % width_out) * stride_w + tap_w;
        if (d >= 0 && d < layers && h >= 0 && h < height && v >= 0 && v < width) {
            const long x = (((image * groups + group) * channels + c) * layers + d) * height + h;
            const long dy = (image * groups * channels_out + channel) * plane + pixel % plane;
            sum = fma(LOAD(AT(x_in), x * width + v), LOAD(AT(dy_in), dy), sum);
        }
    }
    sum = group_sum(shared, sum);
    if (get_local_id(0) == 0) {
        STORE_AS(TO, AT(dw_out), (slice * groups * channels_out + channel) * columns + column, sum);
    }
}
