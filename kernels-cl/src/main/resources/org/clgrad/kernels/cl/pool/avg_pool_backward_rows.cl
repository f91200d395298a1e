// avg_pool_backward_rows: dx = Σ over the windows around an element of dy / count      planes [size_d,size_h,size_w]
//
// tile:    a work-item owns ROWS rows of a plane of dx; 8 neighbouring elements are the lanes of a vector. Each is covered
//          by the window it begins in or after, and by the ones before that; their dy are one load for STRIDE_W = 1, a load
//          spread to pairs of lanes for STRIDE_W = 2, and gathered for 0 (any other) and at borders
// needs:   dense dy, dx; windows that slide, of fewer than 2³¹ taps; dilation 1; sums are divided by divisor if FIXED
// writes:  each element of dx by exactly one work-item (the last vector of a row overlaps the one before it)
// order:   windows from right to left, for each place along w those along d and h ascending, one division each
//          error ≤ (windows + 1)·u·Σ|dy/count|
// source:  own
//
//@variant  avg_pool_backward_rows of avg_pool_backward
//@prefers  cpu
//@dims     planes rows
//@tunable  ROWS {1,4,16,64} = 16     rows of a work-item
//@grid     global ceil(rows/ROWS), planes
//@specialise DEEP STRIDE_W FIXED
#define ADAPTIVE 0
#include "types.clh"
#include "pool.clh"
#include "pool_lanes.clh"

#if STRIDE_W > 0
#define STRIDE STRIDE_W
#else
#define STRIDE stride_w
#endif

// dy of the windows ow of a row, 0 where there is no such window; shift is how far the first lane is into its own.
static acc8 windows(__global const real* row, const int8 ow, const int shift, const int out_w) {
#if STRIDE_W == 1
    if (ow.s0 >= 0 && ow.s0 + 8 <= out_w) {
        return VLOAD8(row, ow.s0);
    }
#elif STRIDE_W == 2
    if (shift == 0 && ow.s0 >= 0 && ow.s0 + 4 <= out_w) {
        const acc4 v = VLOAD4(row, ow.s0);
        return (acc8)(v.s0011, v.s2233);
    }
    if (shift == 1 && ow.s0 >= 0 && ow.s0 + 5 <= out_w) {
        const acc4 v = VLOAD4(row, ow.s0 + 1);
        return (acc8)(LOAD(row, ow.s0), v.s00, v.s11, v.s22, v.s3);
    }
#endif
    int at[8];
    acc values[8];
    vstore8(ow, 0, at);
    for (int lane = 0; lane < 8; lane++) {
        values[lane] = at[lane] >= 0 && at[lane] < out_w ? LOAD(row, at[lane]) : AS_ACC(0);
    }
    return vload8(0, values);
}

__kernel void avg_pool_backward_rows(IN(dy_in), OUT(dx_out), WINDOW, const int count_pad, const int divisor) {
    const long plane = get_global_id(1);
    __global const real* dy = AT(dy_in) + plane * OUT_PLANE;
    __global real* dx = AT(dx_out) + plane * PLANE;
    const int begin = get_global_id(0) * ROWS;
    const int end = min(begin + ROWS, size_d * size_h);
    for (int row = begin; row < end; row++) {
        const int id = DEPTH_OF(row, size_h);
        const int ih = HEIGHT_OF(row, size_h);
        const int first_d = FIRST(d, id);
        const int last_d = LAST(d, id);
        const int first_h = FIRST(h, ih);
        const int last_h = LAST(h, ih);
        for (int next = 0; next < size_w; next += 8) {
            const int iw = max(0, min(next, size_w - 8));
            const int8 place = iw + pad_w + (int8)(0, 1, 2, 3, 4, 5, 6, 7);
            acc8 sum = (acc8)(0);
            for (int before = 0; before * STRIDE < kernel_w; before++) {
                const int8 ow = place / STRIDE - before;
                const int8 left = ow * STRIDE - pad_w;
                // Oclgrind 21.10 takes the smaller of a vector and a scalar in the first lane only.
                const int8 right = (int8)(size_w + count_pad * pad_w);
                const int8 places = min(left + kernel_w, right) - max(left, (int8)(-count_pad * pad_w));
                const int8 columns = FIXED ? (int8)(1) : places;
                const int8 covers = place - ow * STRIDE < kernel_w && ow >= 0 && ow < out_w;
                // Where there is no window its size is nothing to divide by.
                const lane8 take = JOIN(convert_, lane8)(covers);
                for (int od = first_d; od <= last_d; od++) {
                    for (int oh = first_h; oh <= last_h; oh++) {
                        const int lines = FIXED ? divisor : COUNT(d, od) * COUNT(h, oh);
                        const acc8 g = windows(dy + ((long)od * out_h + oh) * out_w, ow, (iw + pad_w) % STRIDE, out_w);
                        const acc8 share = g / JOIN(convert_, acc8)(select((int8)(1), lines * columns, covers));
                        sum += select((acc8)(0), share, take);
                    }
                }
            }
            const long at = (long)row * size_w + iw;
            if (size_w >= 8) {
                VSTORE8(dx, at, sum);
            } else {
                acc values[8];
                vstore8(sum, 0, values);
                for (int lane = 0; lane < size_w; lane++) {
                    STORE(dx, at + lane, values[lane]);
                }
            }
        }
    }
}
