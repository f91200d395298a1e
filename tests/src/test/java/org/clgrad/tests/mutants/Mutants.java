package org.clgrad.tests.mutants;

import java.util.List;
import java.util.stream.Stream;

/**
 * The faults that are planted, of every sort that kernels have in practice. None of them writes far beyond its operands,
 * since a driver on a CPU shares its memory with the test. A missing barrier is not among them: around loops that all
 * work-items run alike PoCL makes barriers of its own, so a kernel without them is right there.
 */
final class Mutants {
    private Mutants() {}

    private static final List<Mutant> OTHERS = List.of(
            // ---- convolution
            new Mutant(
                    "the last tile of a row starts where it would have, were it whole",
                    "conv_channels",
                    "+ (long)first * STRIDE",
                    "+ (long)begin * STRIDE"),
            new Mutant(
                    "left padding is read from the row before",
                    "conv_implicit_gemm",
                    "h < height && v >= 0 && v < width",
                    "h < height && v < width"),
            new Mutant("sums start at 1 where there is no bias", "conv_pixels", ": AS_ACC(0);", ": AS_ACC(1);"),
            new Mutant(
                    "pixels that two vectors share count twice",
                    "conv_weight_gradient_dots",
                    "lane < (acc16)(f - at) ? (acc16)0 : d[m]",
                    "d[m]"),
            new Mutant(
                    "the stride is forgotten", "conv_weight_gradient_gemm", "p * stride_h + tap_h[l]", "p + tap_h[l]"),
            new Mutant("all layers of taps see the first", "conv_channels", "x_d += x_tap_layer", "x_d += 0"),
            new Mutant("layers of taps are taken for rows", "conv_implicit_gemm", "+ d * w_layer", "+ d * w_row"),
            new Mutant(
                    "what is beyond the last column of x is seen",
                    "conv_planes",
                    "(LANE_NUMBERS < (lane_numbers)((width) - (column)))",
                    "(LANE_NUMBERS <= (lane_numbers)((width) - (column)))"),
            new Mutant(
                    "a row that passes the caches is stored twice in its first half",
                    "conv_planes",
                    "VSTREAM_AS(REAL, 8, y, 8, upper_lanes_(v))",
                    "VSTREAM_AS(REAL, 8, y, 0, upper_lanes_(v))"),
            new Mutant("all planes have the first one's bias", "conv_planes", "AT(bias_in), group)", "AT(bias_in), 0)"),
            new Mutant(
                    "the row after a border has the border's",
                    "conv_weight_gradient_planes",
                    "h >= 0 && h < height",
                    "h > 0 && h < height"),
            new Mutant(
                    "a vector that ends beyond the row is taken for one within",
                    "conv_weight_gradient_planes",
                    "reach + 8 <= width",
                    "reach + 7 <= width"),
            new Mutant(
                    "all taps are cut off where the first is",
                    "conv_weight_gradient_planes",
                    "COLUMN(s)), within[s])",
                    "COLUMN(s)), within[0])"),
            new Mutant("taps are neighbours", "conv_items", "b * step_w + j * tap_w;", "b * step_w + j;"),
            new Mutant(
                    "channels share weights", "conv_items", "channel % channels_out * w_out", "channel % channels_out"),
            new Mutant("pixels count twice", "conv_weight_gradient_group", "pixel += GROUP)", "pixel += GROUP / 2)"),
            new Mutant(
                    "the stride along depth is forgotten",
                    "conv_weight_gradient_gemm",
                    "o * stride_d + tap_d[l]",
                    "o + tap_d[l]"),
            new Mutant(
                    "remainders along depth lie where those along the width do",
                    "conv_weight_gradient_dots",
                    "d % step_d * step_h * step_w",
                    "d % step_d"),
            new Mutant(
                    "a vector reaches into the next row",
                    "fold_vectors",
                    "column + 16 <= width",
                    "column + 15 <= width"),
            new Mutant("rows of taps are a column apart", "fold_items", "i * tap_row + j", "i * tap_column + j"),
            new Mutant(
                    "padding above is forgotten",
                    "conv_pack",
                    "i * step_h + a - pad_h",
                    "i * step_h + a",
                    "conv_channels"),
            new Mutant(
                    "the first slice is not summed",
                    "conv_sum_slices",
                    "for (long slice = 0; slice",
                    "for (long slice = 1; slice",
                    "conv_weight_gradient_dots"),
            new Mutant(
                    "tiles beyond the last row are stored",
                    "conv_winograd",
                    "min(4, height - row)",
                    "min(4, height + 1 - row)"),
            new Mutant(
                    "rows of taps are taken for columns",
                    "conv_winograd",
                    "t / 3 * stride_row + t % 3 * stride_column",
                    "t % 3 * stride_row + t / 3 * stride_column"),
            new Mutant(
                    "the point 2 is taken for 1",
                    "conv_winograd",
                    "(acc16)(8), difference_2",
                    "(acc16)(1), difference_2"),
            new Mutant(
                    "the last channels of a block come from the one before",
                    "conv_winograd",
                    "min(16, channels - (int)get_group_id(0) * 16)",
                    "16"),
            new Mutant(
                    "the last pixels begin where they would have, were there enough",
                    "conv_pointwise",
                    "min((int)get_group_id(0) * PIXELS, pixels - PIXELS)",
                    "(int)get_group_id(0) * PIXELS"),
            new Mutant(
                    "each tile has the first one's weights",
                    "conv_pointwise",
                    "tiles + first_tile) * channels",
                    "tiles) * channels"),
            new Mutant(
                    "a block of tiles forgets those before it",
                    "conv_winograd_weight_gradient",
                    "if (first > 0)",
                    "if (first > BLOCK)"),
            new Mutant(
                    "the last vector of channels is summed as the one before",
                    "conv_winograd_weight_gradient",
                    "c + 1 < blocks_c ? BLOCK : 0",
                    "0"),
            // ---- measuring
            new Mutant("the rest is left as it is", "fma_chain", "STORE(y, i, value);", "STORE(y, i, LOAD(x, i));"),
            new Mutant(
                    "the last element is left out",
                    "stream_copy",
                    "min(i + WIDTH * ROWS, n)",
                    "min(i + WIDTH * ROWS, n - 1)"),
            // ---- matrix product
            new Mutant("a column too many is stored", "matmul_tiled", "if (r < m && s < n)", "if (r < m && s <= n)"),
            new Mutant(
                    "a transposed B is read as if it were not",
                    "matmul_tiled",
                    "#define B_AT(p, j) ((j) * ldb + (p))",
                    "#define B_AT(p, j) ((p) * ldb + (j))"),
            new Mutant(
                    "rows of a tile in local memory overlap",
                    "matmul_tiled",
                    "#define PITCH_B (TILE_N + 1)",
                    "#define PITCH_B (TILE_N - 1)"),
            new Mutant(
                    "every slice of k starts anew",
                    "matmul_packed",
                    "wide_tile(a_panel, b_panel, steps, p == slice",
                    "wide_tile(a_panel, b_panel, steps, true"),
            new Mutant(
                    "panels of A are read a step of k late",
                    "matmul_packed",
                    "a_panel = a_panels + i / MR * LINES * steps;",
                    "a_panel = a_panels + i / MR * LINES * steps + LINES;"),
            new Mutant(
                    "each chunk has the columns of the first",
                    "matmul_packed",
                    "b + p * b_row + chunk * b_column",
                    "b + p * b_row + column_begin * b_column"),
            new Mutant(
                    "panels of A are a row apart",
                    "matmul_packed",
                    "a + (row_begin + i) * a_row",
                    "a + (row_begin + i / MR) * a_row"),
            new Mutant(
                    "the second vector of a panel of B is its first",
                    "matmul_packed",
                    "p * b_row + j + v * WIDTH",
                    "p * b_row + j"),
            new Mutant(
                    "a tile of eight rows counts as one of four", "matmul_packed", "if (rows <= 4)", "if (rows <= 8)"),
            new Mutant("lines are transposed by halves only", "matmul_packed", "SHUFFLE(c, d)", "SHUFFLE(b, d)"),
            new Mutant("a rest begins a step late", "matmul_dots", "for (long q = p; q", "for (long q = p + 1; q"),
            // ---- functions
            new Mutant(
                    "a power of two is the square of its first factor",
                    "softmax_rows",
                    "fma(r * r, q, r)) * first * second",
                    "fma(r * r, q, r)) * first * first"),
            new Mutant(
                    "a coefficient of tanh is wrong in its third digit",
                    "lstm_cell_rows",
                    "AS_ACC(0.467077941)",
                    "AS_ACC(0.468077941)"),
            new Mutant(
                    "the largest of the next row is without its tail",
                    "softmax_rows",
                    "largest = fmax(largest, LOAD(next, i));",
                    "largest = fmax(largest, AS_ACC(-INFINITY));"),
            // ---- normalisation
            new Mutant(
                    "squares are of distances from the mean of what came before",
                    "batch_norm_planes",
                    "VLOAD16(x, i) - m;",
                    "VLOAD16(x, i) - mean;"),
            new Mutant(
                    "an item keeps its last square instead of the sum",
                    "batch_norm_group",
                    "squares = fma(d, d, squares);",
                    "squares = d * d;"),
            new Mutant(
                    "a residual is taken from the first plane",
                    "batch_norm_planes",
                    "* r = AT(r_in) + plane * size",
                    "* r = AT(r_in) + 0 * plane * size"),
            new Mutant(
                    "sums take gradients that the ReLU stops",
                    "batch_norm_backward_planes",
                    "BEHIND_RELU(acc16, VLOAD16(dy, i), VLOAD16(y, i))",
                    "VLOAD16(dy, i)"),
            new Mutant(
                    "a gradient goes where the result is 0",
                    "batch_norm_backward_group",
                    "acc g = BEHIND_RELU(acc, LOAD(AT(dy_in), i), LOAD(AT(y_in), i))",
                    "acc g = LOAD(AT(dy_in), i)"),
            new Mutant(
                    "the slope is taken from where the shift is",
                    "batch_norm_backward_planes",
                    "slope = coefficients[2 * channels + c]",
                    "slope = coefficients[channels + c]"),
            new Mutant(
                    "a group sums what another has",
                    "batch_norm_backward_group",
                    "slice * per_slice + get_local_id(0)",
                    "get_local_id(0)"),
            new Mutant(
                    "a group takes the weights of the first",
                    "group_norm_rows",
                    "AT(weight_in) + row % groups * depth",
                    "AT(weight_in)"),
            new Mutant(
                    "the mean is of all lanes but those of the tail",
                    "group_norm_rows",
                    "sum_of(x, n) / (acc)n",
                    "sum_of(x, n & ~31L) / (acc)n"),
            new Mutant(
                    "squares are of distances from 0",
                    "group_norm_group",
                    "const acc d = LOAD(x, i) - mean;",
                    "const acc d = LOAD(x, i);"),
            new Mutant(
                    "a slice's images are counted from the first",
                    "group_norm_backward_rows",
                    "image = slice * per_slice;",
                    "image = 0;"),
            new Mutant(
                    "the sums of a row keep the last channel's",
                    "group_norm_backward_rows",
                    "sums = fma((acc2)(WEIGHT(c)), own, sums);",
                    "sums = (acc2)(WEIGHT(c)) * own;"),
            new Mutant(
                    "the share of a channel is that of its last image",
                    "group_norm_backward_group",
                    "dbias[c] += own;",
                    "dbias[c] = own;"),
            new Mutant(
                    "weights are taken by element, not by channel",
                    "group_norm_backward_group",
                    "WEIGHT(size == 1 ? i : i / size)",
                    "WEIGHT(i % depth)"),
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
                    "after = beta + t % 2 * width;"),
            // ---- pointwise
            new Mutant(
                    "an element too many",
                    "pointwise_elements",
                    "if ((long)get_global_id(0) >= size0",
                    "if ((long)get_global_id(0) > size0"),
            new Mutant(
                    "the inner stride of an input is forgotten",
                    "pointwise_rows",
                    "(i + lane) * x##k##s7);",
                    "(i + lane));"),
            new Mutant(
                    "an integer is multiplied by itself and not its square",
                    "pointwise_rows",
                    "square *= square;",
                    "square *= a;",
                    "pointwise_rows",
                    "pow"),
            new Mutant(
                    "what is far from 0 is taken for near",
                    "pointwise_rows",
                    "fabs(x) >= (val)(1)",
                    "fabs(x) >= (val)(3)",
                    "pointwise_rows",
                    "erf"),
            new Mutant(
                    "what comes before the first aligned vector is left out",
                    "pointwise_rows",
                    "long i = begin; i < end; i += lanes",
                    "long i = begin + head; i < end; i += lanes"),
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
            // ---- reduction
            new Mutant(
                    "of equal elements the last is taken", "arg_reduce_tree", "return min(i, j);", "return max(i, j);"),
            new Mutant(
                    "every reduction starts at 0, as sums do",
                    "reduce_blocked",
                    "acc part = IDENTITY;",
                    "acc part = 0;"),
            new Mutant(
                    "partners in local memory are a column apart, not a row",
                    "reduce_tree",
                    "shared[item + half_rows * WIDE]",
                    "shared[item + half_rows]"),
            // ---- movement of elements
            new Mutant("an element too many of a row", "copy_strided", "i < end; i++", "i <= end; i++"),
            new Mutant("x is walked with the stride of y", "copy_strided", "rest % size6 * xs6", "rest % size6 * ys6"),
            new Mutant("x begins an element late", "pad_rows", "x, i - before7", "x, i - before7 + 1"),
            new Mutant(
                    "what is before x is taken for x",
                    "pad_items",
                    "column >= 0 && column < in7",
                    "column >= -1 && column < in7"),
            // ---- softmax and cross-entropy
            new Mutant(
                    "the first class of a work-item is no label",
                    "cross_entropy_backward",
                    "label >= begin && label < end",
                    "label > begin && label < end"),
            new Mutant(
                    "the shift is taken from one side only",
                    "cross_entropy_group",
                    "log_sum - (LOAD(x, label) - shift) : AS_ACC(0)",
                    "log_sum - LOAD(x, label) : AS_ACC(0)"),
            new Mutant(
                    "smoothing weighs a class by its neighbour",
                    "cross_entropy_rows",
                    "VLOAD8(weight, i) : (acc8)(1)",
                    "VLOAD8(weight, max(i - 1, 0L)) : (acc8)(1)"),
            new Mutant(
                    "the sum of the target leaves smoothing out",
                    "cross_entropy_backward",
                    "t = fma(part, total, own)",
                    "t = own"),
            new Mutant(
                    "a lane keeps its last term instead of the sum",
                    "softmax_backward_group",
                    "part = fma(LOAD(dy, i), LOAD(y, i), part);",
                    "part = LOAD(dy, i) * LOAD(y, i);"),
            new Mutant(
                    "every lane has a shift of its own",
                    "softmax_group",
                    "lanes_max(fold, lane, LANES, lane_max(x, count, lane, LANES))",
                    "lane_max(x, count, lane, LANES)"),
            new Mutant(
                    "the tail's sum forgets the lanes",
                    "softmax_backward_rows",
                    "sum = TERM(sum, LOAD(dy, i), LOAD(y, i));",
                    "sum = TERM(AS_ACC(0), LOAD(dy, i), LOAD(y, i));"),
            new Mutant(
                    "planes overlap",
                    "softmax_backward_columns",
                    "get_global_id(1) * n * inner",
                    "get_global_id(1) * inner"),
            new Mutant("minimum for maximum", "softmax_columns", "shift = fmax(shift,", "shift = fmin(shift,"),
            new Mutant(
                    "the tail of a row is not summed",
                    "softmax_rows",
                    "sum += e;\n        largest",
                    "sum = e;\n        largest"),
            // ---- updates
            new Mutant(
                    "no correction of the first moment's bias",
                    "adam_update",
                    "rate / -m_expm1(t * log_beta1)",
                    "rate"),
            new Mutant(
                    "epsilon inside of the correction",
                    "adam_update",
                    "m_sqrt(largest) / (T)(correction2) + (T)(epsilon)",
                    "(m_sqrt(largest) + (T)(epsilon)) / (T)(correction2)"),
            new Mutant("the log wraps an entry late", "record_scalar", "position % n;", "position % (n + 1);"),
            new Mutant("uphill", "sgd_update", "fma((T)(-rate), d, p)", "fma((T)(rate), d, p)"),
            new Mutant("a vector for seven elements", "sgd_update", "i + 8 <= end", "i + 7 <= end"));

    // One line each, in alphabetical order.
    static final List<Mutant> ALL = Stream.of(
                    OTHERS, //
                    ArrangementMutants.ALL,
                    AttentionMutants.ALL,
                    IndexingMutants.ALL,
                    NarrowMutants.ALL,
                    PoolingMutants.ALL,
                    RandomMutants.ALL,
                    SortingMutants.ALL,
                    UpdateMutants.ALL)
            .flatMap(List::stream)
            .toList();
}
