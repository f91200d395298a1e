package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in the kernels of normalisation. */
final class NormalisationMutants {
    private NormalisationMutants() {}

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "squares are of distances from the mean of what came before",
                    "batch_norm_planes",
                    "VLOAD16(x, i) - m;",
                    "VLOAD16(x, i) - mean;"),
            new Mutant(
                    "an item keeps its last square instead of the sum",
                    "batch_norm_group",
                    "squares = fma(d, d, squares);",
                    "squares = d * d;"),
            new Mutant(
                    "a residual is taken from the first plane",
                    "batch_norm_planes",
                    "* r = AT(r_in) + plane * size",
                    "* r = AT(r_in) + 0 * plane * size"),
            new Mutant(
                    "sums take gradients that the ReLU stops",
                    "batch_norm_backward_planes",
                    "BEHIND_RELU(acc16, VLOAD16(dy, i), VLOAD16(y, i))",
                    "VLOAD16(dy, i)"),
            new Mutant(
                    "a gradient goes where the result is 0",
                    "batch_norm_backward_group",
                    "acc g = BEHIND_RELU(acc, LOAD(AT(dy_in), i), LOAD(AT(y_in), i))",
                    "acc g = LOAD(AT(dy_in), i)"),
            new Mutant(
                    "the slope is taken from where the shift is",
                    "batch_norm_backward_planes",
                    "slope = coefficients[2 * channels + c]",
                    "slope = coefficients[channels + c]"),
            new Mutant(
                    "a group sums what another has",
                    "batch_norm_backward_group",
                    "slice * per_slice + get_local_id(0)",
                    "get_local_id(0)"),
            new Mutant(
                    "a group takes the weights of the first",
                    "group_norm_rows",
                    "AT(weight_in) + row % groups * depth",
                    "AT(weight_in)"),
            new Mutant(
                    "the mean is of all lanes but those of the tail",
                    "group_norm_rows",
                    "sum_of(x, n) / (acc)n",
                    "sum_of(x, n & ~31L) / (acc)n"),
            new Mutant(
                    "squares are of distances from 0",
                    "group_norm_group",
                    "const acc d = LOAD(x, i) - mean;",
                    "const acc d = LOAD(x, i);"),
            new Mutant(
                    "a slice's images are counted from the first",
                    "group_norm_backward_rows",
                    "image = slice * per_slice;",
                    "image = 0;"),
            new Mutant(
                    "the sums of a row keep the last channel's",
                    "group_norm_backward_rows",
                    "sums = fma((acc2)(WEIGHT(c)), own, sums);",
                    "sums = (acc2)(WEIGHT(c)) * own;"),
            new Mutant(
                    "the share of a channel is that of its last image",
                    "group_norm_backward_group",
                    "dbias[c] += own;",
                    "dbias[c] = own;"),
            new Mutant(
                    "weights are taken by element, not by channel",
                    "group_norm_backward_group",
                    "WEIGHT(size == 1 ? i : i / size)",
                    "WEIGHT(i % depth)"));
}
