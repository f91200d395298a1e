package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in the kernels of softmax and cross-entropy. */
final class SoftmaxMutants {
    private SoftmaxMutants() {}

    static final List<Mutant> ALL = List.of(
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
            new Mutant(
                    "a power of two is the square of its first factor",
                    "softmax_rows",
                    "fma(r * r, q, r)) * first * second",
                    "fma(r * r, q, r)) * first * first"),
            new Mutant(
                    "the largest of the next row is without its tail",
                    "softmax_rows",
                    "largest = fmax(largest, LOAD(next, i));",
                    "largest = fmax(largest, AS_ACC(-INFINITY));"));
}
