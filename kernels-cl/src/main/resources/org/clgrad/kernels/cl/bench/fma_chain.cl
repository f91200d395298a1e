// fma_chain: y[i] = x[i]·factorⁿ + …, n times y ← fma(y, factor, addend)     the most arithmetic that a device can do
//
// tile:    a work-item keeps CHAINS vectors of WIDTH elements in registers, each a chain of its own: as many as it takes
//          to fill the pipeline of a multiplier while each waits for its last result
// needs:   dense tensors; y does not overlap x
// writes:  each element of y by exactly one work-item
// order:   per element, one fma a step                error ≤ steps·u·max|y|, none where all values are exact
// source:  own; the model of it: Williams et al., "Roofline", CACM 52(4), 2009
//
//@variant  fma_chain of fma_chain
//@prefers  any
//@dims     n
//@tunable  WIDTH {2,4,8,16} = 8      elements of a vector
//@tunable  CHAINS {2,4,8,12} = 8     vectors of a work-item
//@grid     global ceil(n/(WIDTH*CHAINS))
#include "types.clh"

#define VECTOR                JOIN(acc, WIDTH)
#define LOAD_VECTOR(x, i)     VLOAD_AS(REAL, WIDTH, x, i)
#define STORE_VECTOR(y, i, v) VSTORE_AS(REAL, WIDTH, y, i, v)

__kernel void fma_chain(IN(x_in), OUT(y_out), const long n, const int steps, const acc factor, const acc addend) {
    __global const real* x = AT(x_in);
    __global real* y = AT(y_out);
    const long begin = get_global_id(0) * (WIDTH * CHAINS);
    if (begin + WIDTH * CHAINS > n) {
        for (long i = begin; i < n; i++) {
            acc value = LOAD(x, i);
            for (int step = 0; step < steps; step++) {
                value = fma(value, factor, addend);
            }
            STORE(y, i, value);
        }
        return;
    }
    VECTOR value[CHAINS];
    #pragma unroll
    for (int c = 0; c < CHAINS; c++) {
        value[c] = LOAD_VECTOR(x, begin + c * WIDTH);
    }
    for (int step = 0; step < steps; step++) {
        // Not unrolled, the chains stay in memory: LLVM 14 on a CPU, 20 GFLOP/s instead of 200.
        #pragma unroll
        for (int c = 0; c < CHAINS; c++) {
            value[c] = fma(value[c], (VECTOR)(factor), (VECTOR)(addend));
        }
    }
    #pragma unroll
    for (int c = 0; c < CHAINS; c++) {
        STORE_VECTOR(y, begin + c * WIDTH, value[c]);
    }
}
