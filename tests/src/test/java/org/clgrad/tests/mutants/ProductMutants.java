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
                    "a_i = a_panels + i / MR * LINES * steps + i % MR;",
                    "a_i = a_panels + i / MR * LINES * steps + i % MR + LINES;"),
            new Mutant(
                    "the rest of a panel's rows is read from its first",
                    "matmul_packed",
                    "LINES * steps + i % MR;",
                    "LINES * steps;"),
            new Mutant(
                    "each panel has the columns of the first",
                    "matmul_packed",
                    "b + p * b_row + j * b_column",
                    "b + p * b_row + column_begin * b_column"),
            new Mutant(
                    "panels of A are a row apart",
                    "matmul_packed",
                    "pack_lines(a + (row_begin + i) * a_row",
                    "pack_lines(a + (row_begin + i / MR) * a_row"),
            new Mutant(
                    "only the first piece of a panel of A is packed",
                    "matmul_packed",
                    "begin, min(begin + piece, steps)",
                    "0, min(piece, steps)"),
            new Mutant(
                    "rows in place are those of the first tile",
                    "matmul_packed",
                    "a_i = a + (row_begin + i) * a_row + p;",
                    "a_i = a + row_begin * a_row + p;"),
            new Mutant(
                    "the last tile in place begins a row late",
                    "matmul_packed",
                    "BEFORE(missing) (missing)",
                    "BEFORE(missing) ((missing) - 1)"),
            new Mutant(
                    "the last tile's first row is not stored",
                    "matmul_packed",
                    "(i >= before && i < before + rows)",
                    "(i > before && i < before + rows)"),
            new Mutant(
                    "a panel that is packed on the way has its first vector twice",
                    "matmul_packed",
                    "JOIN(vstore, WIDTH)(b_p[v], 0, b + (v) * WIDTH);",
                    "JOIN(vstore, WIDTH)(b_p[0], 0, b + (v) * WIDTH);"),
            new Mutant(
                    "the second vector of B is its first",
                    "matmul_packed",
                    "VLOADB(b_in, (v) * WIDTH)",
                    "VLOADB(b_in, 0 * (v))"),
            new Mutant(
                    "a tile of eight rows counts as one of four",
                    "matmul_packed",
                    "else if (rows <= 4)",
                    "else if (rows <= 8)"),
            new Mutant(
                    "steps that make no whole pieces are left out",
                    "matmul_packed",
                    "p + steps / (height * VECTORS) : steps;",
                    "p + steps / (height * VECTORS) : p;"),
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
