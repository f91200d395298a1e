// max_pool_backward_items: dx = Σ of dy over the windows whose maximum this element was      planes [size_d,size_h,size_w]
//
// tile:    a work-item owns one element of dx and asks each window that may cover it
// needs:   dense dy, argmax, dx
// writes:  each element of dx by exactly one work-item
// order:   windows ascending, row-major      error ≤ (windows − 1)·u·Σ|dy|, none where windows do not overlap
// source:  own
//
//@variant  max_pool_backward_items of max_pool_backward
//@prefers  gpu
//@dims     planes positions
//@grid     global positions, planes
//@specialise DEEP ADAPTIVE
#include "types.clh"
#include "pool.clh"

__kernel void max_pool_backward_items(IN(dy_in), IN_AS(T1, argmax_in), OUT(dx_out), WINDOW) {
    const long plane = get_global_id(1);
    const long position = get_global_id(0);
    const int row = (int)(position / size_w);
    const int id = DEPTH_OF(row, size_h);
    const int ih = HEIGHT_OF(row, size_h);
    const int iw = (int)(position - (long)row * size_w);
    __global const real* dy = AT(dy_in) + plane * OUT_PLANE;
    __global const ELEMENT(T1)* argmax = AT(argmax_in) + plane * OUT_PLANE;
    const int last_d = LAST(d, id);
    const int last_h = LAST(h, ih);
    const int last_w = LAST(w, iw);
    acc sum = 0;
    for (int od = FIRST(d, id); od <= last_d; od++) {
        const int behind = id - BEGIN(d, od);
        for (int oh = FIRST(h, ih); oh <= last_h; oh++) {
            const int down = ih - BEGIN(h, oh);
            for (int ow = FIRST(w, iw); ow <= last_w; ow++) {
                const int right = iw - BEGIN(w, ow);
                const long window = ((long)od * out_h + oh) * out_w + ow;
                const bool is_tap = behind % dilation_d == 0 && down % dilation_h == 0 && right % dilation_w == 0;
                const int number = (behind / dilation_d * kernel_h + down / dilation_h) * kernel_w + right / dilation_w;
                if (is_tap && argmax[window] == number) {
                    sum += LOAD(dy, window);
                }
            }
        }
    }
    STORE(AT(dx_out), plane * PLANE + position, sum);
}
