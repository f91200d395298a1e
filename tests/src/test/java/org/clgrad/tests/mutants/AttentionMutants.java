package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in the kernels of attention. */
final class AttentionMutants {
    private AttentionMutants() {}

    static final List<Mutant> ALL = List.of(
            // ---- in tiles
            new Mutant(
                    "a query does not see its own key",
                    "attention_tiles",
                    "first + i + 1) : keys",
                    "first + i) : keys"),
            new Mutant(
                    "what was summed before is not scaled to the new maximum",
                    "attention_tiles",
                    "return factor;",
                    "return 1;"),
            new Mutant(
                    "of the tiles that a work-item takes in a row only the first is taken",
                    "attention_tiles",
                    "* run + (taken) % run)",
                    "* run)"),
            new Mutant(
                    "the second of two panels repeats the first",
                    "attention_tiles",
                    "VLOAD16(b, panel + p * 16)",
                    "VLOAD16(b, p * 16)"),
            new Mutant(
                    "the sum of exponentials is not scaled",
                    "attention_tiles",
                    "fma(*sum, factor,",
                    "fma(*sum, (acc)1,"),
            new Mutant(
                    "all queries of a tile have the mask of the first",
                    "attention_tiles",
                    "(first + i) * mask_query",
                    "first * mask_query"),
            new Mutant("what stays does not grow", "attention_tiles", "(acc16)(weight_kept) : ", "(acc16)(1) : "),
            new Mutant("lines of weight 0 are added all the same", "attention_tiles", "if (weight != 0) {", "{"),
            new Mutant("heads take keys in turn", "attention_tiles", "+ h / group;", "+ h % (heads / group);"),
            new Mutant(
                    "there is a key behind the last",
                    "attention_tiles",
                    "between(score, 0, last - begin - v)",
                    "between(score, 0, last - begin - v + 1)"),
            new Mutant(
                    "the sum of dy and y is forgotten", "attention_backward_tiles", "lse), d - delta));", "lse), d));"),
            new Mutant(
                    "the first queries that see a key are left out",
                    "attention_backward_tiles",
                    "first / 16 * 16 : 0",
                    "first / 16 * 16 + 16 : 0"),
            new Mutant(
                    "all heads that share keys are the first",
                    "attention_backward_tiles",
                    "% key_heads * group + member;",
                    "% key_heads * group;"),
            new Mutant(
                    "keys of one tile drop alike",
                    "attention_backward_tiles",
                    "* blocks + (key + i) / 4;",
                    "* blocks + key / 4;"),
            new Mutant(
                    "who takes no part has a gradient that is not a number",
                    "attention_backward_tiles",
                    "return a == zeros() ? zeros() : a * b;",
                    "return a * b;"),
            new Mutant("dk is not scaled", "attention_backward_tiles", "side ? 1 : scale, 1);", "1, 1);"),
            // ---- by groups
            new Mutant(
                    "what was summed before stays as it is",
                    "attention_group",
                    "factor[i] = m_exp(top[i] - shift[i]);",
                    "factor[i] = 1;"),
            new Mutant(
                    "what is dropped is not in the sum",
                    "attention_group",
                    "sum[i] += fabs(weight);",
                    "sum[i] += fmax(weight, (acc)0);"),
            new Mutant("a mask says who is left out", "attention_group", "[at] != 0 ? (score)", "[at] == 0 ? (score)"),
            new Mutant("values of weight 0 are added all the same", "attention_group", "if (weight != 0)", "if (true)"),
            new Mutant(
                    "a query sees the next key",
                    "attention_group",
                    "(!causal || key <= query)",
                    "(!causal || key <= query + 1)"),
            new Mutant(
                    "all queries have the sum of the first",
                    "attention_backward_group",
                    "const acc own_p = probability(s, LOAD_AS(ACC, AT(lse_in), row));",
                    "const acc own_p = probability(s, LOAD_AS(ACC, AT(lse_in), row - x));"),
            new Mutant(
                    "values that were dropped have a gradient",
                    "attention_backward_group",
                    "share = weighted(kept, share);",
                    ""),
            new Mutant(
                    "lines of weight 0 have a gradient", "attention_backward_group", "if (weight != 0)", "if (true)"),
            new Mutant(
                    "dq is not scaled",
                    "attention_backward_group",
                    "head * queries + queries, scale)",
                    "head * queries + queries, 1)"));
}
