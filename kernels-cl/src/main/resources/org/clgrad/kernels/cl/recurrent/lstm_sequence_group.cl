// lstm_sequence_group: a layer of long short-term memories over a whole sequence: for each step the product h·W_hhᵀ and the cell
//
// tile:    a work-group owns ROWS sequences of the batch and takes all their steps, with a barrier between two; a work-item does
//          every GROUP-th unit, its four gates' sums in registers. Weights come as w[k][gate][unit], so that neighbours read
//          neighbours
// needs:   all dense
// writes:  each element of h, c and gates by exactly one work-item; gates of the last step only where gates_step is 0
// order:   in a product k ascending, one fma each; the cell as lstm_cell            error: see LstmSequence
// source:  as lstm_sequence_rows
//
//@variant  lstm_sequence_group of lstm_sequence
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

__kernel void lstm_sequence_group(IN(w_in), SEQUENCE_ARGUMENTS) {
    const long first_row = get_group_id(0) * ROWS;
    const int rows = min(batch - first_row, (long)ROWS);
    for (long i = get_local_id(0); i < rows * hidden; i += GROUP) {
        MOVE(AT(h_out), FIRST + first_row * hidden + i, AT(h0_in), first_row * hidden + i);
        MOVE(AT(c_out), FIRST + first_row * hidden + i, AT(c0_in), first_row * hidden + i);
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    for (long taken = 0; taken < steps; taken++) {
        const long step = STEP(taken);
        __global const real* h = AT(h_out) + BEFORE(step) + first_row * hidden;
        for (long j = get_local_id(0); j < hidden; j += GROUP) {
            acc sum[ROWS][4];
            for (int i = 0; i < ROWS; i++) {
                for (int gate = 0; gate < 4; gate++) {
                    sum[i][gate] = 0;
                }
            }
            for (long p = 0; p < hidden; p++) {
                for (int i = 0; i < ROWS; i++) {
                    const acc h_ip = LOAD(h, min(i, rows - 1) * hidden + p);
                    for (int gate = 0; gate < 4; gate++) {
                        sum[i][gate] = fma(h_ip, LOAD(AT(w_in), (p * 4 + gate) * hidden + j), sum[i][gate]);
                    }
                }
            }
            for (int i = 0; i < rows; i++) {
                CELL_OF(first_row + i)
                for (int gate = 0; gate < 4; gate++) {
                    STORE(gates, gate * hidden + j, sum[i][gate]);
                }
                LSTM_CELL(acc, LOAD, STORE, IN_MEMORY);
            }
        }
        barrier(CLK_GLOBAL_MEM_FENCE);
    }
}
