// gru_cell_backward_items: the gradients of the gates' sums and of h, from that of h'
//
// tile:    a work-item does one element; neighbouring work-items do neighbours in a row
// needs:   rows of dense elements, any distance apart; no output overlaps an input
// writes:  each element by exactly one work-item, which has read the inputs' elements before
// order:   per element, as written                   error ≤ 20u·Σ|terms|
// source:  Cho et al., "Learning phrase representations using RNN encoder–decoder", EMNLP 2014, §2.3
//
//@variant  gru_cell_backward_items of gru_cell_backward
//@prefers  gpu
//@dims     rows hidden
//@tunable  GROUP {32,64,256} = 64     work-items of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@grid     groups ceil(hidden/GROUP), rows; items GROUP
//@specialise RESET_AFTER
#include "types.clh"
#include "math.clh"
#include "cell.clh"
#include "gru.clh"

__kernel void gru_cell_backward_items(GRU_CELL_BACKWARD_ARGUMENTS) {
    const long row = get_global_id(1);
    const long j = get_global_id(0);
    if (j < hidden) {
        GRU_CELL_BACKWARD_ROWS(row)
        GRU_CELL_BACKWARD(acc, LOAD, STORE);
    }
}
