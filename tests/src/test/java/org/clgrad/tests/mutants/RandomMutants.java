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
            new Mutant("a threshold is rounded down", "philox_bernoulli", "ceil(probability", "floor(probability"),
            new Mutant("the lower word is above", "philox_integers", "words.xz) << 32", "words.yw) << 32"),
            new Mutant("a word equal to the threshold drops", "dropout_elements", "+ block, seed), threshold)", "+ block, seed), threshold + 1000000)"),
            new Mutant("a gradient draws anew", "dropout_elements", "AT(state_in)[1] - before", "AT(state_in)[1]"),
            new Mutant("four rows share a draw", "dropout_rows", "each[row % 4]", "each[0]"),
            new Mutant("what is kept is not shifted", "dropout_rows", "fma(x, (T)(scale), (T)(shift))", "((x) * (T)(scale))"),
            new Mutant("rows have one largest weight", "multinomial_counts", "AT(largest_in), i / n", "AT(largest_in), 0"),
            new Mutant("small weights are lost", "multinomial_counts", "ceil(ldexp", "floor(ldexp"),
            new Mutant("what has no count is drawn", "multinomial_search", "sums[middle] > target", "sums[middle] >= target"),
            new Mutant("all rows are the first", "multinomial_search", "sums + i / draws * n", "sums"),
            new Mutant("a digit of the logarithm is lost", "multinomial_keys", "bit ? square : square << 1", "square << 1"),
            new Mutant("counts do not matter", "multinomial_keys", "- log2_fixed((ulong)count)", ""));
}
