package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in the kernels of matrix products and of what measures a device. */
final class ProductMutants {
    private ProductMutants() {}

    static final List<Mutant> ALL = List.of(
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
                    "const bool first = p == slice;",
                    "const bool first = true;"),
            new Mutant("a bias is added at each visit", "matmul_packed", "(last ? ENDED", "(true ? ENDED"),
            new Mutant(
                    "all sums of slices have the first column's bias",
                    "matmul_packed",
                    "WITH_BIAS(sum, i % n)",
                    "WITH_BIAS(sum, 0 * (i % n))"),
            new Mutant("a ReLU lets a little below 0 through", "matmul_dots", "((y) <= (T)(0) ?", "((y) <= (T)(-1) ?"),
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
            // ---- measuring
            new Mutant("the rest is left as it is", "fma_chain", "STORE(y, i, value);", "STORE(y, i, LOAD(x, i));"),
            new Mutant(
                    "the last element is left out",
                    "stream_copy",
                    "min(i + WIDTH * ROWS, n)",
                    "min(i + WIDTH * ROWS, n - 1)"));
}
