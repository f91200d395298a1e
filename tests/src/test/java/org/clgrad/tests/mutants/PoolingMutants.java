package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in the kernels of pooling, resizing and reading at places. */
final class PoolingMutants {
    private PoolingMutants() {}

    static final List<Mutant> ALL = List.of(
            // ---- average pooling
            new Mutant(
                    "padding counts on the right, always",
                    "avg_pool_rows",
                    "size_w + count_pad * pad_w",
                    "size_w + pad_w"),
            new Mutant("rows alone are counted", "avg_pool_items", "* COUNT(w, ow)", "/ COUNT(w, ow)"),
            new Mutant(
                    "a window covers a column too many",
                    "avg_pool_backward_rows",
                    "place - ow * STRIDE < kernel_w",
                    "place - ow * STRIDE <= kernel_w"),
            new Mutant("columns are not counted", "avg_pool_backward_items", "lines * COUNT(w, ow)", "lines"),
            // ---- max pooling
            new Mutant("of equal elements the last is taken", "max_pool_items", "v > best ||", "v >= best ||"),
            new Mutant("dilation is forgotten", "max_pool_items", "left + s * dilation_w", "left + s"),
            new Mutant("depth is numbered like height", "max_pool_items", "(q * kernel_h + r)", "(q + r)"),
            new Mutant(
                    "a window at the right border is taken for one within",
                    "max_pool_rows",
                    "room / stride_w + 1",
                    "room / stride_w + 2"),
            new Mutant(
                    "the last of fewer than eight outputs is forgotten",
                    "max_pool_rows",
                    "lane < present; lane++",
                    "lane < present - 1; lane++"),
            new Mutant(
                    "columns under the second tap have the first one's gradient",
                    "max_pool_backward_rows",
                    "numbers == number + (NUMBERS(n))(1)",
                    "numbers == number + (NUMBERS(n))(0)"),
            new Mutant(
                    "the last vector ends a window early",
                    "max_pool_backward_rows",
                    "min(next, end_ow - lanes)",
                    "min(next, end_ow - lanes - 1)"),
            new Mutant(
                    "a row begins where the line was aligned",
                    "max_pool_backward_rows",
                    "vload16(0, line + i)",
                    "vload16(0, line + i - head)"),
            new Mutant(
                    "windows that share their maximum do not add up",
                    "max_pool_backward_planes",
                    "LOAD(dx, at) + LOAD(dy, window)",
                    "LOAD(dy, window)"),
            new Mutant(
                    "the first plane's taps in all planes",
                    "max_pool_indices",
                    "AT(argmax_in) + plane * OUT_PLANE",
                    "AT(argmax_in)"),
            new Mutant(
                    "all planes are read at the first one's taps",
                    "max_pool_gather",
                    "AT(argmax_in) + plane * OUT_PLANE",
                    "AT(argmax_in)"),
            new Mutant(
                    "a vector keeps its last tap", "max_pool_rows", "(v > best) | (v != v)", "(v >= best) | (v != v)"),
            new Mutant("taps are counted by elements", "max_pool_backward_items", "+ right / dilation_w;", "+ right;"),
            new Mutant("what is cut to 0 has the first tap", "max_pool_rows", "(lane8)(NO_TAP)", "(lane8)(0)"),
            new Mutant("0 is left to its tap", "max_pool_items", "best <= 0", "best < 0"),
            new Mutant(
                    "no tap is the one behind the last",
                    "max_pool_backward_planes",
                    "tap < kernel_d",
                    "tap <= kernel_d"),
            // ---- unpooling
            new Mutant("a place keeps who came before it", "max_unpool", "= -1;", "= 0;"),
            new Mutant(
                    "who lost a place has its gradient too",
                    "max_unpool_backward",
                    " && AT(owners_in)[plane * size + index] == (int)get_global_id(0)",
                    ""),
            // ---- resizing
            new Mutant(
                    "weights of a column for its neighbour",
                    "resize_rows",
                    "vload8(0, weights[s])",
                    "vload8(0, weights[0])"),
            new Mutant("rows and columns change places", "resize_items", "h.weight[r]", "h.weight[TAPS - 1 - r]"),
            new Mutant("the last output is never asked", "resize_backward_items", "ow <= last_w", "ow < last_w"),
            new Mutant(
                    "outputs with one tap do not add up",
                    "resize_backward_planes",
                    "w[lane].weight[s], g, LOAD(dx_row, at)",
                    "w[lane].weight[s], g, AS_ACC(0)"),
            // ---- reading at places
            new Mutant("x and y change places", "grid_sample", "taps_of(LOAD(point, 0)", "taps_of(LOAD(point, 1)"),
            new Mutant(
                    "a column beyond the plane is read",
                    "grid_sample",
                    "row.at[r] >= 0 && column.at[s] >= 0",
                    "row.at[r] >= 0 && column.at[s] >= -1"),
            new Mutant("taps are mirrored at the first centre, always", "grid_sample", "? -i : -1 - i;", "? -i : -i;"),
            new Mutant(
                    "layers all have the same weight",
                    "grid_sample",
                    "layer.weight[q] * row.weight[r]",
                    "row.weight[r]"),
            new Mutant(
                    "a band takes its neighbour's row",
                    "grid_sample_input_gradient",
                    "at >= begin && at < end",
                    "at > begin && at < end"),
            new Mutant(
                    "all channels read the first batch's grid",
                    "grid_sample_input_gradient",
                    "plane / channels * positions * COORDINATES",
                    "0"));
}
