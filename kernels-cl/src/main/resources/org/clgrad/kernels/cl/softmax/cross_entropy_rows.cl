// cross_entropy_rows: y = log-softmax of each row of n;
//     loss[row] = −(1 − smoothing)·w·y[row, label[row]] − smoothing/n·Σ weight·y[row]   share[row] = w = weight[label[row]]
//     both 0 where label[row] is to be ignored; a loss of NaN where there is no such label; weights 1 where none are given
//
// tile:    a work-item owns ROWS rows and walks each in vectors of 8, three times, with smoothing four; the row stays in
//          cache
// needs:   dense x[rows,n], y[rows,n], weight[n]; label of the integer type T1, its elements label_stride apart
// writes:  each element of y, loss and share by exactly one work-item
// order:   as softmax_rows with LOG; Σ weight·y as its sum
// source:  as softmax_rows; smoothing: Szegedy et al., "Rethinking the Inception Architecture", CVPR 2016, §7
//
//@variant  cross_entropy_rows of cross_entropy
//@prefers  cpu
//@dims     rows
//@tunable  ROWS {1,4,16,64} = 4     rows of a work-item
//@grid     global ceil(rows/ROWS)
#include "types.clh"
#include "math.clh"
#include "softmax_rows.clh"
#include "cross_entropy.clh"

// Σ weight·(log_sum − (x − shift)) of a row.
static acc row_sum_weighted(
        __global const real* x, __global const real* weight, const int weighted, const long n, const acc shift,
        const acc log_sum) {
    acc8 lanes = (acc8)(0);
    long i = 0;
    for (; i + 8 <= n; i += 8) {
        const acc8 w = weighted ? VLOAD8(weight, i) : (acc8)(1);
        lanes = fma(w, log_sum - (VLOAD8(x, i) - shift), lanes);
    }
    acc sum = sum_lanes8(lanes);
    for (; i < n; i++) {
        sum = fma(weighted ? LOAD(weight, i) : AS_ACC(1), log_sum - (LOAD(x, i) - shift), sum);
    }
    return sum;
}

__kernel void cross_entropy_rows(
        IN(x_in), IN_AS(T1, label_in), IN(weight_in), OUT(loss_out), OUT(share_out), OUT(y_out), const long rows,
        const long n, const long label_stride, const int weighted, const long ignored, const acc smoothing) {
    const long begin = get_global_id(0) * ROWS;
    const long end = min(begin + ROWS, rows);
    for (long row = begin; row < end; row++) {
        __global const real* x = AT(x_in) + row * n;
        __global real* y = AT(y_out) + row * n;
        const acc shift = row_max(x, n);
        const acc log_sum = m_log(row_sum_exp(x, n, shift));
        row_log_softmax(x, y, n, shift, log_sum);
        const acc all = smoothing > 0 ? row_sum_weighted(x, AT(weight_in), weighted, n, shift, log_sum) : AS_ACC(0);
        const long label = AT(label_in)[row * label_stride];
        const acc own = (ulong)label < (ulong)n ? log_sum - (LOAD(x, label) - shift) : AS_ACC(0);
        store_loss(
                AT(loss_out), AT(share_out), AT(weight_in), weighted, row, label, n, ignored, own, all, smoothing);
    }
}
