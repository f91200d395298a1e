// softmax_rows: y = exp(x − max) / Σ exp(x − max), or with LOG (x − max) − log Σ exp(x − max), of each row of n
//
// tile:    a work-item owns ROWS rows and walks each in vectors of 8, three times; the row stays in cache
// needs:   dense x[rows,n] and y[rows,n]
// writes:  each element of y by exactly one work-item; without LOG y holds exp(x − max) before it is divided
// order:   eight sums of every eighth term, folded by halves, then the n % 8 last terms
//          relative error of y, without LOG: ≤ (|x−max| + mean of |x−max| + n + 17)·u
// source:  Blanchard, Higham, Higham, "Accurately computing the log-sum-exp and softmax functions", IMA J. Numer. Anal.
//          2021, algorithm 3.2, for the error and for subtracting the maximum
//
//@variant  softmax_rows of softmax
//@prefers  cpu
//@dims     rows
//@tunable  ROWS {1,4,16,64} = 4     rows of a work-item
//@grid     global ceil(rows/ROWS)
//@specialise LOG
#include "types.clh"
#include "math.clh"
#include "softmax_rows.clh"

__kernel void softmax_rows(IN(x_in), OUT(y_out), const long rows, const long n) {
    const long begin = get_global_id(0) * ROWS;
    const long end = min(begin + ROWS, rows);
    for (long row = begin; row < end; row++) {
        __global const real* x = AT(x_in) + row * n;
        __global real* y = AT(y_out) + row * n;
        const acc shift = row_max(x, n);
#if LOG
        row_log_softmax(x, y, n, shift, m_log(row_sum_exp(x, n, shift)));
#elif IS_NARROW(REAL)
        // What is stored has lost digits already, so the exponentials are computed twice.
        const acc sum = row_sum_exp(x, n, shift);
        long i = 0;
        for (; i + 8 <= n; i += 8) {
            VSTORE8(y, i, m_exp(VLOAD8(x, i) - shift) / sum);
        }
        for (; i < n; i++) {
            STORE(y, i, m_exp(LOAD(x, i) - shift) / sum);
        }
#else
        acc8 lanes = (acc8)(0);
        long i = 0;
        for (; i + 8 <= n; i += 8) {
            const acc8 e = m_exp(VLOAD8(x, i) - shift);
            lanes += e;
            VSTORE8(y, i, e);
        }
        acc sum = sum_lanes8(lanes);
        for (; i < n; i++) {
            const acc e = m_exp(LOAD(x, i) - shift);
            sum += e;
            STORE(y, i, e);
        }
        for (i = 0; i + 8 <= n; i += 8) {
            VSTORE8(y, i, VLOAD8(y, i) / sum);
        }
        for (; i < n; i++) {
            STORE(y, i, LOAD(y, i) / sum);
        }
#endif
    }
}
