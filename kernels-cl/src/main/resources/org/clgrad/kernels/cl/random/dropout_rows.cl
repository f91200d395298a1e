// dropout_rows: y[r,i] = scale·x[r,i] + shift, or with a probability a constant, the same for all of a row
//
// tile:    a work-item owns CHUNK neighbours of a row and draws for it
// needs:   dense x, y, state and next state of two longs (seed, counter), which do not overlap
// writes:  each element of y by exactly one work-item; the next state, (seed, counter + blocks), by the first one
// order:   dropped where word < ⌈probability·2³²⌉, exact; kept: one product or fma
// source:  philox.clh; Tompson et al., "Efficient object localization using convolutional networks", CVPR 2015
//
//@variant  dropout_rows of dropout
//@prefers  any
//@dims     rows columns
//@tunable  CHUNK {16,256,1024} = 256     elements of a work-item
//@grid     global max(1, ceil(columns/CHUNK)), max(1, rows)
//@specialise AGAIN AFFINE
#include "types.clh"
#include "philox.clh"
#include "dropout.clh"

__kernel void dropout_rows(DROPOUT_ARGS, const long columns) {
    const ulong seed = AT(state_in)[0];
    const ulong counter = (ulong)AT(state_in)[1] - before;
    const long row = get_global_id(1);
    long i = get_global_id(0) * CHUNK;
    if (row == 0 && i == 0) {
        HAND_ON(seed, counter + blocks);
    }
    const long end = min(min(i + CHUNK, columns), n - row * columns);
    int each[4];
    vstore4(dropout_events(philox(counter + row / 4, seed), threshold), 0, each);
    const bool drops = each[row % 4];
    __global const real* x = AT(x_in) + row * columns;
    __global real* y = AT(y_out) + row * columns;
    for (; i + 8 <= end; i += 8) {
        VSTORE8(y, i, drops ? (acc8)(dropped) : KEPT(acc8, VLOAD8(x, i)));
    }
    for (; i < end; i++) {
        STORE(y, i, drops ? dropped : KEPT(acc, LOAD(x, i)));
    }
}
