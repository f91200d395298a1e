// max_pool_backward_planes: dx[position of the tap argmax of each window] += dy of it      planes [size_d,size_h,size_w]
//
// tile:    a work-item owns a plane of dx: clears it and adds to it, while it is in cache
// needs:   dense dy, argmax, dx; windows that slide; a tap that lies outside the plane, or is none, is passed over
// writes:  each element of dx by exactly one work-item, once for each window that has it as maximum
// order:   windows ascending, row-major      error ≤ (windows − 1)·u·Σ|dy|, none where windows do not overlap
// source:  own
//
//@variant  max_pool_backward_planes of max_pool_backward
//@prefers  cpu
//@dims     planes
//@grid     global planes
//@specialise DEEP KERNEL_H KERNEL_W
#define ADAPTIVE 0
#include "types.clh"
#include "pool.clh"

__kernel void max_pool_backward_planes(IN(dy_in), IN_AS(T1, argmax_in), OUT(dx_out), WINDOW) {
    const long plane = get_global_id(0);
    __global const real* dy = AT(dy_in) + plane * OUT_PLANE;
    __global const ELEMENT(T1)* argmax = AT(argmax_in) + plane * OUT_PLANE;
    __global real* dx = AT(dx_out) + plane * PLANE;
    long i = 0;
    for (; i + 8 <= PLANE; i += 8) {
        VSTORE8(dx, i, (acc8)(0));
    }
    for (; i < PLANE; i++) {
        STORE(dx, i, AS_ACC(0));
    }
    for (int row = 0; row < out_d * out_h; row++) {
        const int front = DEPTH_OF(row, out_h) * stride_d - pad_d;
        const int top = HEIGHT_OF(row, out_h) * stride_h - pad_h;
        for (int ow = 0; ow < out_w; ow++) {
            const long window = (long)row * out_w + ow;
            // KERNEL_W and KERNEL_H, known to the compiler, make the divisions multiplications.
            const int tap = argmax[window];
            const int line = tap / KERNEL_W;
            const int id = front + DEPTH_OF(line, KERNEL_H) * dilation_d;
            const int ih = top + HEIGHT_OF(line, KERNEL_H) * dilation_h;
            const int iw = ow * stride_w - pad_w + tap % KERNEL_W * dilation_w;
            const bool is_tap = tap < kernel_d * KERNEL_H * KERNEL_W;
            if (is_tap && id >= 0 && id < size_d && ih >= 0 && ih < size_h && iw >= 0 && iw < size_w) {
                const long at = ((long)id * size_h + ih) * size_w + iw;
                STORE(dx, at, LOAD(dx, at) + LOAD(dy, window));
            }
        }
    }
}
