// avg_pool_backward_items: dx = Σ over the windows around an element of dy / count      planes [size_d,size_h,size_w]
//
// tile:    a work-item owns one element of dx and adds up the windows that cover it
// needs:   dense dy, dx; dilation 1; sums are divided by divisor if FIXED
// writes:  each element of dx by exactly one work-item
// order:   windows ascending, row-major, one division each      error ≤ (windows + 1)·u·Σ|dy/count|
// source:  own
//
//@variant  avg_pool_backward_items of avg_pool_backward
//@prefers  gpu
//@dims     planes positions
//@grid     global positions, planes
//@specialise DEEP ADAPTIVE FIXED
#include "types.clh"
#include "pool.clh"

__kernel void avg_pool_backward_items(IN(dy_in), OUT(dx_out), WINDOW, const int count_pad, const int divisor) {
    const long plane = get_global_id(1);
    const long position = get_global_id(0);
    const int row = (int)(position / size_w);
    const int id = DEPTH_OF(row, size_h);
    const int ih = HEIGHT_OF(row, size_h);
    const int iw = (int)(position - (long)row * size_w);
    __global const real* dy = AT(dy_in) + plane * OUT_PLANE;
    const int last_d = LAST(d, id);
    const int last_h = LAST(h, ih);
    const int last_w = LAST(w, iw);
    acc sum = 0;
    for (int od = FIRST(d, id); od <= last_d; od++) {
        for (int oh = FIRST(h, ih); oh <= last_h; oh++) {
            const long lines = (long)COUNT(d, od) * COUNT(h, oh);
            for (int ow = FIRST(w, iw); ow <= last_w; ow++) {
                const long count = FIXED ? divisor : lines * COUNT(w, ow);
                sum += LOAD(dy, ((long)od * out_h + oh) * out_w + ow) / (acc)count;
            }
        }
    }
    STORE(AT(dx_out), plane * PLANE + position, sum);
}
