package org.clgrad.tests.mutants;

import java.util.List;

/**
 * The faults that are planted in the kernels of scans and sorts, and of what is found by value. Each leaves every place written,
 * with one that there is, since elements are read at them afterwards.
 */
final class SortingMutants {
    private SortingMutants() {}

    static final List<Mutant> ALL = List.of(
            // ---- scans
            new Mutant(
                    "two blocks start from nothing",
                    "scan_blocked",
                    "const acc before = blocks > 1 ?",
                    "const acc before = blocks > 2 ?"),
            new Mutant(
                    "a block's own total is before it",
                    "scan_blocked",
                    "totals[block] = before;",
                    "totals[block] = v;"),
            new Mutant(
                    "bundles of lines overlap", "scan_blocked", "+ bundle % bundles * LANES;", "+ bundle % bundles;"),
            new Mutant("an item is before itself", "scan_group", "shared[item - 1];", "shared[item];"),
            new Mutant(
                    "tiles carry nothing",
                    "scan_group",
                    "acc total = MERGE(carry, part.before);",
                    "acc total = part.before;"),
            new Mutant(
                    "the earlier factor for the later",
                    "recurrence_blocked",
                    "fma(other.factor, one.summand, other.summand)",
                    "fma(one.factor, one.summand, other.summand)"),
            new Mutant(
                    "a tile forgets what came before",
                    "recurrence_group",
                    "STORE(y, i * y_stride, fma(part.before.factor, h, part.before.summand));",
                    "STORE(y, i * y_stride, part.before.summand);"),
            // ---- sorts
            new Mutant("of equal keys the last comes first", "sort_rows", "keys[at - 1] > key", "keys[at - 1] >= key"),
            new Mutant(
                    "the right run's key goes first",
                    "sort_rows",
                    "keys[left] <= keys[right]",
                    "keys[left] < keys[right]"),
            new Mutant("-0 comes before 0", "sort_rows", "magnitude == 0 ? SIGN : bits", "bits"),
            new Mutant("the first child is the one that comes last", "topk_heaps", "child + 1 < count &&", "0 &&"),
            new Mutant(
                    "what is equal to the last displaces it", "topk_heaps", "if (key < last) {", "if (key <= last) {"),
            new Mutant(
                    "places are counted from the tile",
                    "sort_bitonic",
                    "places[i] = is_there ? (uint)(begin + i)",
                    "places[i] = is_there ? (uint)i"),
            new Mutant(
                    "lines beside one another are the first of them",
                    "sort_bitonic",
                    "line / inner * xs1 + line % inner * xs2",
                    "line / inner * xs1"),
            new Mutant("a digit has lost a bit", "radix_chunks", "shift & (RADIX - 1)", "shift & (RADIX - 2)"),
            new Mutant("later passes forget where keys were", "radix_chunks", "first ? (uint)i : places[i]", "(uint)i"),
            new Mutant(
                    "later passes forget where keys were",
                    "radix_group",
                    "first ? (uint)(begin + k) : places[begin + k]",
                    "(uint)(begin + k)"),
            // ---- what is found by value
            new Mutant("an element is where it goes", "partition_chunks", "places[to] = i;", "places[to] = to;"),
            new Mutant("rounds of a tile overlap", "partition_group", "yes += (long)part.total;", "yes += 0;"),
            new Mutant("NaN is equal to NaN", "unique", "|| is_nan ||", "||"),
            new Mutant("runs reach to the end", "unique", "(run + 1 < runs ? starts[run + 1] : n)", "n"));
}
