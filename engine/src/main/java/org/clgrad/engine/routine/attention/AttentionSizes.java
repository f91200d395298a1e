package org.clgrad.engine.routine.attention;

import java.util.List;
import java.util.Locale;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The sizes of an attention.
 *
 * @param images N
 * @param heads H, of the queries
 * @param keyHeads of keys and values; each serves H/keyHeads neighbouring heads
 * @param queries L
 * @param keys S
 * @param size E, of a query and of a key
 * @param sizeV V, of a value
 */
record AttentionSizes(long images, long heads, long keyHeads, long queries, long keys, long size, long sizeV) {
    static AttentionSizes of(Shape q, Shape k, Shape v) {
        return new AttentionSizes(q.size(0), q.size(1), k.size(1), q.size(2), k.size(2), q.size(3), v.size(3));
    }

    /**
     * Checks queries, keys, values, and mask and state if they are there, from the index of the queries on.
     *
     * @param dropout whether the last is a state
     * @throws MismatchException if they do not fit together
     */
    static AttentionSizes check(String operation, List<TensorSpec> in, int first, boolean dropout) {
        int least = first + 3 + (dropout ? 1 : 0);
        if (in.size() != least && in.size() != least + 1) {
            throw new MismatchException(
                    operation, "the list of inputs", least + " tensors, or one more with a mask", in.toString());
        }
        TensorSpec q = in.get(first);
        if (q.rank() != 4 || !q.dtype().isFloat()) {
            throw new MismatchException(operation, "query", "a floating-point type and shape [N,H,L,E]", q.toString());
        }
        String type = q.dtype().name().toLowerCase(Locale.ROOT);
        TensorSpec k = in.get(first + 1);
        boolean shared = k.rank() == 4 && k.size(1) > 0 && q.size(1) % k.size(1) == 0;
        if (k.dtype() != q.dtype()
                || k.rank() != 4
                || k.size(0) != q.size(0)
                || k.size(3) != q.size(3)
                || !(shared || k.size(1) == q.size(1))) {
            throw new MismatchException(
                    operation,
                    "key",
                    type + "[" + q.size(0) + ",heads that divide " + q.size(1) + ",S," + q.size(3) + "]",
                    k.toString());
        }
        TensorSpec v = in.get(first + 2);
        if (v.dtype() != q.dtype()
                || v.rank() != 4
                || !v.shape().without(3).equals(k.shape().without(3))) {
            throw new MismatchException(
                    operation,
                    "value",
                    type + "[" + k.size(0) + "," + k.size(1) + "," + k.size(2) + ",V]",
                    v.toString());
        }
        AttentionSizes sizes = of(q.shape(), k.shape(), v.shape());
        if (in.size() > least) {
            TensorSpec mask = in.get(first + 3);
            Shape scores = Shape.of(sizes.images, sizes.heads, sizes.queries, sizes.keys);
            if ((mask.dtype() != DType.BOOL && mask.dtype() != q.dtype())
                    || !mask.shape().equals(scores)) {
                throw new MismatchException(
                        operation, "mask", "bool or " + type + " of shape " + scores, mask.toString());
            }
        }
        if (dropout) {
            checkEqual(operation, "state", TensorSpec.of(DType.I64, 2), in.get(in.size() - 1));
        }
        return sizes;
    }

    static void checkEqual(String operation, String argument, TensorSpec expected, TensorSpec given) {
        if (given.dtype() != expected.dtype() || !given.shape().equals(expected.shape())) {
            throw new MismatchException(operation, argument, expected.toString(), given.toString());
        }
    }

    Shape output() {
        return Shape.of(images, heads, queries, sizeV);
    }

    /** A number for each query of each head. */
    Shape rows() {
        return Shape.of(images, heads, queries);
    }

    /** Heads of queries that share one of keys; 1 where there are none. */
    long group() {
        return keyHeads == 0 ? 1 : heads / keyHeads;
    }

    /** Blocks of Philox that dropout takes: whole ones for each query. */
    long blocks() {
        return images * heads * queries * ceil(keys, 4);
    }

    static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
