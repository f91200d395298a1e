// max_pool2d_backward_items: dx = Σ of dy over the windows whose maximum this element was      planes [height,width]
//
// tile:    a work-item owns one element of dx and asks each window that may cover it
// needs:   dense dy, argmax, dx
// writes:  each element of dx by exactly one work-item
// order:   windows ascending, row-major      error ≤ (windows − 1)·u·Σ|dy|, none where windows do not overlap
// source:  own
//
//@variant  max_pool2d_backward_items of max_pool2d_backward
//@prefers  gpu
//@dims     planes positions
//@grid     global positions, planes
#include "types.clh"
#include "pool.clh"

__kernel void max_pool2d_backward_items(IN(dy_in), IN_AS(T1, argmax_in), OUT(dx_out), WINDOW) {
    const long plane = get_global_id(1);
    const int position = get_global_id(0);
    const int ih = position / width;
    const int iw = position % width;
    __global const real* dy = AT(dy_in) + plane * out_height * out_width;
    __global const ELEMENT(T1)* argmax = AT(argmax_in) + plane * out_height * out_width;
    const int last_row = last_window(ih, stride_h, pad_h, out_height);
    const int first_column = first_window(iw, kernel_w, stride_w, pad_w, dilation_w);
    const int last_column = last_window(iw, stride_w, pad_w, out_width);
    acc sum = 0;
    for (int oh = first_window(ih, kernel_h, stride_h, pad_h, dilation_h); oh <= last_row; oh++) {
        const int down = ih + pad_h - oh * stride_h;
        for (int ow = first_column; ow <= last_column; ow++) {
            const int right = iw + pad_w - ow * stride_w;
            const long window = (long)oh * out_width + ow;
            const bool is_tap = down % dilation_h == 0 && right % dilation_w == 0;
            if (is_tap && argmax[window] == down / dilation_h * kernel_w + right / dilation_w) {
                sum += LOAD(dy, window);
            }
        }
    }
    STORE(AT(dx_out), plane * height * width + position, sum);
}
