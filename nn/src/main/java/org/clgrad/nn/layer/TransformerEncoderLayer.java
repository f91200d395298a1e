package org.clgrad.nn.layer;

import java.util.function.UnaryOperator;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.norm.LayerNorm;
import org.jspecify.annotations.Nullable;

/**
 * A layer of a transformer: attention of a sequence to itself, then two linear layers with an activation between, each added
 * to what it was given and normalised; as {@code torch.nn.TransformerEncoderLayer}.
 *
 * <pre>{@code
 * x = norm1(x + drop(self_attn(x)))           or, normalised first,  x = x + drop(self_attn(norm1(x)))
 * x = norm2(x + drop(linear2(drop(f(linear1(x))))))                  x = x + drop(linear2(drop(f(linear1(norm2(x))))))
 * }</pre>
 *
 * <p>From [L,N,E], or [N,L,E] if the batch is first, or [L,E] to the same. Parts {@code self_attn}, {@code linear1}, {@code
 * linear2}, {@code norm1} and {@code norm2}, which begin as PyTorch's do.
 *
 * <p>Source: Vaswani et al., "Attention is all you need", NeurIPS 2017, §3.1; Xiong et al., "On layer normalization in the
 * transformer architecture", ICML 2020, for normalising first.
 */
public final class TransformerEncoderLayer extends Module {
    /** PyTorch's. */
    private static final double EPSILON = 1e-5;

    private static final double DROPOUT = 0.1;
    private static final int FEEDFORWARD = 2048;

    private final MultiheadAttention attention;
    private final Linear linear1;
    private final Linear linear2;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final double dropout;
    private final UnaryOperator<Tensor> activation;
    private final boolean normFirst;

    /** PyTorch's defaults: 2048 features between, dropout 0.1, relu, normalised after each part, the sequence's axis first. */
    public TransformerEncoderLayer(int dModel, int numHeads) {
        this(dModel, numHeads, FEEDFORWARD, DROPOUT, Tensor::relu, EPSILON, false, false, true);
    }

    /**
     * A layer with all there is to choose, in PyTorch's order.
     *
     * @param dModel E, the size of what comes in and goes out
     * @param numHeads a divisor of E
     * @param dimFeedforward features between the two linear layers
     * @param dropout the share that is dropped while training, of the attention too
     * @param activation the function between the two linear layers
     * @param layerNormEps ε of both normalisations
     * @param batchFirst whether inputs are [N,L,E] and not [L,N,E]
     * @param normFirst whether each part's input is normalised, and not its result
     * @param bias whether there are biases
     * @throws IllegalArgumentException if a number is out of its range, or the heads do not divide E
     */
    public TransformerEncoderLayer(
            int dModel,
            int numHeads,
            int dimFeedforward,
            double dropout,
            UnaryOperator<Tensor> activation,
            double layerNormEps,
            boolean batchFirst,
            boolean normFirst,
            boolean bias) {
        this.attention = child("self_attn", new MultiheadAttention(dModel, numHeads, dropout, bias, batchFirst));
        this.linear1 = child("linear1", new Linear(dModel, dimFeedforward, bias, Init.KAIMING_UNIFORM));
        this.linear2 = child("linear2", new Linear(dimFeedforward, dModel, bias, Init.KAIMING_UNIFORM));
        this.norm1 = child("norm1", new LayerNorm(Shape.of(dModel), layerNormEps, true, bias));
        this.norm2 = child("norm2", new LayerNorm(Shape.of(dModel), layerNormEps, true, bias));
        this.dropout = dropout;
        this.activation = activation;
        this.normFirst = normFirst;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return encode(x, null, null, false);
    }

    /**
     * Runs the layer with masks; as those of {@link MultiheadAttention#apply}, true keeps out.
     *
     * @param src [L,N,E], or [N,L,E] if the batch is first, or [L,E]
     * @param srcMask [L,L] or [N·heads,L,L], or null
     * @param srcKeyPaddingMask [N,L] or [L], or null
     * @param isCausal whether nobody sees what is behind; needs no mask, unlike in PyTorch
     * @throws org.clgrad.engine.tensor.MismatchException if shapes or types do not fit
     */
    public Tensor apply(Tensor src, @Nullable Tensor srcMask, @Nullable Tensor srcKeyPaddingMask, boolean isCausal) {
        try (Scope scope = Scope.open()) {
            return scope.keep(encode(src, srcMask, srcKeyPaddingMask, isCausal));
        }
    }

    private Tensor encode(Tensor x, @Nullable Tensor mask, @Nullable Tensor padding, boolean isCausal) {
        if (normFirst) {
            Tensor y = x.add(attended(norm1.apply(x), mask, padding, isCausal));
            return y.add(fed(norm2.apply(y)));
        }
        Tensor y = norm1.apply(x.add(attended(x, mask, padding, isCausal)));
        return norm2.apply(y.add(fed(y)));
    }

    private Tensor attended(Tensor x, @Nullable Tensor mask, @Nullable Tensor padding, boolean isCausal) {
        return dropped(attention.apply(x, x, x, padding, mask, isCausal));
    }

    private Tensor fed(Tensor x) {
        return dropped(linear2.apply(dropped(activation.apply(linear1.apply(x)))));
    }

    private Tensor dropped(Tensor x) {
        return isTraining() && dropout > 0 ? x.dropout(dropout) : x;
    }

    @Override
    public String toString() {
        return "TransformerEncoderLayer(" + attention + ", " + linear1 + ", " + linear2
                + (normFirst ? ", normalised first)" : ")");
    }
}
