// lstm_sequence_backward_rows: the gradient of a layer of long short-term memories over a whole sequence
//
// tile:    as lstm_sequence_rows: a work-item goes back through all steps of its `share` sequences; of a step, first the cells'
//          gradients, then dh = da·W_hh in tiles of ROWS sequences by two vectors of WIDTH units. W_hh is packed once
// needs:   all dense but dy, whose rows are; W_hh any strides
// writes:  each element of da, dh and dc by exactly one work-item
// order:   in a product k ascending, one fma each; the cell as lstm_cell_backward   error: see LstmSequenceBackward
// source:  as lstm_sequence_rows
//
//@variant  lstm_sequence_backward_rows of lstm_sequence_backward
//@prefers  cpu
//@dims     items hidden register_bytes
//@tunable  ROWS {1,2,4,6,8} = 8      sequences in registers
//@tunable  WIDTH {4,8,16} = 16       units in a vector
//@tunable  PACK_K {64,256} = 256     rows of W_hh that a work-item packs
//@tunable  K_STEPS {64,128,256} = 256    steps of k between two visits of a tile
//@require  ROWS * 2 * WIDTH * sizeof(acc) * 4 <= register_bytes * 3
//@require  ROWS * 2 * WIDTH * sizeof(acc) * 4 >= register_bytes
//@grid     lstm_sequence_backward_rows_pack: groups ceil(hidden/(2*WIDTH)), ceil(4*hidden/PACK_K); items 1
//@grid     lstm_sequence_backward_rows: groups items; items 1
#define VECTORS 2
#include "types.clh"
#include "math.clh"
#include "cell.clh"
#include "row_tiles.clh"
#include "lstm_sequence.clh"

__kernel void lstm_sequence_backward_rows_pack(
        IN(w_in), const long w_row, const long w_column, OUT_AS(ACC, panels_out), const long hidden) {
    const long unit = get_global_id(0) * PANEL;
    const long first = get_global_id(1) * PACK_K;
    pack_lines(AT(w_in) + unit * w_column, w_column, w_row, AT(panels_out) + unit * 4 * hidden, PANEL,
               first, min(first + PACK_K, 4 * hidden), PANEL, (int)min(hidden - unit, (long)PANEL));
}

__kernel void lstm_sequence_backward_rows(IN_AS(ACC, panels_in), const long share, SEQUENCE_BACKWARD_ARGUMENTS) {
    const long begin = get_global_id(0) * share;
    const long end = min(begin + share, batch);
    for (long i = begin * hidden; i < end * hidden; i++) {
        MOVE(AT(dh_out), i, AT(dh_in), i);
        MOVE(AT(dc_out), i, AT(dc_in), i);
    }
    for (long left = steps - 1; left >= 0; left--) {
        const long step = STEP(left);
        for (long row = begin; row < end; row++) {
            CELL_BACKWARD_OF(row)
            long j = 0;
            for (; j + WIDTH <= hidden; j += WIDTH) {
                LSTM_CELL_BACKWARD(accw, VLOADW, VSTOREW);
            }
            for (; j + 8 <= hidden; j += 8) {
                LSTM_CELL_BACKWARD(acc8, VLOAD8, VSTORE8);
            }
            for (; j < hidden; j++) {
                LSTM_CELL_BACKWARD(acc, LOAD, STORE);
            }
        }
        Later later = ask_in_tiles(AT(gates_in) + (STEP(left - 1) * batch + begin) * 4 * hidden, (end - begin) * 4 * hidden,
                                   end - begin, (hidden + PANEL - 1) / PANEL, 4 * hidden);
        for (long unit = 0; unit < hidden; unit += PANEL) {
            for (long strip = begin; strip < end; strip += STRIP) {
                const int rows = min(end - strip, (long)STRIP);
                accw sums[STRIP * VECTORS];
                multiply_rows(AT(da_out) + (step * batch + strip) * 4 * hidden, 4 * hidden, rows,
                              AT(panels_in) + unit * 4 * hidden, 4 * hidden, sums, &later);
                for (int i = 0; i < rows; i++) {
                    for (int v = 0; v < VECTORS; v++) {
                        store_lanes(AT(dh_out) + (strip + i) * hidden + unit + v * WIDTH, sums[i * VECTORS + v],
                                    hidden - unit - v * WIDTH);
                    }
                }
            }
        }
    }
}
