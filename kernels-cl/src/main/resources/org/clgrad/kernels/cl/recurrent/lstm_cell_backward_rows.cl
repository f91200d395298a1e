// lstm_cell_backward_rows: the gradients of the gates' sums and of c, from those of h' and c'
//
// tile:    a work-item walks CHUNK neighbours of a row in vectors of 8, and what is left one by one
// needs:   rows of dense elements, any distance apart; dc is dc' (in place) or does not overlap it
// writes:  each element by exactly one work-item, which has read the inputs' elements before
// order:   per element, as written                   error ≤ 40u·Σ|terms|
// source:  Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 1997; Gers, Schraudolph and
//          Schmidhuber, "Learning precise timing with LSTM recurrent networks", JMLR 2002, §3
//
//@variant  lstm_cell_backward_rows of lstm_cell_backward
//@prefers  cpu
//@dims     rows hidden
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(hidden/CHUNK), rows
//@specialise PEEPHOLE
#include "types.clh"
#include "math.clh"
#include "cell.clh"
#include "lstm.clh"

__kernel void lstm_cell_backward_rows(LSTM_CELL_BACKWARD_ARGUMENTS) {
    const long row = get_global_id(1);
    LSTM_CELL_BACKWARD_ROWS(row)
    long j = get_global_id(0) * CHUNK;
    const long end = min(j + CHUNK, hidden);
    for (; j + 8 <= end; j += 8) {
        LSTM_CELL_BACKWARD(acc8, VLOAD8, VSTORE8);
    }
    for (; j < end; j++) {
        LSTM_CELL_BACKWARD(acc, LOAD, STORE);
    }
}
