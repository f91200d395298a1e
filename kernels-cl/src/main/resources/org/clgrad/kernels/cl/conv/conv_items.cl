// conv_items: y = Σ over channels and taps of x · w, an item for each element of y      x[N,C,D,H,W], y[N,K,O,P,Q]
//
// tile:    a work-item owns one element of y; neighbours read neighbours of x and the same weights:
//          y[n, k, z·y_layer + …, a·y_row + …, b·y_column + …] = bias[k] + Σ x[n, c, start_d + z·step_d + d·tap_d,
//                  start_h + a·step_h + i·tap_h, start_w + b·step_w + j·tap_w] · w[k, c, d, i, j]
//          For groups of few output channels, where a tile of a matrix product would be mostly empty
// needs:   any sizes; y does not overlap an input
// writes:  each element of y by exactly one work-item
// order:   bias first, then c, d, i, j ascending, one fma each, then the residual; error ≤ (C·T·R·S + 2)·u·Σ|x·w|
// source:  own
//
//@variant  conv_items of convolution
//@prefers  gpu
//@dims     pixels all_channels images
//@grid     global pixels, all_channels, images
//@specialise RECTIFIED RESIDUAL
#include "types.clh"
#include "residual.clh"

__kernel void conv_items(
        IN(x_in), IN(w_in), IN(bias_in), IN(r_in), OUT(y_out),
        const int channels, const int channels_out, const int groups, const int has_bias,
        const int layers, const int height, const int width,
        const int tap_layers, const int tap_rows, const int tap_columns,
        const int layers_out, const int height_out, const int width_out,
        const int start_d, const int step_d, const int tap_d, const int start_h, const int step_h, const int tap_h,
        const int start_w, const int step_w, const int tap_w,
        const long w_origin, const long w_group, const long w_out, const long w_channel, const long w_layer,
        const long w_row, const long w_column,
        const long y_origin, const long y_image, const long y_plane, const long y_layer, const long y_row,
        const long y_column) {
    const long pixel = get_global_id(0);
    const int channel = get_global_id(1);
    const long image = get_global_id(2);
    const int b = pixel % width_out;
    const int a = pixel / width_out % height_out;
    const int z = pixel / width_out / height_out;
    const int group = channel / channels_out;
    __global const real* x = AT(x_in) + (image * groups + group) * channels * layers * height * width;
    __global const real* w = AT(w_in) + w_origin + group * w_group + channel % channels_out * w_out;
    acc sum = has_bias ? LOAD(AT(bias_in), channel) : AS_ACC(0);
    for (int c = 0; c < channels; c++) {
        for (int d = 0; d < tap_layers; d++) {
            const int layer = start_d + z * step_d + d * tap_d;
            for (int i = 0; i < tap_rows; i++) {
                const int h = start_h + a * step_h + i * tap_h;
                if (layer < 0 || layer >= layers || h < 0 || h >= height) {
                    continue;
                }
                __global const real* row = x + (((long)c * layers + layer) * height + h) * width;
                for (int j = 0; j < tap_columns; j++) {
                    const int v = start_w + b * step_w + j * tap_w;
                    if (v >= 0 && v < width) {
                        sum = fma(LOAD(row, v), LOAD(w, c * w_channel + d * w_layer + i * w_row + j * w_column), sum);
                    }
                }
            }
        }
    }
    const long place = y_origin + image * y_image + channel * y_plane + z * y_layer + a * y_row + b * y_column;
    sum = WITH_RESIDUAL(sum, LOAD(AT(r_in), place));
    STORE(AT(y_out), place, ENDED(acc, sum));
}
