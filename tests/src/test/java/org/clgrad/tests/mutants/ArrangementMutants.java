package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in the kernels that put elements around one another. */
final class ArrangementMutants {
    private ArrangementMutants() {}

    static final List<Mutant> ALL = List.of(
            new Mutant("a mirror repeats the outermost element", "extend_items", "i < 0 ? -i :", "i < 0 ? -i - 1 :"),
            new Mutant("the other end is one short", "extend_rows", "i < 0 ? i + in :", "i < 0 ? i + in - 1 :"),
            new Mutant("a row ends with what is before it", "extend_rows", "clamp(before_w + in_w, begin, end)", "end"),
            new Mutant(
                    "the first element has none of its copies",
                    "extend_backward_items",
                    "i == 0 ? before : 0",
                    "i == 1 ? before : 0"),
            new Mutant("layers do not add up", "extend_backward_items", "q < count_of(depth)", "q < 1"),
            new Mutant(
                    "vectors begin within the mirrored end",
                    "extend_backward_rows",
                    "mode == REFLECT ? before_w + 1",
                    "mode == REFLECT ? 0"),
            new Mutant(
                    "a row of a square is its neighbour's",
                    "copy_blocked",
                    "vstore8(d7, 0, y + 7 * ys);",
                    "vstore8(d6, 0, y + 7 * ys);"),
            new Mutant("a tile is not turned", "copy_tiled", "= tile[across][line];", "= tile[line][across];"));
}
