// resize_items: y = x resized, each output a weighted sum of taps      planes of RANK axes
//
// tile:    a work-item owns one output
// needs:   dense x, y; slopes ≥ 0, divisors > 0
// writes:  each element of y by exactly one work-item
// order:   taps ascending, row-major, one fma each      error ≤ (taps + 30·RANK)·u·Σ|x| over the taps; TAPS = 1: exact
// source:  own
//
//@variant  resize_items of resize
//@prefers  gpu
//@dims     planes positions
//@grid     global positions, planes
//@specialise RANK TAPS
#include "types.clh"
#include "resize.clh"

__kernel void resize_items(IN(x_in), OUT(y_out), RESIZED) {
    const long plane = get_global_id(1);
    const long position = get_global_id(0);
    const long row = position / out_w;
    const axis_taps d = TAPS_OF_D(row / out_h);
    const axis_taps h = TAPS_OF_H(row % out_h);
    const axis_taps w = AXIS_TAPS(w, position - row * out_w);
    __global const real* x = AT(x_in) + plane * PLANE;
#if TAPS == 1
    // Without arithmetic, so that −0 and NaN stay what they are.
    const acc sum = LOAD(x, ((long)d.at[0] * size_h + h.at[0]) * size_w + w.at[0]);
#else
    acc sum = 0;
    for (int q = 0; q < TAPS_D; q++) {
        for (int r = 0; r < TAPS_H; r++) {
            __global const real* x_row = x + ((long)d.at[q] * size_h + h.at[r]) * size_w;
            const acc weight = d.weight[q] * h.weight[r];
            for (int s = 0; s < TAPS; s++) {
                sum = fma(weight * w.weight[s], LOAD(x_row, w.at[s]), sum);
            }
        }
    }
#endif
    STORE(AT(y_out), plane * OUT_PLANE + position, sum);
}
