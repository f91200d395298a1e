// softmax_backward_group: as softmax_backward_rows, of each row of n
//
// tile:    a work-group owns ROWS rows, LANES work-items each; the lanes of a row read neighbours and fold their sums in
//          local memory
// needs:   dense dy, y, dx [rows,n]
// writes:  each element of dx by exactly one work-item
// order:   LANES sums of every LANES-th term, one fma each, folded by halves      error as softmax_backward_rows
// source:  own
//
//@variant  softmax_backward_group of softmax_backward
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

__kernel void softmax_backward_group(IN(dy_in), IN(y_in), OUT(dx_out), const long rows, const long n) {
    __local acc folds[LANES * ROWS];
    const int lane = get_local_id(0);
    __local acc* fold = folds + get_local_id(1) * LANES;
    const long row = (long)get_group_id(0) * ROWS + get_local_id(1);
    // Rows behind the last one meet the barriers too, with nothing in them.
    const long count = row < rows ? n : 0;
    __global const real* dy = AT(dy_in) + row * n;
    __global const real* y = AT(y_in) + row * n;
    __global real* dx = AT(dx_out) + row * n;
    acc part = 0;
    for (long i = lane; i < count; i += LANES) {
#if LOG
        part += LOAD(dy, i);
#else
        part = fma(LOAD(dy, i), LOAD(y, i), part);
#endif
    }
    const acc sum = lanes_sum(fold, lane, LANES, part);
    for (long i = lane; i < count; i += LANES) {
#if LOG
        STORE(dx, i, fma(-m_exp(LOAD(y, i)), sum, LOAD(dy, i)));
#else
        STORE(dx, i, LOAD(y, i) * (LOAD(dy, i) - sum));
#endif
    }
}
