package org.clgrad.nn.data;

import java.nio.ByteBuffer;
import java.util.Objects;

/** Some samples of a data set, to be learnt from together: their indices, not yet their data. */
public final class Batch {
    private final Dataset dataset;
    private final int[] order;
    private final int from;
    private final int size;

    Batch(Dataset dataset, int[] order, int from, int size) {
        this.dataset = dataset;
        this.order = order;
        this.from = from;
        this.size = size;
    }

    /** The number of samples. */
    public int size() {
        return size;
    }

    /** The index in the data set of this batch's {@code i}-th sample. */
    public int index(int i) {
        return order[from + Objects.checkIndex(i, size)];
    }

    /**
     * Fills the buffers with this batch and nothing else: both are cleared, written from their beginning, and flipped.
     *
     * @param inputs of capacity {@link DataLoader#inputBytes()} or more, in the byte order of who will read it
     * @param targets of capacity {@link DataLoader#targetBytes()} or more, likewise
     * @throws IllegalArgumentException if a buffer has not room enough
     */
    public void copyTo(ByteBuffer inputs, ByteBuffer targets) {
        dataset.copySamples(order, from, size, inputs.clear(), targets.clear());
        inputs.flip();
        targets.flip();
    }
}
