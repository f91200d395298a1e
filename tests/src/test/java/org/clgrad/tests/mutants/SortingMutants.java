package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in the kernels of scans and sorts, and of what is found by value. */
final class SortingMutants {
    private SortingMutants() {}

    static final List<Mutant> ALL = List.of(
            // ---- scans
            new Mutant("a block leaves its last element out", "scan_blocked", "acc total = IDENTITY;\n    for", "acc total = IDENTITY;\n    if (block > 0) totals_out_base += 0;\n    for"),
            new Mutant("blocks start from nothing", "scan_group", "acc carry = blocks > 1 ?", "acc carry = blocks > 2 ?"),
            new Mutant("an item is before itself", "scan_group", "part.before = shared[item - 1];", "part.before = shared[item];"),
            new Mutant("lines beside one another are taken for neighbours", "recurrence_blocked", "h = fma(LOAD(a, i * a_stride), h, LOAD(b, i * b_stride));", "h = fma(LOAD(a, i * a_stride), h, LOAD(b, i));"),
            new Mutant("tiles forget what came before", "recurrence_group", "STORE(y, i * y_stride, fma(part.before.factor, h, part.before.summand));", "STORE(y, i * y_stride, part.before.summand);"),
            // ---- sorts
            new Mutant("of equal keys the last stays first", "sort_rows", "keys[at - 1] > key", "keys[at - 1] >= key"),
            new Mutant("the right run goes first", "sort_rows", "keys[left] <= keys[right]", "keys[left] < keys[right]"),
            new Mutant("-0 comes before 0", "radix_chunks", "own[DIGIT(keys[i])]++;", "own[DIGIT(keys[i])]++;"));
}
