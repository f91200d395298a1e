// lstm_cell_rows: i, f, o = σ(gx + bx + gh + bh + p·c), g = tanh(…); c' = f·c + i·g; h' = o·tanh(c')
//
// tile:    a work-item walks CHUNK neighbours of a row in vectors of 8, and what is left one by one
// needs:   rows of dense elements, any distance apart; c' is c (in place) or does not overlap it
// writes:  each element by exactly one work-item, which has read the inputs' elements before
// order:   per element, as written                   a sigmoid has 12u and ¼ of its sum's error
// source:  Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 1997; Gers, Schraudolph and
//          Schmidhuber, "Learning precise timing with LSTM recurrent networks", JMLR 2002, §3
//
//@variant  lstm_cell_rows of lstm_cell
//@prefers  cpu
//@dims     rows hidden
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(hidden/CHUNK), rows
//@specialise PEEPHOLE
#include "types.clh"
#include "math.clh"
#include "cell.clh"
#include "lstm.clh"

__kernel void lstm_cell_rows(LSTM_CELL_ARGUMENTS) {
    const long row = get_global_id(1);
    LSTM_CELL_ROWS(row)
    long j = get_global_id(0) * CHUNK;
    const long end = min(j + CHUNK, hidden);
    for (; j + 8 <= end; j += 8) {
        LSTM_CELL(acc8, VLOAD8, VSTORE8, IN_MEMORY);
    }
    for (; j < end; j++) {
        LSTM_CELL(acc, LOAD, STORE, IN_MEMORY);
    }
}
