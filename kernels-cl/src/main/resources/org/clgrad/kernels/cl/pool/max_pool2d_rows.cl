// max_pool2d_rows: y = the largest of each window, argmax = the number of its tap      planes [height,width]
//
// tile:    a work-item owns ROWS rows of an output plane; 8 neighbouring outputs are the lanes of a vector, whose taps are
//          one load for STRIDE_W = 1, half of a load of 16 for STRIDE_W = 2, and gathered for 0 (any other) and at borders
// needs:   dense x, y, argmax; T1 holds kernel_h·kernel_w − 1
// writes:  each element of y and argmax by exactly one work-item (the last vector of a row overlaps the one before it)
// order:   taps ascending: the first of equal ones, the last of several NaN; exact
// source:  own; NaN as in PyTorch's max_pool2d
//
//@variant  max_pool2d_rows of max_pool2d
//@prefers  cpu
//@dims     planes rows
//@tunable  ROWS {1,4,16,64} = 16     output rows of a work-item
//@grid     global ceil(rows/ROWS), planes
//@specialise STRIDE_W
#include "types.clh"
#include "pool.clh"
#include "pool_lanes.clh"

__kernel void max_pool2d_rows(IN(x_in), OUT(y_out), OUT_AS(T1, argmax_out), WINDOW) {
    const long plane = get_global_id(1);
    __global const real* x = AT(x_in) + plane * height * width;
    __global real* y = AT(y_out) + plane * out_height * out_width;
    __global ELEMENT(T1)* argmax = AT(argmax_out) + plane * out_height * out_width;
    const int begin = get_global_id(0) * ROWS;
    const int end = min(begin + ROWS, out_height);
    for (int oh = begin; oh < end; oh++) {
        for (int next = 0; next < out_width; next += 8) {
            const int ow = max(0, min(next, out_width - 8));
            acc8 best = (acc8)(-INFINITY);
            lane8 arg = (lane8)(-1);
            for (int r = 0; r < kernel_h; r++) {
                const int ih = oh * stride_h - pad_h + r * dilation_h;
                if (ih < 0 || ih >= height) {
                    continue;
                }
                for (int s = 0; s < kernel_w; s++) {
                    lane8 valid;
                    const acc8 v = taps(
                            x + (long)ih * width, ow * stride_w - pad_w + s * dilation_w, stride_w, width, &valid);
                    const lane8 take = valid & ((v > best) | (v != v) | (arg < 0));
                    best = select(best, v, take);
                    arg = select(arg, (lane8)(r * kernel_w + s), take);
                }
            }
            arg = max(arg, (lane8)(0));
            const long at = (long)oh * out_width + ow;
            if (out_width >= 8) {
                VSTORE8(y, at, best);
                VSTORE_AS(T1, 8, argmax, at, arg);
            } else {
                acc values[8];
                lane1 numbers[8];
                vstore8(best, 0, values);
                vstore8(arg, 0, numbers);
                for (int lane = 0; lane < out_width; lane++) {
                    STORE(y, at + lane, values[lane]);
                    STORE_AS(T1, argmax, at + lane, numbers[lane]);
                }
            }
        }
    }
}
