package org.clgrad.autograd;

/**
 * How layers of recurrent cells are put together: each takes the results of the one before.
 *
 * @param layers how many lie above one another
 * @param batchFirst whether sequences are [N,T,…] and not [T,N,…]
 * @param dropout the share of each layer's results but the last's that are set to zero, the others growing by 1/(1 −
 *     dropout); 0 when not training
 * @param bidirectional whether each layer goes over the sequence in both directions, the results one behind the other
 */
public record RecurrentStack(int layers, boolean batchFirst, double dropout, boolean bidirectional) {
    /** @throws IllegalArgumentException if there is no layer, or dropout is not in [0, 1] */
    public RecurrentStack {
        if (layers < 1 || !(dropout >= 0 && dropout <= 1)) {
            throw new IllegalArgumentException(
                    "recurrent stack: expected at least one layer and dropout in [0, 1], got " + layers + " and "
                            + dropout);
        }
    }

    /** One layer in one direction over [T,N,…]. */
    public static RecurrentStack single() {
        return new RecurrentStack(1, false, 0, false);
    }

    /** The same layers without dropout. */
    public RecurrentStack withoutDropout() {
        return new RecurrentStack(layers, batchFirst, 0, bidirectional);
    }

    /** 1 or 2. */
    public int directions() {
        return bidirectional ? 2 : 1;
    }
}
