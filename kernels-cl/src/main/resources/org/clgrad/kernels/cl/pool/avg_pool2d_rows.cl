// avg_pool2d_rows: y = Σ of each window's taps / the number of places that count      planes [height,width]
//
// tile:    a work-item owns ROWS rows of an output plane; 8 neighbouring outputs are the lanes of a vector, whose taps are
//          one load for STRIDE_W = 1, half of a load of 16 for STRIDE_W = 2, and gathered for 0 (any other) and at borders
// needs:   dense x, y; dilation 1; each window has a tap inside the plane
// writes:  each element of y by exactly one work-item (the last vector of a row overlaps the one before it)
// order:   taps ascending, one division      error ≤ (taps + 1)·u·Σ|x| / count
// source:  own; what counts, as in PyTorch's avg_pool2d
//
//@variant  avg_pool2d_rows of avg_pool2d
//@prefers  cpu
//@dims     planes rows
//@tunable  ROWS {1,4,16,64} = 16     output rows of a work-item
//@grid     global ceil(rows/ROWS), planes
//@specialise STRIDE_W
#include "types.clh"
#include "pool.clh"
#include "pool_lanes.clh"

__kernel void avg_pool2d_rows(IN(x_in), OUT(y_out), WINDOW, const int count_pad) {
    const long plane = get_global_id(1);
    __global const real* x = AT(x_in) + plane * height * width;
    __global real* y = AT(y_out) + plane * out_height * out_width;
    const int begin = get_global_id(0) * ROWS;
    const int end = min(begin + ROWS, out_height);
    for (int oh = begin; oh < end; oh++) {
        const int top = oh * stride_h - pad_h;
        const int last_row = min(kernel_h, height - top);
        const int rows = divisor(oh, kernel_h, stride_h, pad_h, height, count_pad);
        for (int next = 0; next < out_width; next += 8) {
            const int ow = max(0, min(next, out_width - 8));
            acc8 sum = (acc8)(0);
            for (int r = max(0, -top); r < last_row; r++) {
                for (int s = 0; s < kernel_w; s++) {
                    lane8 valid;
                    sum += taps(x + (long)(top + r) * width, ow * stride_w - pad_w + s, stride_w, width, &valid);
                }
            }
            const int8 left = (ow + (int8)(0, 1, 2, 3, 4, 5, 6, 7)) * stride_w - pad_w;
            const int8 columns = min(left + kernel_w, width + count_pad * pad_w) - max(left, -count_pad * pad_w);
            const acc8 mean = sum / JOIN(convert_, acc8)(rows * columns);
            const long at = (long)oh * out_width + ow;
            if (out_width >= 8) {
                VSTORE8(y, at, mean);
            } else {
                acc values[8];
                vstore8(mean, 0, values);
                for (int lane = 0; lane < out_width; lane++) {
                    STORE(y, at + lane, values[lane]);
                }
            }
        }
    }
}
