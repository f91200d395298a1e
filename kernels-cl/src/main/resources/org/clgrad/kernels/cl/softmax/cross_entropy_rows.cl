// cross_entropy_rows: y = log-softmax of each row of n;  loss[row] = −y[row, label[row]], NaN where there is no such label
//
// tile:    a work-item owns ROWS rows and walks each in vectors of 8, three times; the row stays in cache
// needs:   dense x[rows,n] and y[rows,n]; label of the integer type T1, its elements label_stride apart
// writes:  each element of y and loss by exactly one work-item
// order:   as softmax_rows with LOG
// source:  as softmax_rows
//
//@variant  cross_entropy_rows of cross_entropy
//@prefers  cpu
//@dims     rows
//@tunable  ROWS {1,4,16,64} = 4     rows of a work-item
//@grid     global ceil(rows/ROWS)
#include "types.clh"
#include "math.clh"
#include "softmax_rows.clh"

__kernel void cross_entropy_rows(
        IN(x_in), IN_AS(T1, label_in), OUT(loss_out), OUT(y_out), const long rows, const long n,
        const long label_stride) {
    __global real* loss = AT(loss_out);
    const long begin = get_global_id(0) * ROWS;
    const long end = min(begin + ROWS, rows);
    for (long row = begin; row < end; row++) {
        __global const real* x = AT(x_in) + row * n;
        __global real* y = AT(y_out) + row * n;
        const acc shift = row_max(x, n);
        const acc log_sum = m_log(row_sum_exp(x, n, shift));
        row_log_softmax(x, y, n, shift, log_sum);
        const long label = AT(label_in)[row * label_stride];
        STORE(loss, row, (ulong)label < (ulong)n ? log_sum - (LOAD(x, label) - shift) : NAN);
    }
}
