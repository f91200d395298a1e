package org.clgrad.nn.data;

import java.nio.ByteBuffer;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * A fixed number of samples, each an input and a target of the same type and shape as all others.
 *
 * <p>The target is what a model is to answer: a class number, or numbers to come close to.
 */
public interface Dataset {

    /** The number of samples. */
    int size();

    /** The element type of an input. */
    DType inputType();

    /** The shape of one input, without the batch axis. */
    Shape inputShape();

    /** The element type of a target; {@link DType#I32} where targets are class numbers. */
    DType targetType();

    /** The shape of one target, without the batch axis; the scalar shape where targets are class numbers. */
    Shape targetShape();

    /**
     * Copies samples one behind the other into the buffers, beginning at their positions, and moves the positions
     * behind what was written. Numbers of several bytes are written in each buffer's byte order, which is
     * {@link java.nio.ByteOrder#nativeOrder()} where a device is to read them.
     *
     * @param indices holds the samples' numbers, 0 … size − 1
     * @param from the first entry of {@code indices} to copy
     * @param count how many entries to copy
     * @param inputs room for {@code count} inputs
     * @param targets room for {@code count} targets
     * @throws IndexOutOfBoundsException if {@code from} and {@code count} do not lie in {@code indices}, or an index is
     *     not a sample's
     * @throws IllegalArgumentException if a buffer has not room enough
     */
    void copySamples(int[] indices, int from, int count, ByteBuffer inputs, ByteBuffer targets);

    /** Bytes of one input. */
    default int inputBytes() {
        return Math.toIntExact(inputShape().elements() * inputType().sizeBytes());
    }

    /** Bytes of one target. */
    default int targetBytes() {
        return Math.toIntExact(targetShape().elements() * targetType().sizeBytes());
    }
}
