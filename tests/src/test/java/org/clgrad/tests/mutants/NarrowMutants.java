package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted where elements of 16 bits are rounded. */
final class NarrowMutants {
    private NarrowMutants() {}

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "a bfloat16 is cut off",
                    "avg_pool_items",
                    "(ushort)((word + 0x7fffu + ((word >> 16) & 1u)) >> 16)",
                    "(ushort)(word >> 16)"),
            new Mutant(
                    "vectors of bfloat16 are cut off",
                    "avg_pool_rows",
                    "rounded = (word + 0x7fffu + ((word >> 16) & 1u)) >> 16;",
                    "rounded = word >> 16;"),
            new Mutant(
                    "a half is cut off",
                    "fold_items",
                    "vstore_half_rte(to_wide_float(v), i, p)",
                    "vstore_half_rtz(to_wide_float(v), i, p)"),
            new Mutant(
                    "vectors of half are rounded up",
                    "sgd_update",
                    "vstore_half##n##_rte(v, 0,",
                    "vstore_half##n##_rtp(v, 0,"),
            new Mutant(
                    "exponentials are rounded to 16 bits before they are divided",
                    "softmax_rows",
                    "#elif IS_NARROW(REAL)\n",
                    "#elif 0\n"),
            new Mutant(
                    "sums of 32 bits are taken for the first one",
                    "grid_sample_input_gradient",
                    "AT(sums_in)[get_global_id(0)]",
                    "AT(sums_in)[0]"));
}
