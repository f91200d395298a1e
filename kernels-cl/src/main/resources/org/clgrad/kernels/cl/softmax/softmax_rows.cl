// softmax_rows: y = exp(x − max) / Σ exp(x − max), or with LOG (x − max) − log Σ exp(x − max), of each row of n
//
// tile:    a work-item owns ROWS rows and walks each in vectors of 8: for the sum, beside which the next row is read for its maximum, and
//          which leaves the exponentials, or with LOG what they are of, in private memory, from where they go to y, past the caches
//          if y is large. Of a row of more than LINE elements the exponentials are kept in y, or where that would round them
//          computed twice
// needs:   dense x[rows,n] and y[rows,n]
// writes:  each element of y by exactly one work-item; without LOG the y of a long row holds exp(x − max) before it is divided
// order:   sixteen sums of every sixteenth term, eight of a long row, folded by halves, then the last terms
//          relative error of y, without LOG: ≤ (|x−max| + mean of |x−max| + n + 17)·u
// source:  Blanchard, Higham, Higham, "Accurately computing the log-sum-exp and softmax functions", IMA J. Numer. Anal.
//          2021, algorithm 3.2, for the error and for subtracting the maximum
//
//@variant  softmax_rows of softmax
//@prefers  cpu
//@dims     rows
//@tunable  ROWS {1,4,16,64} = 16     rows of a work-item
//@tunable  LINE {4,4096} = 4096     elements of a row that is kept in private memory
//@tunable  STREAM_KIB {0,8192} = 8192     from so many KiB on y goes past the caches
//@grid     groups ceil(rows/ROWS); items 1
//@specialise LOG
#include "types.clh"
#include "math.clh"
#include "softmax_rows.clh"
#include "stream.clh"
#include "ahead.clh"

// A row of at most LINE elements. While it computes it reads the next one, for the largest of that, so that memory does not wait.
static acc short_row(__global const real* x, __global real* y, const long n, const acc shift, __global const real* next,
        acc* line, const bool streams) {
    acc8 a = (acc8)(0);
    acc8 b = (acc8)(0);
    acc8 c = (acc8)(-INFINITY);
    acc8 d = (acc8)(-INFINITY);
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        ASK_AHEAD(next + i);
        const acc8 v = VLOAD8(x, i) - shift;
        const acc8 w = VLOAD8(x, i + 8) - shift;
        const acc8 e = m_exp(v);
        const acc8 f = m_exp(w);
        a += e;
        b += f;
        c = fmax(c, VLOAD8(next, i));
        d = fmax(d, VLOAD8(next, i + 8));
        vstore8(LOG ? v : e, 0, line + i);
        vstore8(LOG ? w : f, 0, line + i + 8);
    }
    acc largest = fold_max(fmax(c, d));
    acc sum = sum_lanes8(a + b);
    for (; i < n; i++) {
        const acc v = LOAD(x, i) - shift;
        const acc e = m_exp(v);
        sum += e;
        largest = fmax(largest, LOAD(next, i));
        line[i] = LOG ? v : e;
    }
#if LOG
    store_line(y, line, n, AS_ACC(1), -m_log(sum), streams);
#else
    store_line(y, line, n, AS_ACC(1) / sum, AS_ACC(0), streams);
#endif
    return largest;
}

static void long_row(__global const real* x, __global real* y, const long n, const acc shift) {
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

__kernel void softmax_rows(IN(x_in), OUT(y_out), const long rows, const long n) {
    const bool streams = STREAMS(REAL, rows * n);
    const long begin = get_group_id(0) * ROWS;
    const long end = min(begin + ROWS, rows);
    acc line[LINE];
    acc shift = row_max(AT(x_in) + begin * n, n);
    for (long row = begin; row < end; row++) {
        __global const real* x = AT(x_in) + row * n;
        __global const real* next = AT(x_in) + min(row + 1, end - 1) * n;
        __global real* y = AT(y_out) + row * n;
        if (n <= LINE) {
            shift = short_row(x, y, n, shift, next, line, streams);
        } else {
            long_row(x, y, n, shift);
            shift = row + 1 < end ? row_max(next, n) : shift;
        }
    }
}
