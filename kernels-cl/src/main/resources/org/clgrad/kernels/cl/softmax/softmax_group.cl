// softmax_group: softmax, or with LOG its logarithm, of each row of n
//
// tile:    a work-group owns ROWS rows, LANES work-items each; the lanes of a row read neighbours and fold their maxima
//          and sums in local memory
// needs:   dense x[rows,n] and y[rows,n]
// writes:  each element of y by exactly one work-item
// order:   LANES sums of every LANES-th term, folded by halves      error as softmax_rows
// source:  as softmax_rows
//
//@variant  softmax_group of softmax
//@prefers  gpu
//@dims     rows
//@tunable  LANES {8,32,128} = 32     work-items of a row
//@tunable  ROWS {1,4,8} = 4          rows of a work-group
//@require  LANES * ROWS <= MAX_WORK_GROUP_SIZE
//@local    LANES * ROWS * sizeof(acc)
//@grid     groups ceil(rows/ROWS); items LANES, ROWS
//@specialise LOG
#include "types.clh"
#include "math.clh"
#include "softmax_lanes.clh"

__kernel void softmax_group(IN(x_in), OUT(y_out), const long rows, const long n) {
    __local acc folds[LANES * ROWS];
    const int lane = get_local_id(0);
    __local acc* fold = folds + get_local_id(1) * LANES;
    const long row = (long)get_group_id(0) * ROWS + get_local_id(1);
    // Rows behind the last one meet the barriers too, with nothing in them.
    const long count = row < rows ? n : 0;
    __global const real* x = AT(x_in) + row * n;
    __global real* y = AT(y_out) + row * n;
    const acc shift = lanes_max(fold, lane, LANES, lane_max(x, count, lane, LANES));
    const acc sum = lanes_sum(fold, lane, LANES, lane_sum_exp(x, count, shift, lane, LANES));
#if LOG
    const acc log_sum = m_log(sum);
#endif
    for (long i = lane; i < count; i += LANES) {
        const acc d = LOAD(x, i) - shift;
#if LOG
        STORE(y, i, d - log_sum);
#else
        STORE(y, i, m_exp(d) / sum);
#endif
    }
}
