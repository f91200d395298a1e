package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in the kernels of recurrent cells and of sequences of labels. */
final class RecurrentMutants {
    private RecurrentMutants() {}

    static final List<Mutant> ALL = List.of(
            // ---- recurrent cells
            new Mutant("the state is left out", "gru_cell_rows", "load(state, j) - n, n)", "-n, n)"),
            new Mutant(
                    "the reset gate takes the update's bias",
                    "gru_cell_items",
                    "GATE_SUM(load, 0)",
                    "GATE_SUM(load, 1)"),
            new Mutant(
                    "the product's gradient is not reset",
                    "gru_cell_backward_rows",
                    "#define SUM_BACK(r, dn)         ((dn) * (r))",
                    "#define SUM_BACK(r, dn)         (dn)"),
            new Mutant(
                    "the last element of a row is left out",
                    "gru_cell_backward_items",
                    "if (j < hidden)",
                    "if (j < hidden - 1)"),
            new Mutant("a vector for seven elements", "lstm_cell_rows", "j + 8 <= end", "j + 7 <= end"),
            new Mutant(
                    "the output gate sees the cell before",
                    "lstm_cell_rows",
                    "SEEING(load, 2, after, sum_o)",
                    "SEEING(load, 2, before, sum_o)"),
            new Mutant(
                    "rows of views are taken for dense ones",
                    "lstm_cell_items",
                    "(AT(name##_in) + (row) * name##_stride)",
                    "(AT(name##_in) + (row) * hidden)"),
            new Mutant(
                    "the output's peephole is the input's",
                    "lstm_cell_backward_rows",
                    "SEEING(load, 2, da_o, through)",
                    "SEEING(load, 0, da_o, through)"),
            new Mutant(
                    "nothing comes from the step behind",
                    "lstm_cell_backward_items",
                    "fma(gradient * o, one - t * t, load(dc, j))",
                    "gradient * o * (one - t * t)"),
            new Mutant(
                    "a product takes the state after the step",
                    "lstm_sequence_rows",
                    "AT(h_out) + BEFORE(step) + strip * hidden",
                    "AT(h_out) + AFTER(step) + strip * hidden"),
            new Mutant(
                    "panels begin a vector of gates too near",
                    "lstm_sequence_rows",
                    "AT(panels_out) + unit * 4 * hidden + gate * WIDTH",
                    "AT(panels_out) + unit * 4 * hidden + gate * (WIDTH - 1)"),
            new Mutant("a piece of a panel begins the sum anew", "lstm_sequence_rows", "if (!first) {", "if (false) {"),
            new Mutant(
                    "whole vectors have no biases",
                    "lstm_sequence_rows",
                    "(products[part] + biases[part])",
                    "(products[part])"),
            new Mutant(
                    "the last rows of a strip are taken for its first",
                    "lstm_sequence_rows",
                    "multiply_rest(x + tile * stride + p",
                    "multiply_rest(x + p"),
            new Mutant(
                    "nobody waits for the states of a step",
                    "lstm_sequence_group",
                    "                LSTM_CELL(acc, LOAD, STORE, IN_MEMORY);\n            }\n        }\n        barrier(CLK_GLOBAL_MEM_FENCE);",
                    "                LSTM_CELL(acc, LOAD, STORE, IN_MEMORY);\n            }\n        }"),
            new Mutant(
                    "the last panel is as wide as all others",
                    "lstm_sequence_backward_rows",
                    "hidden - unit - v * WIDTH);",
                    "WIDTH);"),
            new Mutant(
                    "all sequences of a group have the first one's gradient",
                    "lstm_sequence_backward_group",
                    "min(i, rows - 1) * 4 * hidden + p",
                    "p"),
            new Mutant(
                    "a coefficient of tanh is wrong in its third digit",
                    "lstm_cell_rows",
                    "AS_ACC(0.467077941)",
                    "AS_ACC(0.468077941)"),
            // ---- sequences of labels
            new Mutant(
                    "a sample of fewer steps goes on to the last",
                    "ctc_samples",
                    "t < steps ? 2 * length + 1 : 0",
                    "fits ? 2 * length + 1 : 0"),
            new Mutant("a state too few is reached", "ctc_group", "s <= 2 * length;", "s < 2 * length;"),
            new Mutant(
                    "states of one label do not add up", "ctc_backward_samples", "LOAD(dy, label)));", "AS_ACC(0)));"),
            new Mutant(
                    "endings are read from the row that is written",
                    "ctc_backward_group",
                    "after = beta + (t + 1) % 2 * width;",
                    "after = beta + t % 2 * width;"));
}
