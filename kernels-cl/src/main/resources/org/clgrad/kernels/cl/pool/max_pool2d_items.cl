// max_pool2d_items: y = the largest of each window, argmax = the number of its tap      planes [height,width]
//
// tile:    a work-item owns one output; neighbours along a row read neighbours, and windows that overlap meet in cache
// needs:   dense x, y, argmax; T1 holds kernel_h·kernel_w − 1
// writes:  each element of y and argmax by exactly one work-item
// order:   taps ascending: the first of equal ones, the last of several NaN; exact
// source:  own; NaN as in PyTorch's max_pool2d
//
//@variant  max_pool2d_items of max_pool2d
//@prefers  gpu
//@dims     planes positions
//@grid     global positions, planes
#include "types.clh"
#include "pool.clh"

__kernel void max_pool2d_items(IN(x_in), OUT(y_out), OUT_AS(T1, argmax_out), WINDOW) {
    const long plane = get_global_id(1);
    const int position = get_global_id(0);
    const int top = position / out_width * stride_h - pad_h;
    const int left = position % out_width * stride_w - pad_w;
    __global const real* x = AT(x_in) + plane * height * width;
    acc best = -INFINITY;
    int arg = -1;
    for (int r = 0; r < kernel_h; r++) {
        const int ih = top + r * dilation_h;
        for (int s = 0; s < kernel_w; s++) {
            const int iw = left + s * dilation_w;
            if (ih >= 0 && ih < height && iw >= 0 && iw < width) {
                const acc v = LOAD(x, (long)ih * width + iw);
                if (v > best || v != v || arg < 0) {
                    best = v;
                    arg = r * kernel_w + s;
                }
            }
        }
    }
    const long at = plane * out_height * out_width + position;
    STORE(AT(y_out), at, best);
    STORE_AS(T1, AT(argmax_out), at, max(arg, 0));
}
