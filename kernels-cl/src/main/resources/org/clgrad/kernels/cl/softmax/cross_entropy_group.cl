// cross_entropy_group: y = log-softmax of each row of n;  loss[row] = −y[row, label[row]], NaN where there is no such label
//
// tile:    a work-group owns ROWS rows, LANES work-items each, as in softmax_group; the first lane stores the loss
// needs:   dense x[rows,n] and y[rows,n]; label of the integer type T1, its elements label_stride apart
// writes:  each element of y and loss by exactly one work-item
// order:   as softmax_group with LOG
// source:  as softmax_rows
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

__kernel void cross_entropy_group(
        IN(x_in), IN_AS(T1, label_in), OUT(loss_out), OUT(y_out), const long rows, const long n,
        const long label_stride) {
    __local acc folds[LANES * ROWS];
    const int lane = get_local_id(0);
    __local acc* fold = folds + get_local_id(1) * LANES;
    const long row = (long)get_group_id(0) * ROWS + get_local_id(1);
    // Rows behind the last one meet the barriers too, with nothing in them.
    const long count = row < rows ? n : 0;
    __global const real* x = AT(x_in) + row * n;
    __global real* y = AT(y_out) + row * n;
    __global real* loss = AT(loss_out);
    const acc shift = lanes_max(fold, lane, LANES, lane_max(x, count, lane, LANES));
    const acc log_sum = m_log(lanes_sum(fold, lane, LANES, lane_sum_exp(x, count, shift, lane, LANES)));
    for (long i = lane; i < count; i += LANES) {
        STORE(y, i, (LOAD(x, i) - shift) - log_sum);
    }
    if (row < rows && lane == 0) {
        const long label = AT(label_in)[row * label_stride];
        STORE(loss, row, (ulong)label < (ulong)n ? log_sum - (LOAD(x, label) - shift) : NAN);
    }
}
