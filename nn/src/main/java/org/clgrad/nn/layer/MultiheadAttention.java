package org.clgrad.nn.layer;

import java.util.Arrays;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Attention of several heads between learnt projections: y = concat(head₁, …)·W_oᵀ + b_o with headᵢ = softmax(qᵢ·kᵢᵀ/√D)·vᵢ, where
 * qᵢ, kᵢ, vᵢ are parts of D = E/heads columns of the projections of query, key and value; as {@code
 * torch.nn.MultiheadAttention}. No matrix of all queries and keys is made; so attention weights are not to be had.
 *
 * <p>Inputs: query [L,N,E], key [S,N,kdim], value [S,N,vdim], or with the batch first [N,L,E] and so on, or without a batch
 * [L,E]. Result: [L,N,E] or as the query. Parameters {@code in_proj_weight} [3E,E], the rows of q, k and v after one another,
 * or where kdim or vdim differ from E {@code q_proj_weight}, {@code k_proj_weight} and {@code v_proj_weight}; {@code
 * in_proj_bias} [3E], {@code out_proj.weight} [E,E] and {@code out_proj.bias} [E]. They begin as PyTorch's do.
 *
 * <p>In masks of truth values <em>true keeps out</em>, as in PyTorch's module; in {@link
 * org.clgrad.autograd.TensorAttention#scaledDotProductAttention} it lets in, as in PyTorch's function.
 *
 * <pre>{@code
 * MultiheadAttention attention = new MultiheadAttention(512, 8, 0.1, true, true);
 * Tensor y = attention.apply(x);                                          // of a sequence to itself
 * Tensor z = attention.apply(x, memory, memory, padding, null, false);    // to another one with padding
 * Tensor next = attention.apply(x, x, x, null, null, true);               // to what is not behind
 * }</pre>
 *
 * <p>Source: Vaswani et al., "Attention is all you need", NeurIPS 2017, §3.2.2.
 */
public final class MultiheadAttention extends Module {
    private final int embedDim;
    private final int numHeads;
    private final double dropout;
    private final boolean batchFirst;
    /** One of q, k and v together, or three. */
    private final Parameter[] projections;

    private final @Nullable Parameter bias;
    private final Linear output;

    /** Without dropout, with biases, the sequence's axis first. */
    public MultiheadAttention(int embedDim, int numHeads) {
        this(embedDim, numHeads, 0, true, false);
    }

    /** Of keys and values of the queries' size. */
    public MultiheadAttention(int embedDim, int numHeads, double dropout, boolean bias, boolean batchFirst) {
        this(embedDim, numHeads, dropout, bias, embedDim, embedDim, batchFirst);
    }

    /**
     * A layer with all there is to choose, in PyTorch's order.
     *
     * @param embedDim E, the size of queries and results
     * @param numHeads a divisor of E
     * @param dropout the share of the probabilities that is dropped while training
     * @param bias whether there are biases
     * @param kdim the size of keys
     * @param vdim the size of values
     * @param batchFirst whether inputs are [N,L,…] and not [L,N,…]
     * @throws IllegalArgumentException if a number is out of its range, or the heads do not divide E
     */
    public MultiheadAttention(
            int embedDim, int numHeads, double dropout, boolean bias, int kdim, int vdim, boolean batchFirst) {
        if (embedDim < 1 || numHeads < 1 || embedDim % numHeads != 0 || kdim < 1 || vdim < 1) {
            throw new IllegalArgumentException("MultiheadAttention: expected sizes of at least 1 and heads that divide "
                    + embedDim + ", got " + numHeads + " heads, keys of " + kdim + " and values of " + vdim);
        }
        if (!(dropout >= 0 && dropout <= 1)) {
            throw new IllegalArgumentException("MultiheadAttention: dropout is from 0 to 1, got " + dropout);
        }
        this.embedDim = embedDim;
        this.numHeads = numHeads;
        this.dropout = dropout;
        this.batchFirst = batchFirst;
        boolean together = kdim == embedDim && vdim == embedDim;
        this.projections = together
                ? new Parameter[] {projection("in_proj_weight", 3 * embedDim, embedDim)}
                : new Parameter[] {
                    projection("q_proj_weight", embedDim, embedDim),
                    projection("k_proj_weight", embedDim, kdim),
                    projection("v_proj_weight", embedDim, vdim)
                };
        this.bias = bias ? parameter("in_proj_bias", Init.uniform(Shape.of(3L * embedDim), 0)) : null;
        this.output = child("out_proj", new Linear(embedDim, embedDim, bias, Init.KAIMING_UNIFORM));
        output.bias().ifPresent(own -> {
            try (Tensor zeros = Tensors.zerosLike(own.tensor())) {
                own.tensor().assign(zeros);
            }
        });
    }

    private Parameter projection(String name, int rows, int columns) {
        return parameter(name, Init.GLOROT_UNIFORM.weight(Shape.of(rows, columns)));
    }

    /** Of a sequence to itself, all of it. */
    @Override
    protected Tensor forward(Tensor x) {
        return attend(x, x, x, null, null, false);
    }

    /** Of queries to keys and values, all of them. */
    public Tensor apply(Tensor query, Tensor key, Tensor value) {
        return apply(query, key, value, null, null, false);
    }

