// resize_rows: y = x resized, each output a weighted sum of taps      planes of RANK axes
//
// tile:    a work-item owns ROWS rows of an output plane and walks them in columns of 8 outputs, the lanes of a vector, whose
//          places and weights along a row are computed once for all rows
// needs:   dense x, y; slopes ≥ 0, divisors > 0
// writes:  each element of y by exactly one work-item
// order:   taps ascending, row-major, one fma each      error ≤ (taps + 30·RANK)·u·Σ|x| over the taps; TAPS = 1: exact
// source:  own
//
//@variant  resize_rows of resize
//@prefers  cpu
//@dims     planes rows
//@tunable  ROWS {1,4,16,64} = 16     output rows of a work-item
//@grid     global ceil(rows/ROWS), planes
//@specialise RANK TAPS
#include "types.clh"
#include "resize.clh"

__kernel void resize_rows(IN(x_in), OUT(y_out), RESIZED) {
    const long plane = get_global_id(1);
    __global const real* x = AT(x_in) + plane * PLANE;
    __global real* y = AT(y_out) + plane * OUT_PLANE;
    const long begin = get_global_id(0) * (long)ROWS;
    const long end = min(begin + ROWS, (long)out_d * out_h);
    for (int ow = 0; ow < out_w; ow += 8) {
        const int lanes = min(8, out_w - ow);
        int at[TAPS][8];
        acc weights[TAPS][8];
        for (int lane = 0; lane < 8; lane++) {
            // Lanes beyond the row repeat its last output.
            const axis_taps w = AXIS_TAPS(w, min(ow + lane, out_w - 1));
            for (int s = 0; s < TAPS; s++) {
                at[s][lane] = w.at[s];
                weights[s][lane] = w.weight[s];
            }
        }
        for (long row = begin; row < end; row++) {
            const axis_taps d = TAPS_OF_D(row / out_h);
            const axis_taps h = TAPS_OF_H(row % out_h);
            acc8 sum = (acc8)(0);
            for (int q = 0; q < TAPS_D; q++) {
                for (int r = 0; r < TAPS_H; r++) {
                    __global const real* x_row = x + ((long)d.at[q] * size_h + h.at[r]) * size_w;
                    const acc8 weight = (acc8)(d.weight[q] * h.weight[r]);
                    for (int s = 0; s < TAPS; s++) {
                        acc values[8];
                        for (int lane = 0; lane < 8; lane++) {
                            values[lane] = LOAD(x_row, at[s][lane]);
                        }
#if TAPS == 1
                        // Without arithmetic, so that −0 and NaN stay what they are.
                        sum = vload8(0, values);
#else
                        sum = fma(weight * vload8(0, weights[s]), vload8(0, values), sum);
#endif
                    }
                }
            }
            if (lanes == 8) {
                VSTORE8(y, row * out_w + ow, sum);
            } else {
                acc values[8];
                vstore8(sum, 0, values);
                for (int lane = 0; lane < lanes; lane++) {
                    STORE(y, row * out_w + ow + lane, values[lane]);
                }
            }
        }
    }
}
