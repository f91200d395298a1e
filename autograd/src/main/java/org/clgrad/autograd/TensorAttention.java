package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.attention.Attention;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/** Attention of queries to keys and values. */
public sealed interface TensorAttention permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /** softmax(q·kᵀ/√E)·v, this being q; see the method with all there is to choose. */
    default Tensor scaledDotProductAttention(Tensor key, Tensor value) {
        return scaledDotProductAttention(key, value, null, 0, false, null, false);
    }

    /**
     * softmax(scale·q·kᵀ + mask)·v, this being q[…,H,L,E], with k[…,H,S,E] and v[…,H,S,V]; the result is […,H,L,V]. Axes before
     * the last two broadcast, and may be missing. PyTorch's {@code scaled_dot_product_attention}, but that a causal attention
     * may have a mask too.
     *
     * <p>No matrix of all queries and keys is made, forward or back; unless a gradient of the mask or a graph of the gradient
     * is asked for, which take it. A query that no key takes part for has zeros and gives no gradient, as in PyTorch from 2.5
     * on. Error and order of sums: {@link Attention}. Gradients of any order, of q, k, v and a mask of numbers.
     *
     * @param mask what broadcasts to […,H,L,S]: BOOL, where false means that the key takes no part for the query; or of this
     *     element type, to be added, −∞ having the same effect; or null
     * @param dropout the share of the probabilities that is dropped, from 0 to 1, drawn from the scope's random stream; the
     *     others grow by 1/(1 − dropout). 0 when not training
     * @param causal whether query l sees keys 0 … l only, whatever L and S are
     * @param scale of the products; null for 1/√E
     * @param enableGqa whether k and v may have fewer heads than q: a divisor of them, and each serves H/K neighbouring ones
     * @throws MismatchException if shapes or types do not fit
     */
    default Tensor scaledDotProductAttention(
            Tensor key,
            Tensor value,
            @Nullable Tensor mask,
            double dropout,
            boolean causal,
            @Nullable Double scale,
            boolean enableGqa) {
        Tensor[] matrices = {self(), key, value};
        String[] names = {"query", "key", "value"};
        for (int i = 0; i < matrices.length; i++) {
            if (matrices[i].rank() < (enableGqa ? 3 : 2)) {
                throw new MismatchException(
                        "attention",
                        names[i],
                        enableGqa ? "[…,heads,rows,columns]" : "[…,rows,columns]",
                        matrices[i].shape().toString());
            }
        }
        int own = enableGqa ? 3 : 2;
        Shape batch = leading(self(), own);
        batch = Shape.broadcast("attention", batch, leading(key, own));
        batch = Shape.broadcast("attention", batch, leading(value, own));
        for (int i = 0; i < matrices.length; i++) {
            matrices[i] = matrices[i].expand(joined(batch, trailing(matrices[i], own)));
        }
        Shape result = joined(leading(matrices[0], 1), Shape.of(value.size(-1)));
        List<Tensor> operands = new ArrayList<>();
        for (Tensor matrix : matrices) {
            operands.add(inFour(matrix));
        }
        if (mask != null) {
            Shape scores = joined(leading(matrices[0], 1), Shape.of(key.size(-2)));
            if (!Shape.broadcast("attention", mask.shape(), scores).equals(scores)) {
                throw new MismatchException(
                        "attention",
                        "mask",
                        "what broadcasts to " + scores,
                        mask.shape().toString());
            }
            operands.add(inFour(mask.expand(scores)));
        }
        double factor = scale != null ? scale : 1 / Math.sqrt((double) Math.max(1, self().size(-1)));
        Attention routine = new Attention(causal, factor, dropout);
        Tensor[] in = operands.toArray(new Tensor[0]);
        Tensor y = dropout == 0
                ? new AttentionFunction(routine, null).apply(in)
                : RandomStream.draw(self().device(), random -> drawing(routine, random, in));
        return y.reshape(result);
    }

    private static Tensor drawing(Attention routine, RandomStream random, Tensor... in) {
        List<TensorSpec> specs = new ArrayList<>();
        for (Tensor tensor : in) {
            specs.add(tensor.data().spec());
        }
        specs.add(random.state().data().spec());
        try (Tensor state = random.take(routine.blocks(specs))) {
            return new AttentionFunction(routine, state).apply(in);
        }
    }

    /** The shape without its last axes. */
    private static Shape leading(Tensor tensor, int without) {
        return Shape.of(LongStream.of(tensor.shape().toArray())
                .limit(tensor.rank() - without)
                .toArray());
    }

    private static Shape trailing(Tensor tensor, int count) {
        return Shape.of(LongStream.of(tensor.shape().toArray())
                .skip(tensor.rank() - count)
                .toArray());
    }

    private static Shape joined(Shape first, Shape last) {
        return Shape.of(LongStream.concat(LongStream.of(first.toArray()), LongStream.of(last.toArray()))
                .toArray());
    }

    /** With one axis of images and one of heads before the last two. */
    private static Tensor inFour(Tensor tensor) {
        if (tensor.rank() == 4) {
            return tensor;
        }
        long heads = tensor.rank() > 2 ? tensor.size(-3) : 1;
        long images = tensor.rank() > 3 ? leading(tensor, 3).elements() : 1;
        return tensor.reshape(Shape.of(images, heads, tensor.size(-2), tensor.size(-1)));
    }
}
