// max_pool2d_backward_planes: dx[position of the tap argmax of each window] += dy of the window      planes [height,width]
//
// tile:    a work-item owns a plane of dx: clears it and adds to it, while it is in cache
// needs:   dense dy, argmax, dx; a tap that lies outside the plane is passed over
// writes:  each element of dx by exactly one work-item, once for each window that has it as maximum
// order:   windows ascending, row-major      error ≤ (windows − 1)·u·Σ|dy|, none where windows do not overlap
// source:  own
//
//@variant  max_pool2d_backward_planes of max_pool2d_backward
//@prefers  cpu
//@dims     planes
//@grid     global planes
//@specialise KERNEL_W
#include "types.clh"
#include "pool.clh"

__kernel void max_pool2d_backward_planes(IN(dy_in), IN_AS(T1, argmax_in), OUT(dx_out), WINDOW) {
    const long plane = get_global_id(0);
    __global const real* dy = AT(dy_in) + plane * out_height * out_width;
    __global const ELEMENT(T1)* argmax = AT(argmax_in) + plane * out_height * out_width;
    __global real* dx = AT(dx_out) + plane * height * width;
    const long size = (long)height * width;
    long i = 0;
    for (; i + 8 <= size; i += 8) {
        VSTORE8(dx, i, (acc8)(0));
    }
    for (; i < size; i++) {
        STORE(dx, i, AS_ACC(0));
    }
    for (int oh = 0; oh < out_height; oh++) {
        for (int ow = 0; ow < out_width; ow++) {
            const long window = (long)oh * out_width + ow;
            // KERNEL_W, known to the compiler, makes the division a multiplication.
            const int tap = argmax[window];
            const int ih = oh * stride_h - pad_h + tap / KERNEL_W * dilation_h;
            const int iw = ow * stride_w - pad_w + tap % KERNEL_W * dilation_w;
            if (ih >= 0 && ih < height && iw >= 0 && iw < width) {
                const long at = (long)ih * width + iw;
                STORE(dx, at, LOAD(dx, at) + LOAD(dy, window));
            }
        }
    }
}
