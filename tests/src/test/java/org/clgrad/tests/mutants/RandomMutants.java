package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in what draws random numbers. */
final class RandomMutants {
    private RandomMutants() {}

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "the key is raised by one constant",
                    "philox_uniform",
                    "(uint2)(0x9E3779B9u, 0xBB67AE85u)",
                    "(uint2)(0x9E3779B9u, 0x9E3779B9u)"),
            new Mutant("the upper half of the seed is lost", "philox_normal", "(uint)(seed >> 32)", "(uint)seed"),
            new Mutant(
                    "all blocks of a work-item are one",
                    "philox_bernoulli",
                    "philox(counter + block, seed)",
                    "philox(counter + begin, seed)"),
            new Mutant("certain events happen half of the time", "philox_bernoulli", "1UL << 32", "1UL << 31"),
            new Mutant("numbers come in pairs", "philox_integers", "mul_hi(bits.y, ", "mul_hi(bits.x, "),
            new Mutant("four elements where there are three", "dropout_elements", "i + 4 <= n", "i + 3 <= n"),
            new Mutant("a gradient draws anew", "dropout_elements", "AT(state_in)[1] - before", "AT(state_in)[1]"),
            new Mutant("four rows share a draw", "dropout_rows", "each[row % 4]", "each[0]"),
            new Mutant(
                    "what is kept is not shifted",
                    "dropout_rows",
                    "fma(x, (T)(scale), (T)(shift))",
                    "((x) * (T)(scale))"),
            new Mutant(
                    "rows have one largest weight", "multinomial_counts", "AT(largest_in), i / n", "AT(largest_in), 0"),
            new Mutant("small weights are lost", "multinomial_counts", "ceil(ldexp", "floor(ldexp"),
            new Mutant(
                    "what has no count is drawn",
                    "multinomial_search",
                    "sums[middle] > target",
                    "sums[middle] >= target"),
            new Mutant("all rows are the first", "multinomial_search", "sums + i / draws * n", "sums"),
            new Mutant(
                    "a digit of the logarithm is lost",
                    "multinomial_keys",
                    "isTwo ? square : square << 1",
                    "square << 1"),
            new Mutant("counts do not matter", "multinomial_keys", "- log2_fixed((ulong)count)", ""));
}
