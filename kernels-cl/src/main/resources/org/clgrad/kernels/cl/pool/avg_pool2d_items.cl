// avg_pool2d_items: y = Σ of each window's taps / the number of places that count      planes [height,width]
//
// tile:    a work-item owns one output; neighbours along a row read neighbours, and windows that overlap meet in cache
// needs:   dense x, y; dilation 1; each window has a tap inside the plane
// writes:  each element of y by exactly one work-item
// order:   taps ascending, one division      error ≤ (taps + 1)·u·Σ|x| / count
// source:  own; what counts, as in PyTorch's avg_pool2d
//
//@variant  avg_pool2d_items of avg_pool2d
//@prefers  gpu
//@dims     planes positions
//@grid     global positions, planes
#include "types.clh"
#include "pool.clh"

__kernel void avg_pool2d_items(IN(x_in), OUT(y_out), WINDOW, const int count_pad) {
    const long plane = get_global_id(1);
    const int position = get_global_id(0);
    const int oh = position / out_width;
    const int ow = position % out_width;
    const int top = oh * stride_h - pad_h;
    const int left = ow * stride_w - pad_w;
    __global const real* x = AT(x_in) + plane * height * width;
    acc sum = 0;
    for (int ih = max(top, 0); ih < min(top + kernel_h, height); ih++) {
        for (int iw = max(left, 0); iw < min(left + kernel_w, width); iw++) {
            sum += LOAD(x, (long)ih * width + iw);
        }
    }
    const int count = divisor(oh, kernel_h, stride_h, pad_h, height, count_pad)
            * divisor(ow, kernel_w, stride_w, pad_w, width, count_pad);
    STORE(AT(y_out), plane * out_height * out_width + position, sum / (acc)count);
}
