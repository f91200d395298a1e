// softmax_columns: softmax, or with LOG its logarithm, over the middle axis of x[outer,n,inner]
//
// tile:    a work-item owns 8 neighbours of the inner axis, as lanes of a vector, and walks the middle axis three times:
//          maximum, sum, result. A GPU's lane moves whole 32-byte sectors
// needs:   dense x and y
// writes:  each element of y by exactly one work-item
// order:   index on the middle axis ascending      error as softmax_rows
// source:  as softmax_rows
//
//@variant  softmax_columns of softmax
//@prefers  any
//@dims     outer inner
//@grid     global ceil(inner/8), outer
//@specialise LOG
#include "types.clh"
#include "math.clh"

#if LOG
#define RESULT(d, sum) ((d) - m_log(sum))
#else
#define RESULT(d, sum) (m_exp(d) / (sum))
#endif

// The lanes from column i on: T is acc or a vector of it.
#define COLUMNS(T, load, store)                                                                                        \
    do {                                                                                                               \
        T shift = (T)(-INFINITY);                                                                                      \
        for (long k = 0; k < n; k++) {                                                                                 \
            shift = fmax(shift, load(x, k * inner + i));                                                               \
        }                                                                                                              \
        T sum = (T)(0);                                                                                                \
        for (long k = 0; k < n; k++) {                                                                                 \
            sum += m_exp(load(x, k * inner + i) - shift);                                                              \
        }                                                                                                              \
        for (long k = 0; k < n; k++) {                                                                                 \
            const T d = load(x, k * inner + i) - shift;                                                                \
            store(y, k * inner + i, RESULT(d, sum));                                                                \
        }                                                                                                              \
    } while (0)

__kernel void softmax_columns(IN(x_in), OUT(y_out), const long n, const long inner) {
    const long plane = get_global_id(1) * n * inner;
    __global const real* x = AT(x_in) + plane;
    __global real* y = AT(y_out) + plane;
    long i = get_global_id(0) * 8;
    if (i + 8 <= inner) {
        COLUMNS(acc8, VLOAD8, VSTORE8);
    } else {
        for (; i < inner; i++) {
            COLUMNS(acc, LOAD, STORE);
        }
    }
}
