// lstm_cell_backward_items: the gradients of the gates' sums and of c, from those of h' and c'
//
// tile:    a work-item does one element; neighbouring work-items do neighbours in a row
// needs:   rows of dense elements, any distance apart; dc is dc' (in place) or does not overlap it
// writes:  each element by exactly one work-item, which has read the inputs' elements before
// order:   per element, as written                   error ≤ 40u·Σ|terms|
// source:  Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 1997; Gers, Schraudolph and
//          Schmidhuber, "Learning precise timing with LSTM recurrent networks", JMLR 2002, §3
//
//@variant  lstm_cell_backward_items of lstm_cell_backward
//@prefers  gpu
//@dims     rows hidden
//@tunable  GROUP {32,64,256} = 64     work-items of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@grid     groups ceil(hidden/GROUP), rows; items GROUP
//@specialise PEEPHOLE
#include "types.clh"
#include "math.clh"
#include "cell.clh"
#include "lstm.clh"

__kernel void lstm_cell_backward_items(LSTM_CELL_BACKWARD_ARGUMENTS) {
    const long row = get_global_id(1);
    const long j = get_global_id(0);
    if (j < hidden) {
        LSTM_CELL_BACKWARD_ROWS(row)
        LSTM_CELL_BACKWARD(acc, LOAD, STORE);
    }
}
