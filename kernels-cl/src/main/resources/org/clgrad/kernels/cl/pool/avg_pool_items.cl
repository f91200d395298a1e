// avg_pool_items: y = Σ of each window's taps / the number of places that count      planes [size_d,size_h,size_w]
//
// tile:    a work-item owns one output; neighbours along a row read neighbours, and windows that overlap meet in cache
// needs:   dense x, y; dilation 1; each window has a tap inside the plane; sums are divided by divisor if FIXED
// writes:  each element of y by exactly one work-item
// order:   taps ascending, one division      error ≤ (taps + 1)·u·Σ|x| / count
// source:  own; what counts, as in PyTorch's avg_pool2d
//
//@variant  avg_pool_items of avg_pool
//@prefers  gpu
//@dims     planes positions
//@grid     global positions, planes
//@specialise DEEP ADAPTIVE FIXED
#include "types.clh"
#include "pool.clh"

__kernel void avg_pool_items(IN(x_in), OUT(y_out), WINDOW, const int count_pad, const int divisor) {
    const long plane = get_global_id(1);
    const long position = get_global_id(0);
    const int row = (int)(position / out_w);
    const int od = DEPTH_OF(row, out_h);
    const int oh = HEIGHT_OF(row, out_h);
    const int ow = (int)(position - (long)row * out_w);
    const int front = BEGIN(d, od);
    const int top = BEGIN(h, oh);
    const int left = BEGIN(w, ow);
    const int back = min(front + TAPS(d, od), size_d);
    const int bottom = min(top + TAPS(h, oh), size_h);
    const int right = min(left + TAPS(w, ow), size_w);
    __global const real* x = AT(x_in) + plane * PLANE;
    acc sum = 0;
    for (int id = max(front, 0); id < back; id++) {
        for (int ih = max(top, 0); ih < bottom; ih++) {
            for (int iw = max(left, 0); iw < right; iw++) {
                sum += LOAD(x, ((long)id * size_h + ih) * size_w + iw);
            }
        }
    }
    const long count = FIXED ? divisor : (long)COUNT(d, od) * COUNT(h, oh) * COUNT(w, ow);
    STORE(AT(y_out), plane * OUT_PLANE + position, sum / (acc)count);
}
