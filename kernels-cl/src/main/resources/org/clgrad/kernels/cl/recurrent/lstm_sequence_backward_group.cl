// lstm_sequence_backward_group: the gradient of a layer of long short-term memories over a whole sequence
//
// tile:    as lstm_sequence_group; of a step, first the cells' gradients, then dh = da·W_hh, a barrier behind each
// needs:   all dense but dy, whose rows are
// writes:  each element of da, dh and dc by exactly one work-item
// order:   in a product k ascending, one fma each; the cell as lstm_cell_backward   error: see LstmSequenceBackward
// source:  as lstm_sequence_rows
//
//@variant  lstm_sequence_backward_group of lstm_sequence_backward
//@prefers  gpu
//@dims     batch
//@tunable  GROUP {32,64,128,256} = 256     work-items of a group
//@tunable  ROWS {1,2,4} = 2                sequences of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@grid     groups ceil(batch/ROWS); items GROUP
#include "types.clh"
#include "math.clh"
#include "cell.clh"
#include "lstm_sequence.clh"

__kernel void lstm_sequence_backward_group(IN(w_in), SEQUENCE_BACKWARD_ARGUMENTS) {
    const long first_row = get_group_id(0) * ROWS;
    const int rows = min(batch - first_row, (long)ROWS);
    for (long i = get_local_id(0); i < rows * hidden; i += GROUP) {
        MOVE(AT(dh_out), first_row * hidden + i, AT(dh_in), first_row * hidden + i);
        MOVE(AT(dc_out), first_row * hidden + i, AT(dc_in), first_row * hidden + i);
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    for (long left = steps - 1; left >= 0; left--) {
        const long step = STEP(left);
        for (long j = get_local_id(0); j < hidden; j += GROUP) {
            for (int i = 0; i < rows; i++) {
                CELL_BACKWARD_OF(first_row + i)
                LSTM_CELL_BACKWARD(acc, LOAD, STORE);
            }
        }
        barrier(CLK_GLOBAL_MEM_FENCE);
        __global const real* sums = AT(da_out) + (step * batch + first_row) * 4 * hidden;
        for (long j = get_local_id(0); j < hidden; j += GROUP) {
            acc sum[ROWS];
            for (int i = 0; i < ROWS; i++) {
                sum[i] = 0;
            }
            for (long p = 0; p < 4 * hidden; p++) {
                const acc w = LOAD(AT(w_in), p * hidden + j);
                for (int i = 0; i < ROWS; i++) {
                    sum[i] = fma(LOAD(sums, min(i, rows - 1) * 4 * hidden + p), w, sum[i]);
                }
            }
            for (int i = 0; i < rows; i++) {
                STORE(AT(dh_out), (first_row + i) * hidden + j, sum[i]);
            }
        }
        barrier(CLK_GLOBAL_MEM_FENCE);
    }
}
