// lstm_sequence_rows: a layer of long short-term memories over a whole sequence: for each step the product h·W_hhᵀ and the cell
//
// tile:    a work-item owns `share` sequences of the batch and takes all their steps, so that no processor waits for another
//          between two steps. W_hh is packed once, in panels of WIDTH units with the four gates side by side; ROWS sequences
//          against a panel are 4·ROWS sums in registers, and the cell follows while they are in the first-level cache
// needs:   all dense; W_hh any strides
// writes:  each element of h, c and gates by exactly one work-item; gates of the last step only where gates_step is 0
// order:   in a product k ascending, one fma each; the cell as lstm_cell            error: see LstmSequence
// source:  Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 1997; Diamos et al., "Persistent RNNs",
//          ICML 2016, for keeping the batch's parts apart over all steps
//
//@variant  lstm_sequence_rows of lstm_sequence
//@prefers  cpu
//@dims     items hidden register_bytes
//@tunable  ROWS {1,2,3,4,6} = 6      sequences in registers
//@tunable  WIDTH {4,8,16} = 16       units in a vector
//@tunable  K_STEPS {64,128,256} = 128    steps of k between two visits of a tile
//@require  ROWS * 4 * WIDTH * sizeof(acc) * 4 <= register_bytes * 3
//@require  ROWS * 4 * WIDTH * sizeof(acc) * 2 >= register_bytes
//@grid     lstm_sequence_rows_pack: groups ceil(hidden/WIDTH), 4; items 1
//@grid     lstm_sequence_rows: groups items; items 1
#define VECTORS 4
#include "types.clh"
#include "math.clh"
#include "cell.clh"
#include "row_tiles.clh"
#include "lstm_sequence.clh"

__kernel void lstm_sequence_rows_pack(
        IN(w_in), const long w_row, const long w_column, OUT_AS(ACC, panels_out), const long hidden) {
    const long unit = get_global_id(0) * WIDTH;
    const long gate = get_global_id(1);
    pack_lines(AT(w_in) + (gate * hidden + unit) * w_row, w_row, w_column,
               AT(panels_out) + unit * 4 * hidden + gate * WIDTH, PANEL, 0, hidden, WIDTH, (int)min(hidden - unit, (long)WIDTH));
}

__kernel void lstm_sequence_rows(IN_AS(ACC, panels_in), const long share, SEQUENCE_ARGUMENTS) {
    const long begin = get_global_id(0) * share;
    const long end = min(begin + share, batch);
    for (long i = begin * hidden; i < end * hidden; i++) {
        MOVE(AT(h_out), FIRST + i, AT(h0_in), i);
        MOVE(AT(c_out), FIRST + i, AT(c0_in), i);
    }
    for (long taken = 0; taken < steps; taken++) {
        const long step = STEP(taken);
        Later later = ask_in_tiles(AT(gx_in) + (STEP(taken + 1) * batch + begin) * 4 * hidden, (end - begin) * 4 * hidden,
                                   end - begin, (hidden + WIDTH - 1) / WIDTH, hidden);
        for (long unit = 0; unit < hidden; unit += WIDTH) {
            accw biases[VECTORS];
            for (int gate = 0; gate < VECTORS && unit + WIDTH <= hidden; gate++) {
                biases[gate] = VLOADW(AT(bx_in), gate * hidden + unit) + VLOADW(AT(bh_in), gate * hidden + unit);
            }
            for (long strip = begin; strip < end; strip += STRIP) {
                const int rows = min(end - strip, (long)STRIP);
                accw sums[STRIP * VECTORS];
                multiply_rows(AT(h_out) + BEFORE(step) + strip * hidden, hidden, rows, AT(panels_in) + unit * 4 * hidden,
                              hidden, sums, &later);
                for (int i = 0; i < rows; i++) {
                    const accw* products = sums + i * VECTORS;
                    CELL_OF(strip + i)
                    long j = unit;
                    if (unit + WIDTH <= hidden) {
                        LSTM_CELL(accw, VLOADW, VSTOREW, IN_PRODUCTS);
                    } else {
                        for (int gate = 0; gate < 4; gate++) {
                            store_lanes(gates + gate * hidden + unit, products[gate], hidden - unit);
                        }
                        for (; j + 8 <= hidden; j += 8) {
                            LSTM_CELL(acc8, VLOAD8, VSTORE8, IN_MEMORY);
                        }
                        for (; j < hidden; j++) {
                            LSTM_CELL(acc, LOAD, STORE, IN_MEMORY);
                        }
                    }
                }
            }
        }
    }
}
