// squared_distance: d[n,m] = Σ (x[n,k] − y[m,k])²
//
// tile:    a work-item owns POINTS elements of d, one below the other, and walks k once for all of them
// needs:   dense x[n,k], y[m,k] and d[n,m]
// writes:  each element of d by exactly one work-item
// order:   k ascending, one fma each      error ≤ (k + 3)·u·d
// source:  the definition
//
//@variant  squared_distance of squared_distance
//@prefers  any
//@dims     n m
//@tunable  POINTS {1,2,4,8} = 4     rows of d of a work-item
//@grid     global m, ceil(n/POINTS)
#include "types.clh"

__kernel void squared_distance(IN(x_in), IN(y_in), OUT(d_out), const long n, const long m, const long k) {
    __global const real* x = AT(x_in);
    __global const real* y = AT(y_in);
    __global real* d = AT(d_out);
    const long column = get_global_id(0);
    const long begin = get_global_id(1) * POINTS;
    acc sum[POINTS];
    for (int p = 0; p < POINTS; p++) {
        sum[p] = AS_ACC(0);
    }
    for (long i = 0; i < k; i++) {
        const acc at = LOAD(y, column * k + i);
        for (int p = 0; p < POINTS; p++) {
            const acc gap = LOAD(x, min(begin + p, n - 1) * k + i) - at;
            sum[p] = fma(gap, gap, sum[p]);
        }
    }
    for (int p = 0; p < POINTS && begin + p < n; p++) {
        STORE(d, (begin + p) * m + column, sum[p]);
    }
}
