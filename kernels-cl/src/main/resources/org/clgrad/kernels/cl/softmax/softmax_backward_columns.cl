// softmax_backward_columns: as softmax_backward_rows, over the middle axis of [outer,n,inner]
//
// tile:    a work-item owns 8 neighbours of the inner axis, as lanes of a vector, and walks the middle axis twice
// needs:   dense dy, y, dx
// writes:  each element of dx by exactly one work-item
// order:   index on the middle axis ascending, one fma each      error as softmax_backward_rows
// source:  own
//
//@variant  softmax_backward_columns of softmax_backward
//@prefers  any
//@dims     outer inner
//@grid     global ceil(inner/8), outer
//@specialise LOG
#include "types.clh"
#include "math.clh"

#if LOG
#define TERM(g, p)   (sum + (g))
#define RESULT(g, p) fma(-m_exp(p), sum, g)
#else
#define TERM(g, p)   fma(g, p, sum)
#define RESULT(g, p) ((p) * ((g) - sum))
#endif

// The lanes from column i on: T is acc or a vector of it.
#define COLUMNS(T, load, store)                                                                                        \
    do {                                                                                                               \
        T sum = (T)(0);                                                                                                \
        for (long k = 0; k < n; k++) {                                                                                 \
            sum = TERM(load(dy, k * inner + i), load(y, k * inner + i));                                               \
        }                                                                                                              \
        for (long k = 0; k < n; k++) {                                                                                 \
            store(dx, k * inner + i, RESULT(load(dy, k * inner + i), load(y, k * inner + i)));                         \
        }                                                                                                              \
    } while (0)

__kernel void softmax_backward_columns(IN(dy_in), IN(y_in), OUT(dx_out), const long n, const long inner) {
    const long plane = get_global_id(1) * n * inner;
    __global const real* dy = AT(dy_in) + plane;
    __global const real* y = AT(y_in) + plane;
    __global real* dx = AT(dx_out) + plane;
    long i = get_global_id(0) * 8;
    if (i + 8 <= inner) {
        COLUMNS(acc8, VLOAD8, VSTORE8);
    } else {
        for (; i < inner; i++) {
            COLUMNS(acc, LOAD, STORE);
        }
    }
}
