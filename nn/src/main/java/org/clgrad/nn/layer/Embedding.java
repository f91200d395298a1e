package org.clgrad.nn.layer;

import java.util.OptionalLong;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;

/**
 * A table of rows that integers choose from: x of […], I64 or I32, gives […, size]. Parameter {@code weight} [rows, size],
 * PyTorch's layout, at first normally distributed with mean 0 and deviation 1.
 *
 * <p>One row may be for padding: it begins with zeros and has no gradient. An integer that is no row gives NaN; a negative one is
 * none.
 */
public final class Embedding extends Module {
    private final int rows;
    private final int size;
    private final OptionalLong padding;
    private final Parameter weight;

    /** Without padding. */
    public Embedding(int rows, int size) {
        this(rows, size, OptionalLong.empty());
    }

    /**
     * With a row for padding.
     *
     * @param paddingIndex which one; negative ones count from the end
     * @throws IllegalArgumentException if there is no such row, or a number is less than 1
     */
    public Embedding(int rows, int size, int paddingIndex) {
        this(rows, size, OptionalLong.of(paddingIndex < 0 ? (long) paddingIndex + rows : paddingIndex));
    }

    private Embedding(int rows, int size, OptionalLong padding) {
        if (rows < 1 || size < 1) {
            throw new IllegalArgumentException("Embedding: expected sizes of at least 1, got " + rows + " and " + size);
        }
        if (padding.isPresent() && (padding.getAsLong() < 0 || padding.getAsLong() >= rows)) {
            throw new IllegalArgumentException("Embedding: the padding index must be one of " + rows + " rows, got "
                    + padding.getAsLong() + " from the start");
        }
        this.rows = rows;
        this.size = size;
        this.padding = padding;
        this.weight = parameter("weight", initial());
    }

    private Parameter initial() {
        try (Tensor values = RandomStream.draw(random -> random.normal(DType.F32, Shape.of(rows, size), 0, 1))) {
            if (padding.isEmpty()) {
                return new Parameter(values);
            }
            try (Tensor row = Tensor.ofIntegers(padding.getAsLong());
                    Tensor zeros = Tensors.zeros(DefaultDevice.get(), DType.F32, Shape.of(1, size));
                    Tensor padded = values.indexCopy(0, row, zeros)) {
                return new Parameter(padded);
            }
        }
    }

    /** The table [rows, size]. */
    public Parameter weight() {
        return weight;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return padding.isPresent() ? x.embedding(weight.tensor(), padding.getAsLong()) : x.embedding(weight.tensor());
    }

    @Override
    public String toString() {
        return "Embedding(" + rows + ", " + size
                + (padding.isPresent() ? ", padding " + padding.getAsLong() + ")" : ")");
    }
}
