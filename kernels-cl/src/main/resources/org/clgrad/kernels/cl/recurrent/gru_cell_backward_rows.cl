// gru_cell_backward_rows: the gradients of the gates' sums and of h, from that of h'
//
// tile:    a work-item walks CHUNK neighbours of a row in vectors of 8, and what is left one by one
// needs:   rows of dense elements, any distance apart; no output overlaps an input
// writes:  each element by exactly one work-item, which has read the inputs' elements before
// order:   per element, as written                   error ≤ 20u·Σ|terms|
// source:  Cho et al., "Learning phrase representations using RNN encoder–decoder", EMNLP 2014, §2.3
//
//@variant  gru_cell_backward_rows of gru_cell_backward
//@prefers  cpu
//@dims     rows hidden
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(hidden/CHUNK), rows
//@specialise RESET_AFTER
#include "types.clh"
#include "math.clh"
#include "cell.clh"
#include "gru.clh"

__kernel void gru_cell_backward_rows(GRU_CELL_BACKWARD_ARGUMENTS) {
    const long row = get_global_id(1);
    GRU_CELL_BACKWARD_ROWS(row)
    long j = get_global_id(0) * CHUNK;
    const long end = min(j + CHUNK, hidden);
    for (; j + 8 <= end; j += 8) {
        GRU_CELL_BACKWARD(acc8, VLOAD8, VSTORE8);
    }
    for (; j < end; j++) {
        GRU_CELL_BACKWARD(acc, LOAD, STORE);
    }
}
