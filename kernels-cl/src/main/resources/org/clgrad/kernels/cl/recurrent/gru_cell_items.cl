// gru_cell_items: r, z = σ(gx + bx + gh + bh), n = tanh(gx + bx + r·q); h' = n + z·(h − n)
//
// tile:    a work-item does one element; neighbouring work-items do neighbours in a row
// needs:   rows of dense elements, any distance apart; no output overlaps an input
// writes:  each element by exactly one work-item, which has read the inputs' elements before
// order:   per element, as written                   a sigmoid has 12u and ¼ of its sum's error
// source:  Cho et al., "Learning phrase representations using RNN encoder–decoder", EMNLP 2014, §2.3
//
//@variant  gru_cell_items of gru_cell
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

__kernel void gru_cell_items(GRU_CELL_ARGUMENTS) {
    const long row = get_global_id(1);
    const long j = get_global_id(0);
    if (j < hidden) {
        GRU_CELL_ROWS(row)
        GRU_CELL(acc, LOAD, STORE);
    }
}
