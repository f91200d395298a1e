package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in the kernels that read and write at places. */
final class IndexingMutants {
    private IndexingMutants() {}

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "the place behind the last is one",
                    "gather_items",
                    "place < (ulong)size ? AT(x_in)",
                    "place <= (ulong)size ? AT(x_in)"),
            new Mutant("negative indices wrap although they must not", "gather_items", "WRAPS && place", "place"),
            new Mutant("all lines take the first one's index", "gather_items", "EACH ? o * span + t", "EACH ? t"),
            new Mutant(
                    "a row's rest is passed over",
                    "gather_rows",
                    "for (; i < end; i++) {\n                y[i] = x",
                    "for (; i + 1 < end; i++) {\n                y[i] = x"),
            new Mutant(
                    "an item begins its neighbour's rows",
                    "gather_rows",
                    "min(first + per_item, count)",
                    "min(first + per_item - 1, count)"),
            new Mutant("a destination begins with an owner", "scatter_claims", "= -1;", "= 0;", "scatter_owned"),
            new Mutant(
                    "elements of all columns are one's",
                    "scatter_claims",
                    "REMAINDER(t, inner), (int)",
                    "0, (int)",
                    "scatter_owned"),
            new Mutant("the first index owns nothing", "scatter_owned", "owner < 0", "owner <= 0"),
            new Mutant("who lost a place keeps it", "last_index", "owner == (int)(o * span + t)", "owner >= 0"),
            new Mutant("an index before that is none is forgotten", "flat_index", " || before == -1", ""),
            new Mutant("a destination ends one early", "index_segments", "(int)t + 1", "(int)t", "index_sum_rows"),
            new Mutant(
                    "indices that are no place are summed with the last",
                    "index_segments",
                    ": destinations)",
                    ": destinations - 1)",
                    "index_sum_rows"),
            new Mutant(
                    "a block that ends like it begins is not looked at",
                    "index_sum_items",
                    "keys[0] == keys[per_block - 1] && ",
                    "keys[0] != keys[per_block - 1] && "),
            new Mutant(
                    "whole blocks are summed twice",
                    "index_sum_rows",
                    "s.head_end = s.first_block * per_block",
                    "s.head_end = s.end_block * per_block"),
            new Mutant(
                    "what comes after the blocks is left out",
                    "index_sum_items",
                    "s.rest = s.end_block * per_block",
                    "s.rest = end"),
            new Mutant(
                    "all rows take the first one's blocks",
                    "index_sum_rows",
                    "AT(block_sums_in) + row * blocks * columns",
                    "AT(block_sums_in)"),
            new Mutant(
                    "x is forgotten in whole vectors",
                    "index_sum_rows",
                    "HAS_X ? VLOAD8(AT(x_in), at + i) : (acc8)0",
                    "(acc8)0"));
}
