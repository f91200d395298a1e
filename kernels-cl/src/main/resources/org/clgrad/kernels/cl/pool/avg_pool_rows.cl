// avg_pool_rows: y = Σ of each window's taps / the number of places that count      planes [size_d,size_h,size_w]
//
// tile:    a work-item owns ROWS rows of an output plane; 8 neighbouring outputs are the lanes of a vector, whose taps are
//          one load for STRIDE_W = 1, half of a load of 16 for STRIDE_W = 2, and gathered for 0 (any other) and at borders
// needs:   dense x, y; windows that slide, of fewer than 2³¹ taps; dilation 1; each window has a tap inside the plane;
//          sums are divided by divisor if FIXED
// writes:  each element of y by exactly one work-item (the last vector of a row overlaps the one before it)
// order:   taps ascending, one division      error ≤ (taps + 1)·u·Σ|x| / count
// source:  own; what counts, as in PyTorch's avg_pool2d
//
//@variant  avg_pool_rows of avg_pool
//@prefers  cpu
//@dims     planes rows
//@tunable  ROWS {1,4,16,64} = 16     output rows of a work-item
//@grid     global ceil(rows/ROWS), planes
//@specialise DEEP STRIDE_W FIXED
#define ADAPTIVE 0
#include "types.clh"
#include "pool.clh"
#include "pool_lanes.clh"

__kernel void avg_pool_rows(IN(x_in), OUT(y_out), WINDOW, const int count_pad, const int divisor) {
    const long plane = get_global_id(1);
    __global const real* x = AT(x_in) + plane * PLANE;
    __global real* y = AT(y_out) + plane * OUT_PLANE;
    const int begin = get_global_id(0) * ROWS;
    const int end = min(begin + ROWS, out_d * out_h);
    for (int row = begin; row < end; row++) {
        const int od = DEPTH_OF(row, out_h);
        const int oh = HEIGHT_OF(row, out_h);
        const int front = od * stride_d - pad_d;
        const int top = oh * stride_h - pad_h;
        const int last_plane = min(front + kernel_d, size_d);
        const int last_row = min(top + kernel_h, size_h);
        const int lines = FIXED ? divisor : COUNT(d, od) * COUNT(h, oh);
        for (int next = 0; next < out_w; next += 8) {
            const int ow = max(0, min(next, out_w - 8));
            acc8 sum = (acc8)(0);
            for (int id = max(0, front); id < last_plane; id++) {
                for (int ih = max(0, top); ih < last_row; ih++) {
                    __global const real* x_row = x + ((long)id * size_h + ih) * size_w;
                    for (int s = 0; s < kernel_w; s++) {
                        lane8 valid;
                        sum += taps(x_row, ow * stride_w - pad_w + s, stride_w, size_w, &valid);
                    }
                }
            }
            const int8 left = (ow + (int8)(0, 1, 2, 3, 4, 5, 6, 7)) * stride_w - pad_w;
            // Oclgrind 21.10 takes the smaller of a vector and a scalar in the first lane only.
            const int8 right = (int8)(size_w + count_pad * pad_w);
            const int8 places = min(left + kernel_w, right) - max(left, (int8)(-count_pad * pad_w));
            const int8 columns = FIXED ? (int8)(1) : places;
            const acc8 mean = sum / JOIN(convert_, acc8)(lines * columns);
            const long at = (long)row * out_w + ow;
            if (out_w >= 8) {
                VSTORE8(y, at, mean);
            } else {
                acc values[8];
                vstore8(mean, 0, values);
                for (int lane = 0; lane < out_w; lane++) {
                    STORE(y, at + lane, values[lane]);
                }
            }
        }
    }
}
