// max_pool2d_gather: y = x at the tap argmax of each window, 0 where that lies outside the plane      planes [height,width]
//
// tile:    a work-item owns CHUNK neighbouring windows of a plane
// needs:   dense x, argmax, y
// writes:  each element of y by exactly one work-item
// order:   nothing is accumulated; exact
// source:  own
//
//@variant  max_pool2d_gather of max_pool2d_gather
//@prefers  any
//@dims     planes positions
//@tunable  CHUNK {1,8,64,256} = 8     windows of a work-item
//@grid     global ceil(positions/CHUNK), planes
#include "types.clh"
#include "pool.clh"

__kernel void max_pool2d_gather(IN(x_in), IN_AS(T1, argmax_in), OUT(y_out), WINDOW) {
    const long plane = get_global_id(1);
    __global const real* x = AT(x_in) + plane * height * width;
    __global const ELEMENT(T1)* argmax = AT(argmax_in) + plane * out_height * out_width;
    __global real* y = AT(y_out) + plane * out_height * out_width;
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, (long)out_height * out_width);
    for (long window = begin; window < end; window++) {
        const int tap = argmax[window];
        const int ih = (int)(window / out_width) * stride_h - pad_h + tap / kernel_w * dilation_h;
        const int iw = (int)(window % out_width) * stride_w - pad_w + tap % kernel_w * dilation_w;
        const bool is_inside = ih >= 0 && ih < height && iw >= 0 && iw < width;
        STORE(y, window, is_inside ? LOAD(x, (long)ih * width + iw) : AS_ACC(0));
    }
}
