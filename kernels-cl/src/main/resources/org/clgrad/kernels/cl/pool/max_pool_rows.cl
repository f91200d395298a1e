// max_pool_rows: y = the largest of each window, argmax = the number of its tap      planes [size_d,size_h,size_w]
//
// tile:    a work-item owns ROWS rows of an output plane; 8 neighbouring outputs are the lanes of a vector, whose taps are
//          one load for STRIDE_W = 1, half of a load of 16 for STRIDE_W = 2, and gathered for 0 (any other) and at borders
// needs:   dense x, y, argmax; T1 holds kernel_d·kernel_h·kernel_w − 1; windows that slide
// writes:  each element of y and argmax by exactly one work-item (the last vector of a row overlaps the one before it)
// order:   taps ascending: the first of equal ones, the last of several NaN; exact
// source:  own; NaN as in PyTorch's max_pool2d
//
//@variant  max_pool_rows of max_pool
//@prefers  cpu
//@dims     planes rows
//@tunable  ROWS {1,4,16,64} = 16     output rows of a work-item
//@grid     global ceil(rows/ROWS), planes
//@specialise DEEP STRIDE_W
#define ADAPTIVE 0
#include "types.clh"
#include "pool.clh"
#include "pool_lanes.clh"

__kernel void max_pool_rows(IN(x_in), OUT(y_out), OUT_AS(T1, argmax_out), WINDOW) {
    const long plane = get_global_id(1);
    __global const real* x = AT(x_in) + plane * PLANE;
    __global real* y = AT(y_out) + plane * OUT_PLANE;
    __global ELEMENT(T1)* argmax = AT(argmax_out) + plane * OUT_PLANE;
    const int begin = get_global_id(0) * ROWS;
    const int end = min(begin + ROWS, out_d * out_h);
    for (int row = begin; row < end; row++) {
        const int front = DEPTH_OF(row, out_h) * stride_d - pad_d;
        const int top = HEIGHT_OF(row, out_h) * stride_h - pad_h;
        for (int next = 0; next < out_w; next += 8) {
            const int ow = max(0, min(next, out_w - 8));
            acc8 best = (acc8)(-INFINITY);
            lane8 arg = (lane8)(-1);
            for (int line = 0; line < kernel_d * kernel_h; line++) {
                const int id = front + DEPTH_OF(line, kernel_h) * dilation_d;
                const int ih = top + HEIGHT_OF(line, kernel_h) * dilation_h;
                if (id < 0 || id >= size_d || ih < 0 || ih >= size_h) {
                    continue;
                }
                __global const real* x_row = x + ((long)id * size_h + ih) * size_w;
                for (int s = 0; s < kernel_w; s++) {
                    lane8 valid;
                    const acc8 v = taps(x_row, ow * stride_w - pad_w + s * dilation_w, stride_w, size_w, &valid);
                    const lane8 take = valid & ((v > best) | (v != v) | (arg < 0));
                    best = select(best, v, take);
                    arg = select(arg, (lane8)(line * kernel_w + s), take);
                }
            }
            arg = max(arg, (lane8)(0));
            const long at = (long)row * out_w + ow;
            if (out_w >= 8) {
                VSTORE8(y, at, best);
                VSTORE_AS(T1, 8, argmax, at, arg);
            } else {
                acc values[8];
                lane1 numbers[8];
                vstore8(best, 0, values);
                vstore8(arg, 0, numbers);
                for (int lane = 0; lane < out_w; lane++) {
                    STORE(y, at + lane, values[lane]);
                    STORE_AS(T1, argmax, at + lane, numbers[lane]);
                }
            }
        }
    }
}
