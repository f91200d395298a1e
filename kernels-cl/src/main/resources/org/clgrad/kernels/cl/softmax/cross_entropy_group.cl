// cross_entropy_group: y = log-softmax of each row of n;
//     loss[row] = −(1 − smoothing)·w·y[row, label[row]] − smoothing/n·Σ weight·y[row]   share[row] = w = weight[label[row]]
//     both 0 where label[row] is to be ignored; a loss of NaN where there is no such label; weights 1 where none are given
//
// tile:    a work-group owns ROWS rows, LANES work-items each, as in softmax_group; the first lane stores the loss
// needs:   dense x[rows,n], y[rows,n], weight[n]; label of the integer type T1, its elements label_stride apart
// writes:  each element of y, loss and share by exactly one work-item
// order:   as softmax_group with LOG; Σ weight·y as its sum
// source:  as cross_entropy_rows
//
//@variant  cross_entropy_group of cross_entropy
//@prefers  gpu
//@dims     rows
//@tunable  LANES {8,32,128} = 32     work-items of a row
//@tunable  ROWS {1,4,8} = 4          rows of a work-group
//@require  LANES * ROWS <= MAX_WORK_GROUP_SIZE
//@local    LANES * ROWS * sizeof(acc)
//@grid     groups ceil(rows/ROWS); items LANES, ROWS
#include "types.clh"
#include "math.clh"
#include "softmax_lanes.clh"
#include "cross_entropy.clh"

__kernel void cross_entropy_group(
        IN(x_in), IN_AS(T1, label_in), IN(weight_in), OUT(loss_out), OUT(share_out), OUT(y_out), const long rows,
        const long n, const long label_stride, const int weighted, const long ignored, const acc smoothing) {
    __local acc folds[LANES * ROWS];
    const int lane = get_local_id(0);
    __local acc* fold = folds + get_local_id(1) * LANES;
    const long row = (long)get_group_id(0) * ROWS + get_local_id(1);
    // Rows behind the last one meet the barriers too, with nothing in them.
    const long count = row < rows ? n : 0;
    __global const real* x = AT(x_in) + row * n;
    __global const real* weight = AT(weight_in);
    __global real* y = AT(y_out) + row * n;
    const acc shift = lanes_max(fold, lane, LANES, lane_max(x, count, lane, LANES));
    const acc log_sum = m_log(lanes_sum(fold, lane, LANES, lane_sum_exp(x, count, shift, lane, LANES)));
    acc all = 0;
    for (long i = lane; i < count; i += LANES) {
        const acc d = LOAD(x, i) - shift;
        STORE(y, i, d - log_sum);
        all = fma(weighted ? LOAD(weight, i) : AS_ACC(1), log_sum - d, all);
    }
    all = lanes_sum(fold, lane, LANES, all);
    if (row < rows && lane == 0) {
        const long label = AT(label_in)[row * label_stride];
        const acc own = (ulong)label < (ulong)n ? log_sum - (LOAD(x, label) - shift) : AS_ACC(0);
        store_loss(AT(loss_out), AT(share_out), weight, weighted, row, label, n, ignored, own, all, smoothing);
    }
}
