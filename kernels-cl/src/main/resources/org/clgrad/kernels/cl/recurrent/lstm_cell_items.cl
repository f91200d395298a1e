// lstm_cell_items: i, f, o = σ(gx + bx + gh + bh + p·c), g = tanh(…); c' = f·c + i·g; h' = o·tanh(c')
//
// tile:    a work-item does one element; neighbouring work-items do neighbours in a row
// needs:   rows of dense elements, any distance apart; c' is c (in place) or does not overlap it
// writes:  each element by exactly one work-item, which has read the inputs' elements before
// order:   per element, as written                   a sigmoid has 12u and ¼ of its sum's error
// source:  Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 1997; Gers, Schraudolph and
//          Schmidhuber, "Learning precise timing with LSTM recurrent networks", JMLR 2002, §3
//
//@variant  lstm_cell_items of lstm_cell
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

__kernel void lstm_cell_items(LSTM_CELL_ARGUMENTS) {
    const long row = get_global_id(1);
    const long j = get_global_id(0);
    if (j < hidden) {
        LSTM_CELL_ROWS(row)
        LSTM_CELL(acc, LOAD, STORE, IN_MEMORY);
    }
}
