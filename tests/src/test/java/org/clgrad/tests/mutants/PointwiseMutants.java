package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in the kernels of pointwise operations, reductions and copies. */
final class PointwiseMutants {
    private PointwiseMutants() {}

    static final List<Mutant> ALL = List.of(
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
                    "a coefficient of erf is wrong in its second digit",
                    "pointwise_rows",
                    "AS_ACC(0.503086925)",
                    "AS_ACC(0.513086925)",
                    "pointwise_rows",
                    "erf"),
            new Mutant(
                    "what comes before the first aligned vector is left out",
                    "pointwise_rows",
                    "long i = begin; i < end; i += lanes",
                    "long i = begin + head; i < end; i += lanes"),
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
                    "column >= -1 && column < in7"));
}