    /**
     * Runs the layer.
     *
     * @param query [L,N,E], or [N,L,E] if the batch is first, or [L,E]
     * @param key [S,N,kdim], or as above
     * @param value [S,N,vdim], or as above
     * @param keyPaddingMask [N,S] or [S]: BOOL, true where a key is padding and takes no part, or numbers to be added; or null
     * @param attnMask [L,S] or [N·heads,L,S]: BOOL, true where a key takes no part for a query, or numbers to be added; or null
     * @param isCausal whether queries see nothing behind them; needs no mask, unlike in PyTorch
     * @throws MismatchException if shapes or types do not fit
     */
    public Tensor apply(
            Tensor query,
            Tensor key,
            Tensor value,
            @Nullable Tensor keyPaddingMask,
            @Nullable Tensor attnMask,
            boolean isCausal) {
        return running(scope -> scope.keep(attend(query, key, value, keyPaddingMask, attnMask, isCausal)));
    }

    private Tensor attend(
            Tensor query,
            Tensor key,
            Tensor value,
            @Nullable Tensor keyPaddingMask,
            @Nullable Tensor attnMask,
            boolean isCausal) {
        if (query.rank() != 2 && query.rank() != 3) {
            throw new MismatchException(
                    "MultiheadAttention",
                    "query",
                    "two or three axes",
                    query.shape().toString());
        }
        boolean batched = query.rank() == 3;
        Tensor[] heads = projected(query, key, value);
        for (int i = 0; i < heads.length; i++) {
            heads[i] = inHeads(heads[i], batched);
        }
        @Nullable Tensor mask = mask(heads[0], heads[1].size(2), keyPaddingMask, attnMask);
        Tensor y = heads[0].scaledDotProductAttention(
                heads[1], heads[2], mask, isTraining() ? dropout : 0, isCausal, null, false);
        // [N,H,L,D] to the query's order of axes.
        Tensor rows = batched && !batchFirst ? y.permute(2, 0, 1, 3) : y.permute(0, 2, 1, 3);
        return output.apply(rows.reshape(query.shape()));
    }

    private Tensor[] projected(Tensor query, Tensor key, Tensor value) {
        Tensor[] in = {query, key, value};
        Tensor[] out = new Tensor[3];
        if (projections.length == 1 && query == key && key == value) {
            Tensor all = query.linear(projections[0].tensor(), bias == null ? null : bias.tensor());
            return all.split(-1, embedDim).toArray(out);
        }
        for (int i = 0; i < 3; i++) {
            Tensor weight = projections.length == 1 ? part(projections[0].tensor(), i) : projections[i].tensor();
            out[i] = in[i].linear(weight, bias == null ? null : part(bias.tensor(), i));
        }
        return out;
    }

    private Tensor part(Tensor three, int i) {
        return three.narrow(0, (long) i * embedDim, embedDim);
    }

    /** To [N,H,L,D]. */
    private Tensor inHeads(Tensor x, boolean batched) {
        if (x.rank() != (batched ? 3 : 2)) {
            throw new MismatchException(
                    "MultiheadAttention",
                    "key or value",
                    "as many axes as the query",
                    x.shape().toString());
        }
        Tensor three = batched ? x : x.unsqueeze(0);
        long depth = embedDim / numHeads;
        Tensor apart = three.reshape(Shape.of(three.size(0), three.size(1), numHeads, depth));
        return batched && !batchFirst ? apart.permute(1, 2, 0, 3) : apart.permute(0, 2, 1, 3);
    }

    /** Both masks as one that says who takes part, or one of numbers; null if there is none. */
    private @Nullable Tensor mask(Tensor query, long keys, @Nullable Tensor keyPaddingMask, @Nullable Tensor attnMask) {
        long images = query.size(0);
        long queries = query.size(2);
        @Nullable
        Tensor padding = keyPaddingMask == null
                ? null
                : fitted("keyPaddingMask", keyPaddingMask, Shape.of(images, keys), Shape.of(keys))
                        .reshape(Shape.of(images, 1, 1, keys));
        @Nullable Tensor own = null;
        if (attnMask != null) {
            Shape each = Shape.of(images * numHeads, queries, keys);
            Tensor fitted = fitted("attnMask", attnMask, Shape.of(queries, keys), each);
            own = fitted.rank() == 3 ? fitted.reshape(Shape.of(images, numHeads, queries, keys)) : fitted;
        }
        if (padding == null || own == null) {
            Tensor one = padding == null ? own : padding;
            return one == null || one.dtype() != DType.BOOL ? one : one.logicalNot();
        }
        if (padding.dtype() == DType.BOOL && own.dtype() == DType.BOOL) {
            return padding.logicalOr(own).logicalNot();
        }
        return numbers(padding, query.dtype()).add(numbers(own, query.dtype()));
    }

    private static Tensor fitted(String argument, Tensor mask, Shape shape, Shape other) {
        boolean single = other.rank() == 1 && shape.size(0) != 1;
        if (mask.shape().equals(shape) || (mask.shape().equals(other) && !single)) {
            return mask;
        }
        throw new MismatchException(
                "MultiheadAttention",
                argument,
                shape + " or " + other,
                mask.shape().toString());
    }

    private static Tensor numbers(Tensor mask, DType dtype) {
        return mask.dtype() == DType.BOOL
                ? Tensors.zeros(mask.device(), dtype, mask.shape()).maskedFill(mask, Double.NEGATIVE_INFINITY)
                : mask;
    }

    @Override
    public String toString() {
        String sizes =
                Arrays.stream(projections).anyMatch(weight -> weight.shape().size(1) != embedDim)
                        ? ", keys " + projections[1].shape().size(1) + ", values "
                                + projections[2].shape().size(1)
                        : "";
        return "MultiheadAttention(" + embedDim + ", " + numHeads + sizes
                + (dropout == 0 ? "" : ", dropout " + dropout)
                + (bias == null ? ", no bias" : "")
                + (batchFirst ? ", batch first)" : ")");
    }
}
