// softmax_backward_rows: dx = y·(dy − Σ dy·y), or with LOG (y a log-softmax) dy − exp(y)·Σ dy, of each row of n
//
// tile:    a work-item owns ROWS rows and walks each in vectors of 8, twice; the row stays in cache
// needs:   dense dy, y, dx [rows,n]
// writes:  each element of dx by exactly one work-item
// order:   eight sums of every eighth term, one fma each, folded by halves, then the n % 8 last terms
//          error ≤ (n+2)·u·|y|·Σ|dy·y| + 2u·|y|·(|dy|+|Σ|), or u·|dx| + (n+8)·u·exp(y)·Σ|dy|
// source:  own
//
//@variant  softmax_backward_rows of softmax_backward
//@prefers  cpu
//@dims     rows
//@tunable  ROWS {1,4,16,64} = 4     rows of a work-item
//@grid     global ceil(rows/ROWS)
//@specialise LOG
#include "types.clh"
#include "math.clh"
#include "softmax_rows.clh"

#if LOG
#define TERM(sum, g, p) ((sum) + (g))
#define RESULT(T, g, p) fma(-m_exp(p), (T)(sum), g)
#else
#define TERM(sum, g, p) fma(g, p, sum)
#define RESULT(T, g, p) ((p) * ((g) - (T)(sum)))
#endif

__kernel void softmax_backward_rows(IN(dy_in), IN(y_in), OUT(dx_out), const long rows, const long n) {
    const long begin = get_global_id(0) * ROWS;
    const long end = min(begin + ROWS, rows);
    for (long row = begin; row < end; row++) {
        __global const real* dy = AT(dy_in) + row * n;
        __global const real* y = AT(y_in) + row * n;
        __global real* dx = AT(dx_out) + row * n;
        acc8 lanes = (acc8)(0);
        long i = 0;
        for (; i + 8 <= n; i += 8) {
            lanes = TERM(lanes, VLOAD8(dy, i), VLOAD8(y, i));
        }
        acc sum = sum_lanes8(lanes);
        for (; i < n; i++) {
            sum = TERM(sum, LOAD(dy, i), LOAD(y, i));
        }
        for (i = 0; i + 8 <= n; i += 8) {
            VSTORE8(dx, i, RESULT(acc8, VLOAD8(dy, i), VLOAD8(y, i)));
        }
        for (; i < n; i++) {
            STORE(dx, i, RESULT(acc, LOAD(dy, i), LOAD(y, i)));
        }
    }
}
