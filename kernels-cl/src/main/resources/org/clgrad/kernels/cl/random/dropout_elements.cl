// dropout_elements: y[i] = scale·x[i] + shift, or with a probability a constant;  the next state is (seed, counter + blocks)
//
// tile:    a work-item makes CHUNK blocks of Philox, 4 elements each, and moves neighbours
// needs:   dense x, y, state and next state of two longs (seed, counter), which do not overlap
// writes:  each element of y by exactly one work-item; the next state by the first one
// order:   dropped where word < ⌈probability·2³²⌉, exact; kept: one product or fma
// source:  philox.clh; Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15, 2014
//
//@variant  dropout_elements of dropout
//@prefers  any
//@dims     blocks
//@tunable  CHUNK {1,4,16,64} = 16     blocks of a work-item
//@grid     global max(1, ceil(blocks/CHUNK))
//@specialise AGAIN AFFINE
#include "types.clh"
#include "philox.clh"
#include "dropout.clh"

#if IS(ACC, double)
#define LANES(mask) convert_long4(mask)
#else
#define LANES(mask) (mask)
#endif

__kernel void dropout_elements(DROPOUT_ARGS) {
    const ulong seed = AT(state_in)[0];
    const ulong counter = (ulong)AT(state_in)[1] - before;
    __global const real* x = AT(x_in);
    __global real* y = AT(y_out);
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, blocks);
    for (long block = begin; block < end; block++) {
        const int4 drops = dropout_events(philox(counter + block, seed), threshold);
        const long i = block * 4;
        if (i + 4 <= n) {
            VSTORE4(y, i, LANES(drops) ? (acc4)(dropped) : KEPT(acc4, VLOAD4(x, i)));
        } else {
            int each[4];
            vstore4(drops, 0, each);
            for (int k = 0; i + k < n; k++) {
                STORE(y, i + k, each[k] ? dropped : KEPT(acc, LOAD(x, i + k)));
            }
        }
    }
    if (begin == 0) {
        HAND_ON(seed, counter + blocks);
    }
}
