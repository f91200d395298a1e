// resize_backward_items: dx = Σ weight·dy over the outputs that an input is a tap of      planes of RANK axes
//
// tile:    a work-item owns one input and asks each output that it may be a tap of
// needs:   dense dy, dx; slopes ≥ 0, divisors > 0
// writes:  each element of dx by exactly one work-item
// order:   outputs ascending, row-major, one fma each      error ≤ (outputs + 30·RANK)·u·Σ|dy| over the outputs
// source:  own
//
//@variant  resize_backward_items of resize_backward
//@prefers  gpu
//@dims     planes positions
//@grid     global positions, planes
//@specialise RANK TAPS
#include "types.clh"
#include "resize.clh"

__kernel void resize_backward_items(IN(dy_in), OUT(dx_out), RESIZED) {
    const long plane = get_global_id(1);
    const long position = get_global_id(0);
    const long row = position / size_w;
    const int id = (int)(row / size_h);
    const int ih = (int)(row % size_h);
    const int iw = (int)(position - row * size_w);
    __global const real* dy = AT(dy_in) + plane * OUT_PLANE;
    const int first_d = FIRST_D(id);
    const int last_d = LAST_D(id);
    const int first_h = FIRST_H(ih);
    const int last_h = LAST_H(ih);
    const int first_w = FIRST(w, iw);
    const int last_w = LAST(w, iw);
    acc sum = 0;
    for (int od = first_d; od <= last_d; od++) {
        for (int oh = first_h; oh <= last_h; oh++) {
            const acc weight = WEIGHT_D(od, id) * WEIGHT_H(oh, ih);
            for (int ow = first_w; ow <= last_w; ow++) {
                sum = fma(weight * WEIGHT(w, ow, iw), LOAD(dy, ((long)od * out_h + oh) * out_w + ow), sum);
            }
        }
    }
    STORE(AT(dx_out), plane * PLANE + position, sum);
}
