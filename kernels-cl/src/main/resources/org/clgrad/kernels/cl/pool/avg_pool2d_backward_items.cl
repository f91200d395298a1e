// avg_pool2d_backward_items: dx = Σ over the windows around an element of dy / count      planes [height,width]
//
// tile:    a work-item owns one element of dx and adds up the windows that cover it
// needs:   dense dy, dx; dilation 1
// writes:  each element of dx by exactly one work-item
// order:   windows ascending, row-major, one division each      error ≤ (windows + 1)·u·Σ|dy/count|
// source:  own
//
//@variant  avg_pool2d_backward_items of avg_pool2d_backward
//@prefers  gpu
//@dims     planes positions
//@grid     global positions, planes
#include "types.clh"
#include "pool.clh"

__kernel void avg_pool2d_backward_items(IN(dy_in), OUT(dx_out), WINDOW, const int count_pad) {
    const long plane = get_global_id(1);
    const int position = get_global_id(0);
    const int ih = position / width;
    const int iw = position % width;
    __global const real* dy = AT(dy_in) + plane * out_height * out_width;
    const int last_row = last_window(ih, stride_h, pad_h, out_height);
    const int last_column = last_window(iw, stride_w, pad_w, out_width);
    acc sum = 0;
    for (int oh = first_window(ih, kernel_h, stride_h, pad_h, 1); oh <= last_row; oh++) {
        const int rows = divisor(oh, kernel_h, stride_h, pad_h, height, count_pad);
        for (int ow = first_window(iw, kernel_w, stride_w, pad_w, 1); ow <= last_column; ow++) {
            const int count = rows * divisor(ow, kernel_w, stride_w, pad_w, width, count_pad);
            sum += LOAD(dy, (long)oh * out_width + ow) / (acc)count;
        }
    }
    STORE(AT(dx_out), plane * height * width + position, sum);
}
