package org.clgrad.engine.routine.attention;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Scaled dot-product attention: with s[l,j] = scale·Σₑ q[l,e]·k[j,e] + mask[l,j] and p = softmax of s over j, y[l] = Σⱼ
 * d[l,j]·p[l,j]·v[j], for each head of each image; and lse[l] = log Σⱼ exp(s[l,j]). d is 1, or with dropout 0 for what is
 * dropped and 1/(1 − dropout) for the rest.
 *
 * <p>Inputs: q[N,H,L,E]; k[N,K,S,E] and v[N,K,S,V], H a multiple of K, where head h takes those of head ⌊h·K/H⌋; a mask
 * [N,H,L,S], if there is one, BOOL (what is false takes no part) or of q's type (added); with dropout a state {@code I64[2]},
 * seed and counter. All of one floating-point type but those two; any strides: a mask that is the same for all heads is one
 * with a stride of 0. Outputs: y[N,H,L,V], lse[N,H,L], of the type that
 * is computed in, F32 for F16 and BF16.
 *
 * <p>Causal, key j takes part for query l if j ≤ l, whatever L and S are (PyTorch's rule; aligned at the top left). A mask
 * may be there besides.
 *
 * <p>A query that no key takes part for (all masked, by false or by −∞; S = 0) has y = 0 and lse = −∞, as in PyTorch from
 * 2.5 on; before, it was NaN. NaN, +∞ and −∞ in q, k and v spread over the queries that they take part for, as exp(∞ − ∞) is
 * NaN: a score of NaN or +∞ makes all of its row NaN. What takes no part for a query (masked by false or by −∞, or behind it)
 * or is dropped adds nothing to it, whatever k and v hold there: a padded batch may have anything in its padding. PyTorch's
 * reference multiplies by the weight 0, so there NaN in a masked value spreads to every query. Of a key whose weight is so small
 * that it is 0 in the type computed in, the same is true.
 *
 * <p>Dropout: probability (row, j), where row counts queries over heads and images, takes word j mod 4 of Philox's block
 * counter + row·⌈S/4⌉ + ⌊j/4⌋; it is dropped if the upper 24 bits, as a fraction, are less than dropout.
 *
 * <p>With σ the largest error of a score of the row, r the distance of its scores, b the number of blocks they are gone
 * through in, y has the error 2(σ + (r + 8b + S + 20)u)·Σ p|v|, lse σ + (r + 8b + S + 20 + |lse| + 6|log|)u.
 *
 * <p>Source: Vaswani et al., "Attention is all you need", NeurIPS 2017, §3.2.1; Ainslie et al., "GQA", EMNLP 2023, for shared
 * heads; for the way it is done see the package's page.
 *
 * @param causal whether a query sees nothing behind it
 * @param scale of the products
 * @param dropout the share of the probabilities that is dropped, from 0 to 1
 */
public record Attention(boolean causal, double scale, double dropout) implements Routine {
    static final String NAME = "attention";
    private static final String TILES = "attention_tiles";
    private static final String GROUP = "attention_group";

    /** @throws IllegalArgumentException if the scale is not finite or the share not from 0 to 1 */
    public Attention {
        Dropping.check(NAME, scale, dropout);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        AttentionSizes sizes = AttentionSizes.check(NAME, in, 0, dropout > 0);
        return List.of(
                TensorSpec.of(in.get(0).dtype(), sizes.output()),
                TensorSpec.of(in.get(0).dtype().accumulator(), sizes.rows()));
    }

    /** Blocks of Philox that dropout takes for such inputs: by so many the counter goes on. */
    public long blocks(List<TensorSpec> in) {
        return AttentionSizes.check(NAME, in, 0, dropout > 0).blocks();
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        AttentionReference.forward(this, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(
                        TILES, plan -> AttentionPlans.of(plan, TILES, this).tiles()),
                new KernelVariant(
                        GROUP, plan -> AttentionPlans.of(plan, GROUP, this).group()));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        AttentionSizes s = AttentionSizes.check(NAME, in, 0, dropout > 0);
        long scores = s.images() * s.heads() * s.queries() * s.keys() / (causal ? 2 : 1);
        return Cost.of(scores * (2 * s.size() + 2 * s.sizeV() + 4), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return AttentionSamples.forward();
    }
}
