// resize_backward_planes: dx at each tap of each output += weight·dy      planes of RANK axes
//
// tile:    a work-item owns a plane of dx: clears it and adds to it, while it is in cache; it walks dy in columns of 8
//          outputs, whose places and weights along a row are computed once for all rows
// needs:   dense dy, dx; slopes ≥ 0, divisors > 0
// writes:  each element of dx by exactly one work-item, once for each output that has it as a tap
// order:   columns of 8 outputs, in each of them row-major, one fma each      error ≤ (outputs + 30·RANK)·u·Σ|dy| over the outputs
// source:  own
//
//@variant  resize_backward_planes of resize_backward
//@prefers  cpu
//@dims     planes
//@grid     global planes
//@specialise RANK TAPS
#include "types.clh"
#include "resize.clh"

__kernel void resize_backward_planes(IN(dy_in), OUT(dx_out), RESIZED) {
    const long plane = get_global_id(0);
    __global const real* dy = AT(dy_in) + plane * OUT_PLANE;
    __global real* dx = AT(dx_out) + plane * PLANE;
    long i = 0;
    for (; i + 8 <= PLANE; i += 8) {
        VSTORE8(dx, i, (acc8)(0));
    }
    for (; i < PLANE; i++) {
        STORE(dx, i, AS_ACC(0));
    }
    for (int begin = 0; begin < out_w; begin += 8) {
        const int lanes = min(8, out_w - begin);
        axis_taps w[8];
        for (int lane = 0; lane < lanes; lane++) {
            w[lane] = AXIS_TAPS(w, begin + lane);
        }
        for (long row = 0; row < (long)out_d * out_h; row++) {
            const axis_taps d = TAPS_OF_D(row / out_h);
            const axis_taps h = TAPS_OF_H(row % out_h);
            for (int q = 0; q < TAPS_D; q++) {
                for (int r = 0; r < TAPS_H; r++) {
                    __global real* dx_row = dx + ((long)d.at[q] * size_h + h.at[r]) * size_w;
                    const acc weight = d.weight[q] * h.weight[r];
                    for (int lane = 0; lane < lanes; lane++) {
                        const acc g = LOAD(dy, row * out_w + begin + lane);
                        for (int s = 0; s < TAPS; s++) {
                            const int at = w[lane].at[s];
                            STORE(dx_row, at, fma(weight * w[lane].weight[s], g, LOAD(dx_row, at)));
                        }
                    }
                }
            }
        }
    }
}
